/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_scan.h - a look over the bytes of a JSON document before it is parsed.
 *
 * It knows strings from structure and nothing else, so that depth and number
 * of values are bounded before the first value is made.
 */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

#include <stddef.h>

#include "hub_error.h"

/* HUB_OK when no limit of limits.h is passed; else HUB_MALFORMED with the
 * line and what was found. */
enum hub_status json_scan(const char *bytes, size_t len, struct hub_error *err);
/* The closing quote of the text whose opening one was passed; or the end. */
const char *json_text_end(const char *at, const char *end);

#endif
