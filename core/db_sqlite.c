/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "db_sqlite.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "limits.h"

#define WAL_FRAME_HEADER 24u
#define PROGRESS_STEPS 4096 /* of SQLite's machine between looks at the time */

static const struct db_driver db_sqlite;

/* The file itself is not touched by any of these. */
static const char write_settings[] = "PRAGMA page_size = 8192;"
				     "PRAGMA synchronous = FULL;"
				     "PRAGMA journal_size_limit = 16777216;"
				     "PRAGMA cache_size = -16384;"
				     "PRAGMA secure_delete = OFF;"
				     "PRAGMA foreign_keys = OFF;"
				     "PRAGMA temp_store = MEMORY;"
				     "PRAGMA trusted_schema = OFF;";
static const char read_settings[] = "PRAGMA query_only = ON;"
				    "PRAGMA cache_size = -4096;"
				    "PRAGMA temp_store = MEMORY;"
				    "PRAGMA trusted_schema = OFF;";

/* Which of our codes this one of SQLite's is. */
enum db_code
db_sqlite_class(int rc)
{
	if (rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC)
		return DB_UNSAFE;
	/* Only ENOSPC is SQLITE_FULL; quotas and limits are failed writes. */
	if (rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_SHMSIZE)
		return DB_FULL;
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return DB_OK;
	case SQLITE_FULL:
		return DB_FULL;
	case SQLITE_CONSTRAINT:
		return DB_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_INTERRUPT:
		return DB_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return DB_CORRUPT;
	default:
		return DB_FAILED;
	}
}

/* Classes a result and keeps a failure's sentence. */
enum db_code
db_sqlite_code(struct sqlite_db *db, int rc, const char *what)
{
	enum db_code code = db_sqlite_class(rc);

	if (code != DB_OK)
		snprintf(db->base.error, sizeof(db->base.error), "%s: %.100s",
		    sqlite3_errmsg(db->conn), what);
	return code;
}

