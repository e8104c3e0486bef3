/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <unistd.h>

#include "db_sqlite.h"

#define COPY_PAGES 256 /* a step of a backup: 2 MB */

/* Copies page by page; the transaction around it keeps the source as it was
 * when the copy began. */
static int
copy_pages(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup;
	int rc;

	backup = sqlite3_backup_init(to, "main", from, "main");
	if (backup == NULL)
		return sqlite3_extended_errcode(to);
	do
		rc = sqlite3_backup_step(backup, COPY_PAGES);
	while (rc == SQLITE_OK);
	rc = sqlite3_backup_finish(backup);
	return rc;
}

/* Copies within a read transaction of its own. */
static int
copy_snapshot(sqlite3 *from, sqlite3 *to)
{
	int rc = sqlite3_exec(from, "BEGIN; SELECT count(*) FROM sqlite_schema",
	    NULL, NULL, NULL);

	if (rc == SQLITE_OK)
		rc = copy_pages(from, to);
	if (!sqlite3_get_autocommit(from))
		sqlite3_exec(from, "ROLLBACK", NULL, NULL, NULL);
	return rc;
}

/* A consistent copy in a new file. */
enum db_code
db_sqlite_backup(struct db *base, const char *path, struct hub_error *err)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	struct db *copy = NULL;
	struct sqlite_db *to;
	enum db_code code;
	int rc;

	if (access(path, F_OK) == 0) {
		hub_fail(err, HUB_MISCONFIGURED, "%s is there already", path);
		return DB_FAILED;
	}
	code = db_sqlite_open(path, DB_CREATE, &copy, err);
	if (code != DB_OK)
		return code;
	to = (struct sqlite_db *)copy;
	db->deadline_ms = INT64_MAX;
	rc = copy_snapshot(db->conn, to->conn);
	code = db_sqlite_class(rc);
	if (code != DB_OK)
		hub_fail(err, HUB_FAULT, "%s: %s", path, sqlite3_errstr(rc));
	db_close(copy);
	if (code != DB_OK)
		unlink(path);
	return code;
}

/* Takes the first complaint of SQLite's own check. */
static int
on_complaint(void *ctx, int columns, char **values, char **names)
{
	char *first = ctx;

	(void)names;
	if (columns > 0 && values[0] != NULL && first[0] == '\0')
		snprintf(first, sizeof(((struct hub_error *)0)->text), "%.200s",
		    values[0]);
	return 0;
}

/* Checks every page and every index. */
enum db_code
db_sqlite_check(struct db *base, struct hub_error *err)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	char first[sizeof(err->text)] = "";
	int rc;

	db->deadline_ms = INT64_MAX;
	rc = sqlite3_exec(db->conn, "PRAGMA integrity_check(1)", on_complaint,
	    first, NULL);
	if (rc != SQLITE_OK) {
		hub_fail(err, HUB_FAULT, "database: %s",
		    sqlite3_errmsg(db->conn));
		return db_sqlite_class(rc);
	}
	if (strcmp(first, "ok") == 0)
		return DB_OK;
	hub_fail(err, HUB_FAULT, "database is damaged: %s", first);
	return DB_CORRUPT;
}
