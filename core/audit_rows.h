/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_rows.h - entries of a transaction that do not stand in the database
 * yet: many rows in one statement cost a third of many statements.
 *
 * They are written when AUDIT_ROWS of them wait, and before the commit; until
 * then a query does not see them.  The last one that is written has the tree's
 * frontier beside it.
 */
#ifndef AUDIT_ROWS_H
#define AUDIT_ROWS_H

#include "db.h"
#include "hub_buf.h"
#include "tlog.h"

#define AUDIT_ROWS 16

struct audit_row {
	int64_t seq, case_id, case_seq;
	size_t at, len; /* of its body, in bodies */
};

struct audit_rows {
	struct audit_row rows[AUDIT_ROWS];
	size_t count;
	struct hub_buf bodies;
	struct tlog_frontier tree; /* with those that wait */
	bool taken; /* somebody else wrote a row at one of their numbers */
};

void audit_rows_init(struct audit_rows *rows);
void audit_rows_release(struct audit_rows *rows);
/* The body that is to be written stands behind those that wait: append it to
 * rows->bodies, then add its row.  Fails when the buffer failed, or the tree is
 * full. */
enum db_code audit_rows_add(struct audit_rows *rows, struct db *db,
    struct audit_row row);
enum db_code audit_rows_write(struct audit_rows *rows, struct db *db);
void audit_rows_forget(struct audit_rows *rows);

#endif
