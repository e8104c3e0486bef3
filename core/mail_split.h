/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_split.h - a multipart body cut at its boundary (RFC 2046 section 5.1).
 *
 * A boundary stands on a line of its own; the line break before it belongs to
 * it.  What stands before the first and after the last is nobody's.  Each byte
 * is looked at once.
 */
#ifndef MAIL_SPLIT_H
#define MAIL_SPLIT_H

#include <stdbool.h>
#include <stddef.h>

#include "mail_header.h"

struct mail_split {
	struct mail_piece left; /* borrowed; from behind a boundary's line */
	const char *boundary;	/* borrowed */
	size_t boundary_len;
	bool open;   /* a part begins at left */
	bool closed; /* the final boundary was seen */
};

/* Goes behind the first boundary. */
void mail_split_init(struct mail_split *split, const struct mail_piece *body,
    const char *boundary);
/* The next part; false when there is none. */
bool mail_split_next(struct mail_split *split, struct mail_piece *ret_part);

#endif
