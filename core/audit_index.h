/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_index.h - what the audit log is searched by: a database of its own,
 * audit-index.db, with a narrow row for each entry.
 *
 * It is made from the entries alone and may be thrown away at any time: a file
 * that cannot be used is, and made anew.  It knows where it ends, so that
 * feeding goes on there.  One thread at a time.
 */
#ifndef AUDIT_INDEX_H
#define AUDIT_INDEX_H

#include "db.h"

#define AUDIT_INDEX_FILE "audit-index.db"

struct audit_index;

/* Opens the file, or makes it anew. */
enum hub_status audit_index_open(const char *path, struct audit_index **ret,
    struct hub_error *err);
/* Closes it. */
void audit_index_free(struct audit_index *index);
/* Entries that are in it: 0 up to before this number. */
uint64_t audit_index_size(const struct audit_index *index);
/* Whether the last entry in it is this one; true when it is empty. */
bool audit_index_ends_with(const struct audit_index *index, const void *entry,
    size_t len);
/* Forgets all. */
enum db_code audit_index_clear(struct audit_index *index);

/* A transaction of entries, each the next one; anything but DB_OK undoes it. */
enum db_code audit_index_begin(struct audit_index *index);
enum db_code audit_index_add(struct audit_index *index, const void *entry,
    size_t len);
enum db_code audit_index_end(struct audit_index *index);
void audit_index_undo(struct audit_index *index);

/* What is looked for; "" or 0: whatever it is. */
struct audit_wanted {
	int64_t case_id;
	const char *institution; /* initiator, target or holder */
	const char *kind;	 /* type, "simpul.case.received.v1" */
	const char *outcome;
	int64_t from_ms, to_ms; /* to: before it */
	int64_t before;		/* number of an entry: only those before it */
	int64_t limit;
};

/* Numbers of entries, newest first, as column 0 of rows. */
enum db_code audit_index_search(struct audit_index *index,
    const struct audit_wanted *wanted, db_row_fn *each, void *ctx);

#endif
