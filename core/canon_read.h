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

#include "canon.h"

/* The room of one entry; 64 KB, not for a thread's stack. */
struct canon_reader {
	struct canon_entry entry; /* its texts stand in `text` */
	struct canon_entry empty;
	char text[CANON_MAX + 1u];
};

void canon_reader_init(struct canon_reader *reader);
/* Fills reader->entry, which stands until the next one is read.
 * HUB_MALFORMED says which member is wrong. */
enum hub_status canon_read(struct canon_reader *reader, const char *bytes,
    size_t len, struct hub_error *err);

#endif
