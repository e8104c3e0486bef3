/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hub_buf.h"
#include "limits.h"

/* Writes the problem; false. */
static bool __attribute__((format(printf, 2, 3)))
problem(struct conf_file *file, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(file->problem, sizeof(file->problem), fmt, args);
	va_end(args);
	return false;
}

/* Whether nobody but its owner can read it, and its owner is root or us. */
static bool
check_private(struct conf_file *file, const struct stat *st)
{
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return problem(file,
		    "%s belongs to user %u, expected root or user %u who runs "
		    "this; do: chown %u %s",
		    file->path, (unsigned)st->st_uid, (unsigned)geteuid(),
		    (unsigned)geteuid(), file->path);
	if ((st->st_mode & 077) != 0)
		return problem(file,
		    "%s is open to group or others (mode %04o), expected 0600 "
		    "or 0400; do: chmod 600 %s",
		    file->path, (unsigned)st->st_mode & 07777, file->path);
	return true;
}

/* Opens the file if it is what it should be; -1 with a problem. */
static int
open_checked(struct conf_file *file)
{
	int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	bool good = false;

	if (fd < 0) {
		(void)problem(file, "%s cannot be read: %s", file->path,
		    strerror(errno));
		return -1;
	}
	if (fstat(fd, &st) != 0)
		(void)problem(file, "%s: %s", file->path, strerror(errno));
	else if (!S_ISREG(st.st_mode))
		(void)problem(file, "%s is no regular file", file->path);
	else if (st.st_size > (off_t)file->max)
		(void)problem(file, "%s is longer than %zu bytes", file->path,
		    file->max);
	else
		good = !file->private || check_private(file, &st);
	if (good)
		return fd;
	(void)close(fd);
	return -1;
}

/* Appends what the descriptor gives until its end. */
static bool
read_all(int fd, struct hub_buf *bytes)
{
	char piece[16384];
	ssize_t got;

	do {
		got = read(fd, piece, sizeof(piece));
		if (got > 0)
			hub_buf_add(bytes, piece, (size_t)got);
	} while (got > 0 || (got < 0 && errno == EINTR));
	return got == 0;
}

/* Reads a file whole. */
bool
conf_file_read(struct conf_file *file, struct arena *arena)
{
	int fd = open_checked(file);
	struct hub_buf bytes;
	bool good;

	if (fd < 0)
		return false;
	hub_buf_init(&bytes, file->max);
	good = read_all(fd, &bytes);
	if (!good)
		(void)problem(file, "%s cannot be read: %s", file->path,
		    strerror(errno));
	else if (!hub_buf_ok(&bytes))
		good = problem(file, "%s is longer than %zu bytes", file->path,
		    file->max);
	(void)close(fd);
	if (good) {
		file->len = bytes.len;
		file->bytes = arena_take(arena, bytes.len + 1);
		if (file->bytes == NULL)
			good = problem(file, "%s: out of memory", file->path);
		else if (bytes.len > 0)
			memcpy(file->bytes, bytes.data, bytes.len);
	}
	if (file->private && bytes.data != NULL)
		explicit_bzero(bytes.data, bytes.len);
	hub_buf_release(&bytes);
	return good;
}

/* Looks at a file without keeping it. */
bool
conf_file_look(struct conf_file *file)
{
	int fd = open_checked(file);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

/* An absolute path. */
const char *
conf_file_path(const struct conf_site *site, const char *path)
{
	struct hub_buf whole;

	if (path[0] == '/')
		return arena_text(site->reading->arena, path);
	hub_buf_init(&whole, CONF_TEXT_MAX * 2);
	hub_buf_fmt(&whole, "%s/%s", site->folder, path);
	path = arena_text(site->reading->arena, hub_buf_str(&whole));
	hub_buf_release(&whole);
	return path;
}
