/* SPDX-License-Identifier: Apache-2.0 */
/*
 * xml_utf8.h - the text of an XML document, whichever way it was encoded.
 *
 * UTF-8 (US-ASCII among it) and UTF-16 are taken, with or without byte order
 * mark; the declaration at the start must not name another encoding.
 */
#ifndef XML_UTF8_H
#define XML_UTF8_H

#include <stddef.h>

#include "hub_buf.h"
#include "hub_error.h"

struct xml_text {
	const char *at; /* borrowed */
	size_t len;
};

/* Takes bytes and leaves UTF-8 without mark and NUL: a piece of the same
 * bytes, or what was put into `converted`, whose cap holds. */
enum hub_status xml_utf8(struct xml_text *text, struct hub_buf *converted,
    struct hub_error *err);

#endif