/* Memory statistics are a lock around each allocation. */
static void
configure_once(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* Ends a reader's query whose time is over. */
static int
on_progress(void *ctx)
{
	const struct sqlite_db *db = ctx;

	return clock_steady_ms(clock_system()) > db->deadline_ms;
}

/* Counts what a commit added to the log. */
static int
on_wal(void *ctx, sqlite3 *conn, const char *name, int pages)
{
	struct sqlite_db *db = ctx;
	int added = pages - db->wal_pages;

	(void)conn;
	(void)name;
	if (added < 0) /* the log began anew */
		added = pages;
	db->base.wal_bytes += (uint64_t)added * db->page_bytes;
	db->wal_pages = pages;
	return SQLITE_OK;
}

/* A new file only its owner may read, before SQLite makes a wider one. */
static void
create_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

/* Reads the number that a pragma answers. */
static int
pragma_number(sqlite3 *conn, const char *sql, int64_t *ret_number)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(conn, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		*ret_number = sqlite3_column_int64(stmt, 0);
	if (rc == SQLITE_OK)
		rc = sqlite3_finalize(stmt);
	return rc;
}

/* What a connection is told once; also the first look at the file. */
static int
settle(struct sqlite_db *db)
{
	const bool reads = db->mode == DB_READ || db->mode == DB_SCAN;
	int64_t number = 0;
	int rc;

	sqlite3_extended_result_codes(db->conn, 1);
	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_busy_timeout(db->conn, DB_BUSY_MS);
	sqlite3_wal_hook(db->conn, reads ? NULL : on_wal, db);
	if (db->mode == DB_READ)
		sqlite3_progress_handler(db->conn, PROGRESS_STEPS, on_progress,
		    db);
	db->deadline_ms = INT64_MAX;
	rc = sqlite3_exec(db->conn, reads ? read_settings : write_settings,
	    NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = pragma_number(db->conn, "PRAGMA schema_version", &number);
	if (rc == SQLITE_OK)
		rc = pragma_number(db->conn, "PRAGMA page_size", &number);
	db->page_bytes = (uint64_t)number + WAL_FRAME_HEADER;
	return rc;
}

/* Opens the connection and says in one sentence why it would not open. */
enum db_code
db_sqlite_open(const char *path, enum db_mode mode, struct db **ret_db,
    struct hub_error *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sqlite_db *db = calloc(1, sizeof(*db));
	enum db_code code;
	int rc;

	if (db == NULL) {
		hub_fail(err, HUB_FAULT, "out of memory");
		return DB_FAILED;
	}
	pthread_once(&once, configure_once);
	db->base.driver = &db_sqlite;
	db->mode = mode;
	if (mode == DB_CREATE)
		create_private(path);
	rc = sqlite3_open_v2(path, &db->conn,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc == SQLITE_OK)
		rc = settle(db);
	code = db_sqlite_class(rc);
	if (code == DB_OK) {
		*ret_db = &db->base;
		return DB_OK;
	}
	if (rc == SQLITE_CANTOPEN && sqlite3_system_errno(db->conn) != 0)
		hub_fail(err, HUB_MISCONFIGURED, "%s: %s", path,
		    strerror(sqlite3_system_errno(db->conn)));
	else
		hub_fail(err, HUB_MISCONFIGURED, "%s: %s", path,
		    sqlite3_errmsg(db->conn));
	db_close(&db->base);
	return code;
}

/* Forgets the queries and closes the connection. */
static void
close_connection(struct db *base)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	db_sqlite_forget_queries(db);
	sqlite3_close(db->conn);
	free(db);
}

/* Begins; the writer takes the write lock now, not at its first write. */
static enum db_code
begin(struct db *base)
{
	static const struct db_query write = { "BEGIN IMMEDIATE" };
	static const struct db_query read = { "BEGIN" };
	const struct sqlite_db *db = (struct sqlite_db *)base;
	enum db_code code = db_sqlite_put(base,
	    db->mode == DB_READ || db->mode == DB_SCAN ? &read : &write,
	    DB_NO_ARGS);

	return code == DB_NONE ? DB_OK : code;
}

/* Commits: the log is on the disk afterwards. */
static enum db_code
commit(struct db *base)
{
	static const struct db_query query = { "COMMIT" };
	enum db_code code = db_sqlite_put(base, &query, DB_NO_ARGS);

	return code == DB_NONE ? DB_OK : code;
}

/* Rolls back unless SQLite did so by itself. */
static void
rollback(struct db *base)
{
	static const struct db_query query = { "ROLLBACK" };
	struct sqlite_db *db = (struct sqlite_db *)base;
	char kept[sizeof(base->error)];

	if (sqlite3_get_autocommit(db->conn))
		return;
	memcpy(kept, base->error, sizeof(kept));
	if (db_sqlite_put(base, &query, DB_NO_ARGS) <= DB_NONE)
		memcpy(base->error, kept, sizeof(kept));
}

/* Runs statements that answer nothing we want. */
static enum db_code
script(struct db *base, const char *sql)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	return db_sqlite_code(db, sqlite3_exec(db->conn, sql, NULL, NULL, NULL),
	    "script");
}

/* Writes the log back without waiting for readers.  Its file is written over
 * rather than emptied: new blocks each time would cost more than the rest. */
static enum db_code
checkpoint(struct db *base, bool scrub)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	int rc;

	sqlite3_busy_timeout(db->conn, 0);
	rc = sqlite3_wal_checkpoint_v2(db->conn, NULL,
	    scrub ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_RESTART,
	    NULL, NULL);
	sqlite3_busy_timeout(db->conn, DB_BUSY_MS);
	if (rc == SQLITE_OK)
		db->wal_pages = 0;
	return db_sqlite_code(db, rc, "checkpoint");
}

/* Rows changed since the connection opened. */
static uint64_t
changes(struct db *base)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	return (uint64_t)sqlite3_total_changes64(db->conn);
}

/* Statements are made without them. */
static void
no_triggers(struct db *base)
{
	struct sqlite_db *db = (struct sqlite_db *)base;

	sqlite3_db_config(db->conn, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
}

static const struct db_driver db_sqlite = {
	.close = close_connection,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.put = db_sqlite_put,
	.get = db_sqlite_get,
	.script = script,
	.checkpoint = checkpoint,
	.backup = db_sqlite_backup,
	.check = db_sqlite_check,
	.changes = changes,
	.no_triggers = no_triggers,
	.row_int = db_sqlite_row_int,
	.row_text = db_sqlite_row_text,
	.row_blob = db_sqlite_row_blob,
};
