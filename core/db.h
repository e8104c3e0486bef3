/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db.h - the database as two verbs, put and get, over a driver.
 *
 * A query is a static constant; its address is its identity, under which the
 * driver keeps it prepared.  SQL stays in the subset that SQLite and
 * PostgreSQL share, parameters are ?1, ?2.  A handle belongs to one thread.
 */
#ifndef DB_H
#define DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub_error.h"

struct db;
struct db_row; /* valid inside a db_row_fn only */
enum db_code {
	DB_OK,
	DB_NONE,     /* get: no row; put: no row changed */
	DB_CONFLICT, /* a unique value is there already */
	DB_FULL,     /* the disk takes no more: nothing was written */
	DB_BUSY,     /* another process or a time limit */
	DB_CORRUPT,  /* not a database, or damaged */
	DB_UNSAFE,   /* a write-through failed: nothing is known to be kept */
	DB_FAILED,   /* anything else; db_error() says what */
};
enum db_mode { DB_WRITE, DB_READ, DB_CREATE, DB_SCAN };
struct db_query {
	const char *sql;
};
enum db_kind { DB_NULL, DB_INT, DB_TEXT, DB_BLOB };

struct db_value {
	enum db_kind kind;
	int64_t number;
	const void *bytes; /* borrowed for the call */
	size_t len;
};

struct db_value db_null(void);
struct db_value db_int(int64_t number);
struct db_value db_text(const char *text);
struct db_value db_blob(const void *bytes, size_t len);

/* Parameters ?1, ?2... of one call; borrowed for it. */
struct db_args {
	const struct db_value *values;
	size_t count;
};

#define DB_ARGS(...) \
	((struct db_args){ (const struct db_value[]){ __VA_ARGS__ }, \
	    sizeof((const struct db_value[]){ __VA_ARGS__ }) / \
		sizeof(struct db_value) })
#define DB_NO_ARGS ((struct db_args){ NULL, 0 })

/* Called per row; return false to end the query early. */
typedef bool db_row_fn(void *ctx, const struct db_row *row);

int64_t db_row_int(const struct db_row *row, int column);
/* "" for NULL. */
const char *db_row_text(const struct db_row *row, int column);
/* NULL and 0 for NULL. */
const void *db_row_blob(const struct db_row *row, int column, size_t *ret_len);

/* DB_READ is query-only, each query within 2 s; DB_SCAN without that limit. */
enum db_code db_open(const char *path, enum db_mode mode, struct db **ret_db,
    struct hub_error *err);
void db_close(struct db *db);
enum db_code db_begin(struct db *db);
enum db_code db_commit(struct db *db); /* durable when it returns DB_OK */
void db_rollback(struct db *db);

/* Run a statement without result rows; DB_NONE when it changed nothing. */
enum db_code db_put(struct db *db, const struct db_query *query,
    struct db_args args);
/* Run a statement with result rows (SELECT, or RETURNING); each may be NULL.
 * A query may not be run again from within its own rows. */
enum db_code db_get(struct db *db, const struct db_query *query,
    struct db_args args, db_row_fn *each, void *ctx);
/* Several statements without parameters: schema and pragmas. */
enum db_code db_script(struct db *db, const char *sql);
/* Between transactions: writes the log back, as far as readers allow; scrub:
 * and empties its file, which else is written over. */
enum db_code db_checkpoint(struct db *db, bool scrub);
/* A consistent copy into a new file, a few pages at a time. */
enum db_code db_backup(struct db *db, const char *path, struct hub_error *err);
enum db_code db_check(struct db *db, struct hub_error *err); /* all pages */
/* Triggers, which are there against others, do not run for this handle. */
void db_no_triggers(struct db *db);

const char *db_error(const struct db *db); /* of the last failure */
const char *db_code_name(enum db_code code);
uint64_t db_statements(const struct db *db); /* run so far */
uint64_t db_wal_bytes(const struct db *db);  /* written so far */
uint64_t db_changes(struct db *db);	     /* rows changed so far */

#endif
