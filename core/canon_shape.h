/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon_shape.h - entries that have the same members: one of them as a sample,
 * and which of its members others had with another value.
 *
 * Entries of a log are much like each other.  Whatever stands as in the sample
 * was read before and is compared only; a member that varies is read anew.
 * What a shape takes is what the table of rows takes, then: the same members
 * in the same places, each by its rule.
 */
#ifndef CANON_SHAPE_H
#define CANON_SHAPE_H

#include "canon_rows.h"

#define CANON_SHAPE_BYTES 2048u /* longer entries are no samples */

struct canon_cursor; /* canon_cursor.h */

/* A member's value, with its quotes. */
struct canon_member {
	const struct canon_row *row;
	size_t at, len; /* in the entry's bytes */
};

struct canon_members {
	struct canon_member rows[CANON_ROWS_MAX];
	size_t count;
};

struct canon_shape {
	struct canon_members members; /* count 0: there is no sample */
	struct canon_members varying; /* some of them */
	struct canon_entry entry;     /* its texts stand in `text` */
	size_t len;
	char bytes[CANON_SHAPE_BYTES], text[CANON_SHAPE_BYTES];
};

/* Reads an entry of that shape; false when it is none, or not wholly good. */
bool canon_shape_read(const struct canon_shape *shape, struct canon_cursor *c);
/* Makes the entry that the reader has read, from those bytes, the sample. */
void canon_shape_begin(struct canon_shape *shape, const struct canon_cursor *c,
    const struct canon_members *members, const char *bytes);
/* Whether that entry has the sample's members; what it says otherwise varies
 * then. */
bool canon_shape_learn(struct canon_shape *shape,
    const struct canon_members *members, const char *bytes);

#endif
