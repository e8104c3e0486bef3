/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_decode.h - the bytes of a part without its transfer encoding (RFC 2045
 * section 6), and its text without the marks of transport.
 */
#ifndef MAIL_DECODE_H
#define MAIL_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_buf.h"
#include "mail_header.h"

/* Appends the bytes; false, and nothing appended, when the encoding is
 * unknown or the bytes are not of it.  "" is none. */
bool mail_decode(const char *encoding, const struct mail_piece *bytes,
    struct hub_buf *out);

/* Makes UTF-8 text what the hub takes as text: line breaks LF, no control
 * character but tab.  In place; the new length. */
size_t mail_text_clean(char *text, size_t len);

#endif
