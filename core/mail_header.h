/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_header.h - the header of a letter or of one of its parts, field by
 * field, as it stands (RFC 5322 section 2.2).
 *
 * It ends at an empty line, or before the first line that is neither a field
 * nor the continuation of one.  All pieces are borrowed from the bytes.
 */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_buf.h"

struct mail_piece {
	const char *at;
	size_t len;
};

struct mail_field {
	struct mail_piece name, value; /* value with its line breaks */
};

/* The header in front of the bytes, and what follows it. */
struct mail_piece mail_header_cut(const struct mail_piece *bytes,
    struct mail_piece *ret_body);

/* Takes the next field from what is left of a header; false at its end. */
bool mail_header_next(struct mail_piece *left, struct mail_field *ret_field);

/* The value on one line, without white space around it. */
void mail_field_value(const struct mail_field *field, struct hub_buf *out);

/* The value of the first field of that name, compared without case; out stays
 * empty when there is none. */
void mail_header_find(const struct mail_piece *header, const char *name,
    struct hub_buf *out);

#endif
