/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon_read.h - an audit entry out of its canonical bytes: the other way of
 * canon.h, by the same table of members.
 *
 * Takes exactly what canon_write gives and nothing else: a member that the
 * table does not have, one out of its order, one that breaks its rule or is
 * empty, white space, another way to write the same are all refused.  So what
 * was read is written again as the same bytes.
 */
#ifndef CANON_READ_H
#define CANON_READ_H

#include "canon_shape.h"

#define CANON_READ_SHAPES 8u
#define CANON_READ_SLACK 8u

/* The room of one entry, and of what others looked like; 130 KB, not for a
 * thread's stack. */
struct canon_reader {
	struct canon_entry entry; /* its texts stand in `text` */
	struct canon_entry empty;
	struct canon_shape shapes[CANON_READ_SHAPES];
	unsigned last; /* shape that an entry had */
	unsigned turn; /* shape that makes room for a new one */
	char text[CANON_MAX + CANON_READ_SLACK];
};

void canon_reader_init(struct canon_reader *reader);
/* Fills reader->entry, which stands until the next one is read.
 * HUB_MALFORMED says which member is wrong. */
enum hub_status canon_read(struct canon_reader *reader, const char *bytes,
    size_t len, struct hub_error *err);

#endif
