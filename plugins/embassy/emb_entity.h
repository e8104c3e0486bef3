/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_entity.h - a character reference of HTML ("&amp;", "&#233;"), as
 * letters have them.
 */
#ifndef EMB_ENTITY_H
#define EMB_ENTITY_H

#include "hub_buf.h"

/* Appends what stands for the reference at `at` ("&"), of at most len bytes;
 * how many it takes, 0 when it is none that is known. */
size_t emb_entity(const char *at, size_t len, struct hub_buf *out);

#endif
