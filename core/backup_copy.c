/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "backup_copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 65536

/* A sentence about a path and what the system says of it. */
static enum hub_status
failed(struct hub_error *err, const char *path)
{
	return hub_fail(err, HUB_MISCONFIGURED, "%s: %s", path,
	    strerror(errno));
}

/* Writes all of a piece. */
static bool
write_all(int fd, const char *piece, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, piece, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		piece += put;
		len -= (size_t)put;
	}
	return true;
}

/* Reads a file to its end, into another where out is not -1. */
static bool
pass_through(int in, int out, struct digest *digest, uint64_t *ret_size)
{
	static const size_t room = PIECE;
	char *piece = malloc(room);
	ssize_t got = -1;
	uint64_t size = 0;

	while (piece != NULL && (got = read(in, piece, room)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 ||
		    (out >= 0 && !write_all(out, piece, (size_t)got))) {
			got = -1;
			break;
		}
		digest_add(digest, piece, (size_t)got);
		size += (uint64_t)got;
	}
	free(piece);
	*ret_size = size;
	return got == 0;
}

/* The digest of what passes from one to the other. */
static bool
measure(int in, int out, struct backup_file *ret)
{
	struct digest *digest = digest_new();
	uint8_t sha256[DIGEST_SIZE];
	bool good = pass_through(in, out, digest, &ret->size);

	digest_final(digest, sha256);
	digest_hex(sha256, ret->sha256);
	digest_free(digest);
	return good;
}

/* Opens a regular file for reading, never what a link names. */
static enum hub_status
open_file(const char *path, int *ret_fd, struct hub_error *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ENOENT)
		return hub_fail(err, HUB_UNSAYABLE, "%s is missing", path);
	if (fd < 0)
		return failed(err, path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return hub_fail(err, HUB_MISCONFIGURED, "%s is no regular file",
		    path);
	}
	*ret_fd = fd;
	return HUB_OK;
}

/* Copies a file. */
enum hub_status
backup_copy(const char *from, const char *to, struct backup_file *ret,
    struct hub_error *err)
{
	int in = -1, out;
	enum hub_status status = open_file(from, &in, err);

	if (status != HUB_OK)
		return status;
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out < 0 || !measure(in, out, ret))
		status = failed(err, to);
	close(in);
	if (out >= 0 && close(out) != 0 && status == HUB_OK)
		status = failed(err, to);
	return status;
}

/* Digests a file. */
enum hub_status
backup_digest(const char *path, struct backup_file *ret, struct hub_error *err)
{
	int in = -1;
	enum hub_status status = open_file(path, &in, err);

	if (status != HUB_OK)
		return status;
	if (!measure(in, -1, ret))
		status = failed(err, path);
	close(in);
	return status;
}

/* Joins a folder and a name. */
bool
backup_path(char *path, const char *dir, const char *name)
{
	return snprintf(path, PATH_MAX, "%s/%s", dir, name) < PATH_MAX;
}

/* Makes each folder above a file that is not there. */
enum hub_status
backup_folders(const char *path, struct hub_error *err)
{
	char folder[PATH_MAX];
	const char *slash = path;

	while ((slash = strchr(slash + 1, '/')) != NULL) {
		snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path),
		    path);
		if (mkdir(folder, 0700) != 0 && errno != EEXIST)
			return failed(err, folder);
	}
	return HUB_OK;
}

/* Whether the folder holds nothing else. */
enum hub_status
backup_empty(const char *dir, const char *but, struct hub_error *err)
{
	DIR *folder = opendir(dir);
	const struct dirent *entry;

	if (folder == NULL)
		return failed(err, dir);
	while ((entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0 ||
		    strcmp(entry->d_name, but) == 0)
			continue;
		hub_fail(err, HUB_MISCONFIGURED, "%s is not empty: it holds %s",
		    dir, entry->d_name);
		closedir(folder);
		return HUB_MISCONFIGURED;
	}
	closedir(folder);
	return HUB_OK;
}
