/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letter_text.h - texts as they stand in a letter: headers of ASCII in short
 * lines (RFC 5322, RFC 2047, RFC 2231), bodies as quoted-printable (RFC
 * 2045).  Whatever is given, no line of a letter begins where none should.
 */
#ifndef LETTER_TEXT_H
#define LETTER_TEXT_H

#include <stdint.h>

#include "hub_buf.h"

/* "Name: text", as encoded words where it must be; `tail` is ASCII that stays
 * readable behind it, or "". */
void letter_header(struct hub_buf *to, const char *name, const char *text,
    const char *tail);
/* "Name: Display <address>"; display may be "". */
void letter_mailbox(struct hub_buf *to, const char *name, const char *display,
    const char *address);
/* "Date: ", in UTC. */
void letter_date(struct hub_buf *to, int64_t seconds);
/* "; name=value" of a Content-Type or Content-Disposition. */
void letter_parameter(struct hub_buf *to, const char *name, const char *value);
/* A text with line ends of its own kind, quoted-printable with CRLF. */
void letter_quoted(struct hub_buf *to, const char *text, size_t len);

#endif
