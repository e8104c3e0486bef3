/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <sys/stat.h>
#include <unistd.h>

#include "audit_epoch.h"
#include "backup.h"
#include "backup_copy.h"
#include "dirlock.h"
#include "schema.h"

/* The database has its own name only when it is ready: a restore that was
 * cut short leaves no hub that could be started. */
#define UNREADY BACKUP_DATABASE ".restoring"

/* Copies one file and holds it against the manifest. */
static enum hub_status
copy_one(const char *from_dir, const char *data_dir, const char *name,
    const struct backup_file *want, struct hub_error *err)
{
	const bool database = strcmp(name, BACKUP_DATABASE) == 0;
	char from[PATH_MAX], to[PATH_MAX];
	struct backup_file got;
	enum hub_status status;

	if (!backup_path(from, from_dir, name) ||
	    !backup_path(to, data_dir, database ? UNREADY : name))
		return hub_fail(err, HUB_MISCONFIGURED, "%s: too long", name);
	status = backup_folders(to, err);
	if (status == HUB_OK)
		status = backup_copy(from, to, &got, err);
	if (status != HUB_OK)
		return HUB_MISCONFIGURED;
	if (got.size != want->size || strcmp(got.sha256, want->sha256) != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s is not what was backed up: its digest differs", from);
	return HUB_OK;
}

/* Copies all files of the manifest. */
static enum hub_status
copy_all(const char *from, const char *data_dir, struct hub_error *err)
{
	json_t *manifest = NULL;
	struct backup_file want;
	const char *name;
	enum hub_status status = backup_manifest_read(from, &manifest, err);

	for (size_t i = 0; status == HUB_OK &&
	     (name = backup_manifest_file(manifest, i, &want)) != NULL;
	     i++)
		status = copy_one(from, data_dir, name, &want, err);
	json_decref(manifest);
	return status;
}

/* Whatever was open then may have left since: it is to be asked after before
 * anything is said again.  The head of each lane goes first. */
static enum db_code
doubt_deliveries(struct db *db)
{
	static const struct db_query query = {
		"UPDATE delivery SET state = 5, lease = 0,"
		" why = 'the hub was restored from a backup',"
		" ready = CASE id WHEN (SELECT min(b.id) FROM delivery b"
		" WHERE b.case_id = delivery.case_id"
		" AND b.institution = delivery.institution AND b.state < 10)"
		" THEN 1 ELSE 0 END"
		" WHERE state IN (1, 2, 3, 4, 5)"
	};
	enum db_code code = db_begin(db);

	if (code == DB_OK)
		code = db_put(db, &query, DB_NO_ARGS);
	if (code == DB_OK || code == DB_NONE)
		code = db_commit(db);
	if (code != DB_OK)
		db_rollback(db);
	return code;
}

/* Begins a new epoch of the log. */
static enum db_code
begin_epoch(struct db *db, const struct logbook_known *known)
{
	const struct clock *clock = clock_system();
	struct audit *audit = NULL;
	enum db_code code = audit_writer_open(db, clock, &audit);

	if (code == DB_OK)
		code = audit_epoch_next(audit, db, clock_now_ms(clock), known);
	audit_free(audit);
	return code;
}

/* Makes the copied database one that may be started. */
static enum hub_status
make_ready(const char *data_dir, const struct logbook_known *known,
    struct hub_error *err)
{
	char unready[PATH_MAX], ready[PATH_MAX];
	struct db *db = NULL;
	enum db_code code;

	if (!backup_path(unready, data_dir, UNREADY) ||
	    !backup_path(ready, data_dir, BACKUP_DATABASE))
		return hub_fail(err, HUB_MISCONFIGURED, "too long a name");
	if (db_open(unready, DB_WRITE, &db, err) != DB_OK)
		return HUB_MISCONFIGURED;
	if (schema_open(db, err) != DB_OK || db_check(db, err) != DB_OK) {
		db_close(db);
		return HUB_MISCONFIGURED;
	}
	code = doubt_deliveries(db);
	if (code == DB_OK)
		code = begin_epoch(db, known);
	if (code == DB_OK)
		code = db_checkpoint(db, true);
	if (code != DB_OK)
		hub_fail(err, HUB_FAULT, "database: %s", db_error(db));
	db_close(db);
	if (code != DB_OK)
		return HUB_FAULT;
	if (rename(unready, ready) != 0)
		return hub_fail(err, HUB_FAULT, "%s: %s", ready,
		    strerror(errno));
	return HUB_OK;
}

/* Deletes what a restore that failed has copied. */
static void
undo(const char *data_dir)
{
	static const char *const names[] = { UNREADY, UNREADY "-wal",
		UNREADY "-shm", BACKUP_FILES };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[PATH_MAX];
		char *const tops[] = { path, NULL };
		FTSENT *entry;
		FTS *tree;

		if (!backup_path(path, data_dir, names[i]))
			return;
		tree = fts_open(tops, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
		while (tree != NULL && (entry = fts_read(tree)) != NULL)
			if (entry->fts_info != FTS_D)
				(void)remove(entry->fts_path);
		if (tree != NULL)
			fts_close(tree);
	}
}

/* What was restored is on the disk. */
static enum hub_status
sync_all(const char *data_dir, struct hub_error *err)
{
	int folder = open(data_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = folder >= 0 && syncfs(folder) == 0;

	if (folder >= 0)
		close(folder);
	if (good)
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "%s: %s", data_dir, strerror(errno));
}

/* Restores within the locked folder. */
static enum hub_status
restore(const char *from, const char *data_dir,
    const struct logbook_known *known, struct hub_error *err)
{
	enum hub_status status = backup_empty(data_dir, "lock", err);

	if (status != HUB_OK)
		return status;
	status = copy_all(from, data_dir, err);
	if (status == HUB_OK)
		status = sync_all(data_dir, err);
	if (status == HUB_OK)
		status = make_ready(data_dir, known, err);
	if (status != HUB_OK) {
		undo(data_dir);
		return status;
	}
	return sync_all(data_dir, err);
}

/* Restores a backup into a new or empty data directory. */
enum hub_status
backup_restore(const char *from, const char *data_dir,
    const struct logbook_known *known, struct hub_error *err)
{
	enum hub_status status;
	int lock = -1;

	if (mkdir(data_dir, 0700) != 0 && errno != EEXIST)
		return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", data_dir,
		    strerror(errno));
	status = dirlock_take(data_dir, &lock, err);
	if (status == HUB_OK)
		status = restore(from, data_dir, known, err);
	dirlock_release(lock);
	return status;
}
