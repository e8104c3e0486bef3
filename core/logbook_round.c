/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_round.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crashpoint.h"
#include "log.h"
#include "tlog_tile.h"

#define FOLDER "new"
#define NEW_NAME_SIZE 32
#define FIXED_MODE 0400
#define CHANGING_MODE 0600

struct logbook_new {
	char path[TLOG_TILE_PATH_SIZE];
};

/* A sentence about a path and what the system says of it. */
static enum hub_status
failed(struct hub_error *err, const char *path)
{
	return hub_fail(err, HUB_FAULT, "audit log: %s: %s", path,
	    strerror(errno));
}

/* Removes what has no name; whatever else stands there is not ours. */
static void
sweep(int dir)
{
	int fd = openat(dir, FOLDER,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (entry->d_name[strspn(entry->d_name, "0123456789")] == '\0')
			(void)unlinkat(dirfd(folder), entry->d_name, 0);
	if (folder != NULL)
		(void)closedir(folder);
	else if (fd >= 0)
		(void)close(fd);
}

enum hub_status
logbook_make(const char *path, int *ret_dir, struct hub_error *err)
{
	int dir;

	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return failed(err, path);
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return failed(err, path);
	if (mkdirat(dir, FOLDER, 0700) != 0 && errno != EEXIST) {
		enum hub_status status = failed(err, path);

		(void)close(dir);
		return status;
	}
	sweep(dir);
	*ret_dir = dir;
	return HUB_OK;
}

void
logbook_round_init(struct logbook_round *round, int dir)
{
	*round = (struct logbook_round){ .dir = dir };
}

/* Where a file waits for its name. */
static void
new_name(size_t number, char name[NEW_NAME_SIZE])
{
	(void)snprintf(name, NEW_NAME_SIZE, FOLDER "/%zu", number);
}

void
logbook_round_release(struct logbook_round *round)
{
	char name[NEW_NAME_SIZE];

	for (size_t i = 0; i < round->count; i++) {
		new_name(i, name);
		(void)unlinkat(round->dir, name, 0);
	}
	free(round->files);
	*round = (struct logbook_round){ .dir = round->dir };
}

/* Whether a file stands there with those bytes; *ret_other: with others. */
static bool
stands(const struct logbook_round *round, const char *path,
    struct logbook_bytes bytes, bool *ret_other)
{
	int fd = openat(round->dir, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t done = 0;
	char piece[4096];
	ssize_t got = -1;

	*ret_other = fd >= 0;
	if (fd < 0)
		return false;
	while ((got = read(fd, piece, sizeof(piece))) > 0) {
		if ((size_t)got > bytes.len - done ||
		    memcmp(piece, (const char *)bytes.data + done,
			(size_t)got) != 0)
			break;
		done += (size_t)got;
	}
	(void)close(fd);
	*ret_other = got != 0 || done != bytes.len;
	return !*ret_other;
}

/* Makes the folders above a file. */
static bool
make_folders(const struct logbook_round *round, const char *path)
{
	char folder[TLOG_TILE_PATH_SIZE];

	for (const char *slash = strchr(path, '/'); slash != NULL;
	     slash = strchr(slash + 1, '/')) {
		(void)snprintf(folder, sizeof(folder), "%.*s",
		    (int)(slash - path), path);
		if (mkdirat(round->dir, folder, 0700) != 0 && errno != EEXIST)
			return false;
	}
	return true;
}

/* Writes a file that has no name yet. */
static bool
write_new(const struct logbook_round *round, struct logbook_bytes bytes)
{
	int mode = bytes.kind == LOGBOOK_FIXED ? FIXED_MODE : CHANGING_MODE;
	char name[NEW_NAME_SIZE];
	size_t done = 0;
	int fd;

	new_name(round->count, name);
	(void)unlinkat(round->dir, name, 0);
	fd = openat(round->dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
	    mode);
	if (fd < 0)
		return false;
	while (done < bytes.len) {
		ssize_t put = write(fd, (const char *)bytes.data + done,
		    bytes.len - done);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			break;
		done += (size_t)put;
	}
	return close(fd) == 0 && done == bytes.len;
}

/* Room for one file more. */
static bool
grow(struct logbook_round *round)
{
	size_t room = round->room == 0 ? 16 : round->room * 2;
	struct logbook_new *files;

	if (round->count < round->room)
		return true;
	files = realloc(round->files, room * sizeof(*files));
	if (files == NULL)
		return false;
	round->files = files;
	round->room = room;
	return true;
}

enum hub_status
logbook_round_add(struct logbook_round *round, const char *path,
    struct logbook_bytes bytes, struct hub_error *err)
{
	bool other = false;

	if (stands(round, path, bytes, &other))
		return HUB_OK;
	if (other && bytes.kind == LOGBOOK_FIXED)
		log_error("ALERT audit log: %s is not as it was written; it is"
			  " written again",
		    path);
	if (!grow(round))
		return hub_fail(err, HUB_FAULT, "out of memory");
	if (!make_folders(round, path) || !write_new(round, bytes))
		return failed(err, path);
	round->lasts = round->lasts || bytes.kind != LOGBOOK_SHOWN;
	(void)snprintf(round->files[round->count++].path, TLOG_TILE_PATH_SIZE,
	    "%s", path);
	return HUB_OK;
}

/* How much of a path is its folder. */
static size_t
folder_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? 0 : (size_t)(slash - path);
}

/* Whether a file before this one has the same folder. */
static bool
folder_is_done(const struct logbook_round *round, size_t at)
{
	const char *path = round->files[at].path;
	size_t len = folder_len(path);

	for (size_t i = 0; i < at; i++)
		if (folder_len(round->files[i].path) == len &&
		    strncmp(round->files[i].path, path, len) == 0)
			return true;
	return false;
}

/* Brings the names in a file's folder to the disk. */
static bool
sync_folder(const struct logbook_round *round, const char *path)
{
	char folder[TLOG_TILE_PATH_SIZE];
	int fd;
	bool good;

	(void)snprintf(folder, sizeof(folder), "%.*s", (int)folder_len(path),
	    path);
	fd = openat(round->dir, folder[0] == '\0' ? "." : folder,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	good = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		(void)close(fd);
	return good;
}

enum hub_status
logbook_round_end(struct logbook_round *round, struct hub_error *err)
{
	char name[NEW_NAME_SIZE];

	if (round->count == 0)
		return HUB_OK;
	crashpoint("publish.written");
	if (round->lasts && syncfs(round->dir) != 0)
		return failed(err, FOLDER);
	for (size_t i = 0; i < round->count; i++) {
		new_name(i, name);
		if (renameat(round->dir, name, round->dir,
			round->files[i].path) != 0)
			return failed(err, round->files[i].path);
		crashpoint("publish.named");
	}
	for (size_t i = 0; i < round->count && round->lasts; i++)
		if (!folder_is_done(round, i) &&
		    !sync_folder(round, round->files[i].path))
			return failed(err, round->files[i].path);
	round->count = 0;
	round->lasts = false;
	return HUB_OK;
}
