/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_edge.h - the tree over the entries that stand in the database, and
 * those entries in order.
 *
 * The newest entry has the tree's frontier beside it, written in the same
 * transaction: what is published is held against it.
 */
#ifndef AUDIT_EDGE_H
#define AUDIT_EDGE_H

#include "db.h"
#include "tlog.h"

/* The tree as of the last commit; made from every entry where a hub of before
 * has written no frontier. */
enum db_code audit_edge_load(struct db *db, struct tlog_frontier *ret);

/* Told of an entry's bytes; false ends the reading. */
typedef bool audit_entry_fn(void *ctx, const void *entry, size_t len);
/* The entries from `from` up to before `to`; DB_NONE: not all are there. */
enum db_code audit_entries(struct db *db, uint64_t from, uint64_t to,
    audit_entry_fn *each, void *ctx);

#endif
