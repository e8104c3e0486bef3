/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_list.h - a case's entries of the audit log, in order, or any one.
 */
#ifndef AUDIT_LIST_H
#define AUDIT_LIST_H

#include "db.h"

struct audit_look {
	int64_t case_id;
	int64_t after; /* number of the case that was the last one */
	int64_t limit;
};

/* case_seq and body a row. */
enum db_code audit_of_case(struct db *db, const struct audit_look *look,
    db_row_fn *each, void *ctx);

/* case_id and body of one entry, by its number in the log. */
enum db_code audit_entry_get(struct db *db, uint64_t index, db_row_fn *each,
    void *ctx);

#endif
