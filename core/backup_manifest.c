/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <unistd.h>

#include "backup_copy.h"

#define FORMAT 1

/* A manifest of no files. */
json_t *
backup_manifest_new(void)
{
	return json_pack("{s:s, s:i, s:[]}", "program", "simpul", "format",
	    FORMAT, "files");
}

/* Adds a file. */
bool
backup_manifest_add(json_t *manifest, const char *name,
    const struct backup_file *file)
{
	json_t *row = json_pack("{s:s, s:I, s:s}", "name", name, "size",
	    (json_int_t)file->size, "sha256", file->sha256);

	return row != NULL &&
	    json_array_append_new(json_object_get(manifest, "files"), row) == 0;
}

/* Writes the manifest into an open file, to the disk. */
static bool
write_through(json_t *manifest, int fd)
{
	return json_dumpfd(manifest, fd, JSON_INDENT(1)) == 0 &&
	    write(fd, "\n", 1) == 1 && fsync(fd) == 0;
}

/* Writes the manifest last of all. */
enum hub_status
backup_manifest_write(json_t *manifest, const char *dir, struct hub_error *err)
{
	char path[PATH_MAX], made[PATH_MAX];
	int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), fd = -1;
	bool good = folder >= 0 && syncfs(folder) == 0 &&
	    backup_path(path, dir, BACKUP_MANIFEST) &&
	    backup_path(made, dir, BACKUP_MANIFEST ".new");

	if (good)
		fd = open(made, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	good = fd >= 0 && write_through(manifest, fd) &&
	    rename(made, path) == 0 && fsync(folder) == 0;
	if (!good)
		hub_fail(err, HUB_MISCONFIGURED, "%s/%s: %s", dir,
		    BACKUP_MANIFEST, strerror(errno));
	if (fd >= 0)
		close(fd);
	if (folder >= 0)
		close(folder);
	return good ? HUB_OK : HUB_MISCONFIGURED;
}

/* Whether a name stays within the folder: the database, or a file of plain
 * names below "files". */
static bool
stays_within(const char *name)
{
	const char *part = name + strlen(BACKUP_FILES) + 1;

	if (strcmp(name, BACKUP_DATABASE) == 0)
		return true;
	if (strncmp(name, BACKUP_FILES "/", strlen(BACKUP_FILES) + 1) != 0)
		return false;
	while (part != NULL) {
		const char *end = strchrnul(part, '/');

		if (end == part || part[0] == '.')
			return false;
		part = *end == '/' ? end + 1 : NULL;
	}
	return strlen(name) < NAME_MAX;
}

/* What a row says; NULL when it says too little. */
static const char *
row_file(const json_t *row, struct backup_file *ret)
{
	const char *name = json_string_value(json_object_get(row, "name"));
	const char *sha256 = json_string_value(json_object_get(row, "sha256"));
	const json_t *size = json_object_get(row, "size");

	if (name == NULL || sha256 == NULL || !json_is_integer(size) ||
	    strlen(sha256) != DIGEST_HEX_SIZE - 1 || !stays_within(name))
		return NULL;
	ret->size = (uint64_t)json_integer_value(size);
	memcpy(ret->sha256, sha256, DIGEST_HEX_SIZE);
	return name;
}

/* Whether it is a manifest that this hub reads. */
static enum hub_status
check(const json_t *manifest, const char *path, struct hub_error *err)
{
	const json_t *files = json_object_get(manifest, "files");
	struct backup_file file;
	bool database = false;

	if (json_integer_value(json_object_get(manifest, "format")) != FORMAT)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s is no manifest of format %d", path, FORMAT);
	for (size_t i = 0; i < json_array_size(files); i++) {
		const char *name = row_file(json_array_get(files, i), &file);

		if (name == NULL)
			return hub_fail(err, HUB_MISCONFIGURED,
			    "%s: file %zu is not one of a backup", path, i + 1);
		database = database || strcmp(name, BACKUP_DATABASE) == 0;
	}
	if (!database)
		return hub_fail(err, HUB_MISCONFIGURED, "%s names no %s", path,
		    BACKUP_DATABASE);
	return HUB_OK;
}

/* Reads the manifest. */
enum hub_status
backup_manifest_read(const char *dir, json_t **ret, struct hub_error *err)
{
	char path[PATH_MAX];
	json_error_t wrong;
	json_t *manifest;
	enum hub_status status;

	if (!backup_path(path, dir, BACKUP_MANIFEST))
		return hub_fail(err, HUB_MISCONFIGURED, "%s: too long a name",
		    dir);
	if (access(path, F_OK) != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "%s is missing: %s holds no backup, or one that was never "
		    "finished",
		    BACKUP_MANIFEST, dir);
	manifest = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
	if (manifest == NULL)
		return hub_fail(err, HUB_MISCONFIGURED, "%s:%d: %s", path,
		    wrong.line, wrong.text);
	status = check(manifest, path, err);
	if (status != HUB_OK) {
		json_decref(manifest);
		return status;
	}
	*ret = manifest;
	return HUB_OK;
}

/* One file of a manifest that was checked. */
const char *
backup_manifest_file(const json_t *manifest, size_t i, struct backup_file *ret)
{
	const json_t *files = json_object_get(manifest, "files");

	if (i >= json_array_size(files))
		return NULL;
	return row_file(json_array_get(files, i), ret);
}
