/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_index.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limits.h"

#define HUB_DATABASE "simpul.db"

/* Whether the folder's file may be an index of ours; false after saying why
 * not.  Whoever made the folder may have put anything there. */
static bool
may_be_ours(struct ctl *ctl, const char *folder, char path[LOGBOOK_PATH_SIZE])
{
	struct stat st;
	int len = snprintf(path, LOGBOOK_PATH_SIZE, "%s/" HUB_DATABASE, folder);

	if (len < 0 || len >= LOGBOOK_PATH_SIZE - 16) {
		(void)ctl_fail(ctl, "%.200s: the name is too long", folder);
		return false;
	}
	if (access(path, F_OK) == 0) {
		(void)ctl_fail(ctl,
		    "%s is a hub's own folder, whose index is the hub's; "
		    "expected another for --index",
		    folder);
		return false;
	}
	(void)snprintf(path, LOGBOOK_PATH_SIZE, "%s/" AUDIT_INDEX_FILE, folder);
	if (lstat(path, &st) == 0) {
		if (S_ISREG(st.st_mode))
			return true;
		(void)ctl_fail(ctl, "%s is no file", path);
		return false;
	}
	if (errno == ENOENT && access(folder, W_OK) == 0)
		return true;
	(void)ctl_fail(ctl,
	    "%s cannot be made (%s); name a folder with --index", path,
	    strerror(errno == ENOENT ? EACCES : errno));
	return false;
}

/* Whether the index is one of this log: it ends with an entry of it. */
static bool
is_of_log(struct ctl_desk *desk, const struct audit_index *index, uint64_t size)
{
	uint64_t has = audit_index_size(index);
	struct note_span entry;

	return has == 0 ||
	    (has <= size && logbook_entry(&desk->book, has - 1, size, &entry) &&
		audit_index_ends_with(index, entry.at, entry.len));
}

/* One transaction of entries. */
static enum db_code
feed_some(struct ctl_desk *desk, struct audit_index *index, uint64_t size,
    bool *ret_unread)
{
	uint64_t from = audit_index_size(index);
	uint64_t to = size - from > AUDIT_INDEXED ? from + AUDIT_INDEXED : size;
	enum db_code code = audit_index_begin(index);
	struct note_span entry;

	for (uint64_t i = from; i < to && code == DB_OK; i++) {
		*ret_unread = !logbook_entry(&desk->book, i, size, &entry);
		code = *ret_unread
		    ? DB_FAILED
		    : audit_index_add(index, entry.at, entry.len);
	}
	if (code == DB_OK)
		code = audit_index_end(index);
	if (code != DB_OK)
		audit_index_undo(index);
	return code;
}

/* All that is not in it yet; false after saying why not. */
static bool
feed(struct ctl_desk *desk, struct audit_index *index, uint64_t size)
{
	enum db_code code = DB_OK;
	bool unread = false;

	while (audit_index_size(index) < size && code == DB_OK) {
		ctl_desk_progress(desk, audit_index_size(index), size);
		code = feed_some(desk, index, size, &unread);
	}
	ctl_desk_progress(desk, size, size);
	if (code != DB_OK)
		(void)ctl_fail(desk->ctl, "%s",
		    unread ? desk->book.error.text
			   : "the index cannot be written");
	return code == DB_OK;
}

bool
ctl_index_open(struct ctl_desk *desk, const char *folder, uint64_t size,
    bool fresh, struct audit_index **ret)
{
	struct hub_error err = { "" };
	char path[LOGBOOK_PATH_SIZE];
	struct audit_index *index;

	if (!may_be_ours(desk->ctl, folder, path))
		return false;
	if (fresh && unlink(path) != 0 && errno != ENOENT) {
		(void)ctl_fail(desk->ctl, "%s: %s", path, strerror(errno));
		return false;
	}
	if (audit_index_open(path, &index, &err) != HUB_OK) {
		(void)ctl_fail(desk->ctl, "%s", err.text);
		return false;
	}
	if ((is_of_log(desk, index, size) ||
		audit_index_clear(index) == DB_OK) &&
	    feed(desk, index, size)) {
		*ret = index;
		return true;
	}
	audit_index_free(index);
	return false;
}
