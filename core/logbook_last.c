/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_last.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checkpoint.h"
#include "limits.h"

/* A sentence about the file and what the system says of it. */
static enum hub_status
failed(struct hub_error *err, const char *path)
{
	return hub_fail(err, HUB_FAULT, "last signed checkpoint %s: %s", path,
	    strerror(errno));
}

enum hub_status
logbook_last_read(const char *path, struct hub_buf *out, struct hub_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	ssize_t got = -1;
	char *to;

	hub_buf_clear(out);
	if (fd < 0)
		return errno == ENOENT ? HUB_OK : failed(err, path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size == 0 ||
	    st.st_size > (off_t)NOTE_MAX) {
		(void)close(fd);
		return hub_fail(err, HUB_MISCONFIGURED,
		    "last signed checkpoint %s is no file with a note", path);
	}
	to = hub_buf_more(out, (size_t)st.st_size);
	if (to != NULL)
		got = read(fd, to, (size_t)st.st_size);
	(void)close(fd);
	return got == st.st_size ? HUB_OK : failed(err, path);
}

/* Whether the file holds those bytes, or is missing where there are none. */
static enum hub_status
compare(const char *path, const struct hub_buf *old, struct hub_error *err)
{
	struct hub_buf found;
	enum hub_status status;

	hub_buf_init(&found, NOTE_MAX);
	status = logbook_last_read(path, &found, err);
	if (status == HUB_OK &&
	    (found.len != old->len ||
		(old->len > 0 && memcmp(found.data, old->data, old->len) != 0)))
		status = hub_fail(err, HUB_MISCONFIGURED,
		    "last signed checkpoint %s is not the one that this hub"
		    " signed; another hub signs the same log",
		    path);
	hub_buf_release(&found);
	return status;
}

/* Writes the file under its name with ".new", then names it. */
static bool
replace(int folder, const char *path, const struct hub_buf *fresh)
{
	char made[PATH_MAX];
	bool good;
	int fd;

	if (snprintf(made, sizeof(made), "%s.new", path) >= (int)sizeof(made))
		return false;
	fd = open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	good = write(fd, fresh->data, fresh->len) == (ssize_t)fresh->len &&
	    fsync(fd) == 0;
	good = close(fd) == 0 && good;
	return good && rename(made, path) == 0 && fsync(folder) == 0;
}

enum hub_status
logbook_last_swap(const char *path, const struct hub_buf *old,
    const struct hub_buf *fresh, struct hub_error *err)
{
	char name[PATH_MAX];
	enum hub_status status;
	int folder;

	(void)snprintf(name, sizeof(name), "%s", path);
	folder = open(dirname(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder < 0 || flock(folder, LOCK_EX) != 0) {
		status = failed(err, path);
	} else {
		status = compare(path, old, err);
		if (status == HUB_OK && !replace(folder, path, fresh))
			status = failed(err, path);
	}
	if (folder >= 0)
		(void)close(folder); /* and with it the lock */
	return status;
}

uint64_t
logbook_last_epoch(struct note_span name, const char *origin)
{
	uint64_t epoch = 1;

	if (!note_span_skip(&name, origin))
		return 0;
	if (name.len == 0)
		return epoch;
	if (!note_span_skip(&name, "/") || !note_span_number(name, &epoch))
		return 0;
	return epoch;
}

enum hub_status
logbook_last_known(const char *path, const char *origin,
    struct logbook_known *ret, struct hub_error *err)
{
	struct checkpoint found;
	struct hub_buf bytes;
	struct note note;
	enum hub_status status;

	*ret = (struct logbook_known){ .epoch = 0 };
	hub_buf_init(&bytes, NOTE_MAX);
	status = logbook_last_read(path, &bytes, err);
	if (status == HUB_OK && bytes.len > 0)
		status = note_parse((struct note_span){ bytes.data, bytes.len },
		    &note, err);
	if (status == HUB_OK && bytes.len > 0)
		status = checkpoint_parse(note.text, &found, err);
	if (status == HUB_OK && bytes.len > 0) {
		ret->epoch = logbook_last_epoch(found.origin, origin);
		ret->head = found.head;
		if (ret->epoch == 0)
			status = hub_fail(err, HUB_MISCONFIGURED,
			    "%.120s is of another log than %.100s", path,
			    origin);
	}
	hub_buf_release(&bytes);
	return status;
}
