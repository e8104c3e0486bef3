/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backup_copy.h - files copied with their digest made on the way, and the
 * manifest of what was copied.  For backup.c and backup_restore.c alone.
 */
#ifndef BACKUP_COPY_H
#define BACKUP_COPY_H

#include <jansson.h>

#include "digest.h"
#include "hub_error.h"

#define BACKUP_DATABASE "simpul.db"
#define BACKUP_FILES "files"
#define BACKUP_MANIFEST "manifest.json"

struct backup_file {
	uint64_t size;
	char sha256[DIGEST_HEX_SIZE];
};

/* Copies a regular file to a new one of mode 0600; its folder must be there.
 * HUB_UNSAYABLE: there is none (any more). */
enum hub_status backup_copy(const char *from, const char *to,
    struct backup_file *ret, struct hub_error *err);
/* The digest of a file that is there. */
enum hub_status backup_digest(const char *path, struct backup_file *ret,
    struct hub_error *err);
/* "dir/name" into path of PATH_MAX; false: too long. */
bool backup_path(char *path, const char *dir, const char *name);
/* Makes the folders above the file. */
enum hub_status backup_folders(const char *path, struct hub_error *err);
/* Whether a folder holds nothing but, perhaps, a file of that name. */
enum hub_status backup_empty(const char *dir, const char *but,
    struct hub_error *err);

/* An empty manifest, or NULL; json_decref() ends it. */
json_t *backup_manifest_new(void);
/* Adds a file; false without memory. */
bool backup_manifest_add(json_t *manifest, const char *name,
    const struct backup_file *file);
/* Everything in dir is on the disk before the manifest is there. */
enum hub_status backup_manifest_write(json_t *manifest, const char *dir,
    struct hub_error *err);
/* The manifest of dir, its names checked to stay within. */
enum hub_status backup_manifest_read(const char *dir, json_t **ret,
    struct hub_error *err);
/* The name of its i-th file, what is said of it in *ret; NULL: no more. */
const char *backup_manifest_file(const json_t *manifest, size_t i,
    struct backup_file *ret);

#endif
