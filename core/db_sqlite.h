/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_sqlite.h - the inside of the SQLite driver, shared by its files alone.
 *
 * A connection keeps every query prepared, in a table by the query's address.
 * Only db.c calls db_sqlite_open().
 */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <sqlite3.h>

#include "db_driver.h"

/* A query, prepared; a slot without query is free. */
struct sqlite_slot {
	const struct db_query *query;
	sqlite3_stmt *stmt;
	int params;
};

struct sqlite_db {
	struct db base; /* first */
	sqlite3 *conn;
	enum db_mode mode;
	int64_t deadline_ms; /* DB_READ: of the query that runs */
	uint64_t page_bytes; /* of a page in the log, its header too */
	int wal_pages;	     /* in the log after the last commit */
	struct sqlite_slot *slots;
	size_t slot_count, slots_used; /* count is a power of two */
};

enum db_code db_sqlite_open(const char *path, enum db_mode mode,
    struct db **ret_db, struct hub_error *err);

/* Keeps the sentence of the last failure, "what" before it, and classes it;
 * DB_OK for SQLITE_OK. */
enum db_code db_sqlite_code(struct sqlite_db *db, int rc, const char *what);
/* Which of our codes this one of SQLite's is. */
enum db_code db_sqlite_class(int rc);

/* db_sqlite_query.c */
enum db_code db_sqlite_put(struct db *base, const struct db_query *query,
    struct db_args args);
enum db_code db_sqlite_get(struct db *base, const struct db_query *query,
    struct db_args args, db_row_fn *each, void *ctx);
int64_t db_sqlite_row_int(const struct db_row *row, int column);
const char *db_sqlite_row_text(const struct db_row *row, int column);
const void *db_sqlite_row_blob(const struct db_row *row, int column,
    size_t *ret_len);
void db_sqlite_forget_queries(struct sqlite_db *db);

/* db_sqlite_copy.c */
enum db_code db_sqlite_backup(struct db *base, const char *path,
    struct hub_error *err);
enum db_code db_sqlite_check(struct db *base, struct hub_error *err);

#endif
