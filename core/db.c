/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "db.h"

#include "db_driver.h"
#include "db_sqlite.h"

static const char *const code_names[] = {
	[DB_OK] = "ok",
	[DB_NONE] = "none",
	[DB_CONFLICT] = "conflict",
	[DB_FULL] = "full",
	[DB_BUSY] = "busy",
	[DB_CORRUPT] = "corrupt",
	[DB_UNSAFE] = "unsafe",
	[DB_FAILED] = "failed",
};

/* The parameter that is SQL's NULL. */
struct db_value
db_null(void)
{
	return (struct db_value){ .kind = DB_NULL };
}

/* A number as a parameter. */
struct db_value
db_int(int64_t number)
{
	return (struct db_value){ .kind = DB_INT, .number = number };
}

/* Text up to its NUL as a parameter. */
struct db_value
db_text(const char *text)
{
	return (struct db_value){ .kind = DB_TEXT,
		.bytes = text,
		.len = strlen(text) };
}

/* Bytes as a parameter; none is an empty value, not NULL. */
struct db_value
db_blob(const void *bytes, size_t len)
{
	return (struct db_value){ .kind = DB_BLOB,
		.bytes = len > 0 ? bytes : "",
		.len = len };
}

/* A column as a number, 0 for NULL. */
int64_t
db_row_int(const struct db_row *row, int column)
{
	return row->driver->row_int(row, column);
}

/* A column as text. */
const char *
db_row_text(const struct db_row *row, int column)
{
	return row->driver->row_text(row, column);
}

/* A column as bytes. */
const void *
db_row_blob(const struct db_row *row, int column, size_t *ret_len)
{
	return row->driver->row_blob(row, column, ret_len);
}

/* Opens the database; the one place that knows which driver there is. */
enum db_code
db_open(const char *path, enum db_mode mode, struct db **ret_db,
    struct hub_error *err)
{
	return db_sqlite_open(path, mode, ret_db, err);
}

/* Closes the database. */
void
db_close(struct db *db)
{
	if (db != NULL)
		db->driver->close(db);
}

/* Begins a transaction; a writer's one holds the write lock at once. */
enum db_code
db_begin(struct db *db)
{
	return db->driver->begin(db);
}

/* Ends the transaction durably. */
enum db_code
db_commit(struct db *db)
{
	return db->driver->commit(db);
}

/* Ends the transaction, if there is one, as if it had never begun. */
void
db_rollback(struct db *db)
{
	db->driver->rollback(db);
}

/* Runs a statement without rows. */
enum db_code
db_put(struct db *db, const struct db_query *query, struct db_args args)
{
	db->statements++;
	return db->driver->put(db, query, args);
}

/* Runs a statement with rows. */
enum db_code
db_get(struct db *db, const struct db_query *query, struct db_args args,
    db_row_fn *each, void *ctx)
{
	db->statements++;
	return db->driver->get(db, query, args, each, ctx);
}

/* Runs several statements. */
enum db_code
db_script(struct db *db, const char *sql)
{
	return db->driver->script(db, sql);
}

/* Writes the log back into the file. */
enum db_code
db_checkpoint(struct db *db, bool scrub)
{
	return db->driver->checkpoint(db, scrub);
}

/* Leaves triggers to others. */
void
db_no_triggers(struct db *db)
{
	db->driver->no_triggers(db);
}

/* Copies the database into a new file. */
enum db_code
db_backup(struct db *db, const char *path, struct hub_error *err)
{
	return db->driver->backup(db, path, err);
}

/* Checks every page. */
enum db_code
db_check(struct db *db, struct hub_error *err)
{
	return db->driver->check(db, err);
}

/* What the last failure was. */
const char *
db_error(const struct db *db)
{
	return db->error;
}

/* The code as one word. */
const char *
db_code_name(enum db_code code)
{
	if ((size_t)code >= sizeof(code_names) / sizeof(code_names[0]))
		return "";
	return code_names[code];
}

/* Statements run through put and get. */
uint64_t
db_statements(const struct db *db)
{
	return db->statements;
}

/* Bytes written to the log. */
uint64_t
db_wal_bytes(const struct db *db)
{
	return db->wal_bytes;
}

/* Rows inserted, updated and deleted. */
uint64_t
db_changes(struct db *db)
{
	return db->driver->changes(db);
}
