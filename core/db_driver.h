/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_driver.h - what a kind of database does for db.h.
 *
 * A driver's handle begins with struct db.  The front counts statements and
 * keeps the last error's sentence; a test may put a driver of its own before
 * the real one.
 */
#ifndef DB_DRIVER_H
#define DB_DRIVER_H

#include "db.h"

struct db_driver {
	void (*close)(struct db *db);
	enum db_code (*begin)(struct db *db);
	enum db_code (*commit)(struct db *db);
	void (*rollback)(struct db *db);
	enum db_code (*put)(struct db *db, const struct db_query *query,
	    struct db_args args);
	enum db_code (*get)(struct db *db, const struct db_query *query,
	    struct db_args args, db_row_fn *each, void *ctx);
	enum db_code (*script)(struct db *db, const char *sql);
	enum db_code (*checkpoint)(struct db *db, bool scrub);
	enum db_code (
	    *backup)(struct db *db, const char *path, struct hub_error *err);
	enum db_code (*check)(struct db *db, struct hub_error *err);
	uint64_t (*changes)(struct db *db);
	void (*no_triggers)(struct db *db);

	int64_t (*row_int)(const struct db_row *row, int column);
	const char *(*row_text)(const struct db_row *row, int column);
	const void *(
	    *row_blob)(const struct db_row *row, int column, size_t *ret_len);
};

struct db {
	const struct db_driver *driver;
	uint64_t statements, wal_bytes;
	char error[256];
};

struct db_row {
	const struct db_driver *driver;
	void *cursor; /* the driver's */
};

#endif
