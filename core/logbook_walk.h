/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_walk.h - the entries of a published log one after the other, read
 * by the table of members.
 *
 * Entries that are not those of the root that was signed are told of at the
 * end; which they are, logbook_check.h finds.  An entry that cannot be read
 * ends the walk.
 */
#ifndef LOGBOOK_WALK_H
#define LOGBOOK_WALK_H

#include "canon_read.h"
#include "logbook.h"

/* Told of each entry; bytes and entry stand for the call.  False ends the
 * walk, as asked. */
typedef bool logbook_entry_fn(void *ctx, uint64_t index, struct note_span bytes,
    const struct canon_entry *entry);

struct logbook_walk {
	struct logbook *book; /* borrowed */
	uint64_t from, size;  /* size: of the log */
	/* What all entries must come to, else the walk fails at its end; NULL:
	 * that is not asked. */
	const struct tlog_hash *root;
	const char *only; /* entries with these bytes alone; NULL: all */
	logbook_entry_fn *each;
	void *ctx;
	/* Told how far it is; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *progress_ctx;
};

enum hub_status logbook_walk_run(const struct logbook_walk *walk,
    struct hub_error *err);

#endif
