/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "backup.h"

#include <errno.h>
#include <fts.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <sys/stat.h>

#include "backup_copy.h"
#include "schema.h"

/* A backup being made. */
struct making {
	const char *data_dir, *to;
	json_t *manifest;
	struct hub_error *err;
};

/* Copies the database as it is at one instant. */
static enum hub_status
copy_database(struct making *m)
{
	char from[PATH_MAX], to[PATH_MAX];
	struct backup_file file;
	struct db *db = NULL;
	enum db_code code;

	if (!backup_path(from, m->data_dir, BACKUP_DATABASE) ||
	    !backup_path(to, m->to, BACKUP_DATABASE))
		return hub_fail(m->err, HUB_MISCONFIGURED, "too long a name");
	if (db_open(from, DB_SCAN, &db, m->err) != DB_OK)
		return HUB_MISCONFIGURED;
	code = schema_check(db, m->err);
	if (code == DB_OK)
		code = db_backup(db, to, m->err);
	db_close(db);
	if (code != DB_OK || backup_digest(to, &file, m->err) != HUB_OK)
		return HUB_MISCONFIGURED;
	if (!backup_manifest_add(m->manifest, BACKUP_DATABASE, &file))
		return hub_fail(m->err, HUB_FAULT, "out of memory");
	return HUB_OK;
}

/* Copies one attachment; one that went meanwhile is not missed, for the
 * database that was copied before it may name it no longer. */
static enum hub_status
copy_file(struct making *m, const char *path)
{
	const char *name = path + strlen(m->data_dir) + 1;
	struct backup_file file;
	enum hub_status status;
	char to[PATH_MAX];

	if (!backup_path(to, m->to, name))
		return hub_fail(m->err, HUB_MISCONFIGURED, "%s: too long", to);
	status = backup_folders(to, m->err);
	if (status == HUB_OK)
		status = backup_copy(path, to, &file, m->err);
	if (status == HUB_UNSAYABLE)
		return HUB_OK;
	if (status != HUB_OK)
		return status;
	if (!backup_manifest_add(m->manifest, name, &file))
		return hub_fail(m->err, HUB_FAULT, "out of memory");
	return HUB_OK;
}

/* Copies every file below data_dir/files, hidden ones left out. */
static enum hub_status
copy_files(struct making *m)
{
	char top[PATH_MAX];
	char *const tops[] = { top, NULL };
	enum hub_status status = HUB_OK;
	struct stat st;
	FTSENT *entry;
	FTS *tree;

	if (!backup_path(top, m->data_dir, BACKUP_FILES))
		return hub_fail(m->err, HUB_MISCONFIGURED, "too long a name");
	if (stat(top, &st) != 0 && errno == ENOENT)
		return HUB_OK;
	tree = fts_open(tops, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	if (tree == NULL)
		return hub_fail(m->err, HUB_MISCONFIGURED, "%s: %s", top,
		    strerror(errno));
	while (status == HUB_OK && (entry = fts_read(tree)) != NULL) {
		if (entry->fts_info == FTS_F && entry->fts_name[0] != '.')
			status = copy_file(m, entry->fts_path);
		else if (entry->fts_info == FTS_DNR)
			status = hub_fail(m->err, HUB_MISCONFIGURED, "%s: %s",
			    entry->fts_path, strerror(entry->fts_errno));
	}
	fts_close(tree);
	return status;
}

/* Makes a backup in a new or empty folder. */
enum hub_status
backup_make(const char *data_dir, const char *to, struct hub_error *err)
{
	struct making m = { data_dir, to, NULL, err };
	enum hub_status status;

	if (mkdir(to, 0700) != 0 && errno != EEXIST)
		return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", to,
		    strerror(errno));
	status = backup_empty(to, "", err);
	if (status != HUB_OK)
		return status;
	m.manifest = backup_manifest_new();
	if (m.manifest == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	status = copy_database(&m);
	if (status == HUB_OK)
		status = copy_files(&m);
	if (status == HUB_OK)
		status = backup_manifest_write(m.manifest, to, err);
	json_decref(m.manifest);
	return status;
}
