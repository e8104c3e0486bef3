/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_http.h - what HTTP and URLs say in a form of their own: when to come
 * back, and bytes behind a percent sign.
 */
#ifndef HUB_HTTP_H
#define HUB_HTTP_H

#include <stdint.h>

#include "hub_message.h"

/* Seconds of a Retry-After, at most a day; 0 for none, or for a date. */
int64_t hub_retry_after(const struct hub_headers *headers);
/* The byte that "%41" at the beginning of the text stands for; -1: another
 * text. */
int hub_percent(const char *text);

#endif
