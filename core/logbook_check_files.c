/* SPDX-License-Identifier: Apache-2.0 */
/* Files of a log that are not its tiles: strangers, links, and tiles of when
 * it was smaller, which must say the same. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "canon.h"
#include "limits.h"
#include "logbook_check.h"

#define DEPTH_MAX 12 /* folders below `tile`; a path of ours has 9 */

/* A folder on the way down. */
struct level {
	DIR *dir;
	size_t len; /* of the path up to it */
};

struct look {
	struct logbook_check *check;
	struct level levels[DEPTH_MAX];
	unsigned depth; /* folders that are open */
	char path[LOGBOOK_PATH_SIZE];
};

/* Goes into the folder whose path stands there. */
static void
enter(struct look *look)
{
	int fd = openat(look->check->book->dir, look->path,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *dir = fd < 0 || look->depth == DEPTH_MAX ? NULL : fdopendir(fd);

	if (dir == NULL) {
		logbook_check_tell(look->check,
		    look->depth == DEPTH_MAX ? DAMAGE_STRANGER
					     : DAMAGE_UNREADABLE,
		    look->path, "%s",
		    look->depth == DEPTH_MAX ? "no log has such deep folders"
					     : strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return;
	}
	look->levels[look->depth++] = (struct level){ dir, strlen(look->path) };
}

/* A narrower tile: the same hashes, or entries, as the one that counts. */
static void
compare_narrow(struct look *look, const struct tlog_tile *narrow)
{
	struct logbook_check *check = look->check;
	struct tlog_tile now = *narrow;
	struct hub_buf bytes, whole;
	struct hub_error err = { "" };

	now.width = tlog_tile_width(now.level, now.number, check->head.size);
	if (narrow->width >= now.width)
		return;
	hub_buf_init(&bytes, LOGBOOK_BUNDLE_MAX);
	hub_buf_init(&whole, LOGBOOK_BUNDLE_MAX);
	tlog_tile_path(&now, look->path);
	if (logbook_file(check->book, look->path, LOGBOOK_BUNDLE_MAX, &whole,
		NULL) == HUB_OK) {
		tlog_tile_path(narrow, look->path);
		if (logbook_file(check->book, look->path, LOGBOOK_BUNDLE_MAX,
			&bytes, &err) != HUB_OK)
			logbook_check_tell(check, DAMAGE_UNREADABLE, look->path,
			    "%s", err.text);
		else if (bytes.len > whole.len ||
		    memcmp(hub_buf_str(&bytes), hub_buf_str(&whole),
			bytes.len) != 0)
			logbook_check_tell(check,
			    narrow->bundle ? DAMAGE_BUNDLE_NARROW
					   : DAMAGE_TILE_NARROW,
			    look->path,
			    "it says something else than the wider one");
	}
	hub_buf_release(&bytes);
	hub_buf_release(&whole);
}

/* Whatever stands under that path. */
static void
look_at(struct look *look)
{
	struct tlog_tile tile;
	struct stat st;

	if (fstatat(look->check->book->dir, look->path, &st,
		AT_SYMLINK_NOFOLLOW) != 0)
		logbook_check_tell(look->check, DAMAGE_UNREADABLE, look->path,
		    "%s", strerror(errno));
	else if (S_ISLNK(st.st_mode))
		logbook_check_tell(look->check, DAMAGE_LINK, look->path,
		    "it is a link");
	else if (S_ISDIR(st.st_mode))
		enter(look);
	else if (!S_ISREG(st.st_mode) || !tlog_tile_parse(look->path, &tile))
		logbook_check_tell(look->check, DAMAGE_STRANGER, look->path,
		    "no log has such a file");
	else
		compare_narrow(look, &tile);
}

/* Everything below `tile`. */
static void
look_at_tiles(struct logbook_check *check)
{
	struct look look = { .check = check, .path = "tile" };

	if (check->head.size > 0)
		enter(&look);
	while (look.depth > 0) {
		const struct level *level = &look.levels[look.depth - 1];
		const struct dirent *entry = readdir(level->dir);

		if (entry == NULL) {
			(void)closedir(level->dir);
			look.depth--;
			continue;
		}
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		(void)snprintf(look.path + level->len,
		    sizeof(look.path) - level->len, "/%s", entry->d_name);
		look_at(&look);
	}
}

void
logbook_check_files(struct logbook_check *check)
{
	struct hub_buf schema, found;
	struct hub_error err = { "" };
	enum hub_status status;

	hub_buf_init(&schema, LOGBOOK_PAPER_MAX);
	hub_buf_init(&found, LOGBOOK_PAPER_MAX);
	canon_schema(&schema);
	status = logbook_file(check->book, LOGBOOK_SCHEMA, LOGBOOK_PAPER_MAX,
	    &found, &err);
	if (status == HUB_OK &&
	    strcmp(hub_buf_str(&schema), hub_buf_str(&found)) != 0)
		logbook_check_tell(check, DAMAGE_SCHEMA, LOGBOOK_SCHEMA,
		    "it is not the schema that this program knows");
	else if (status != HUB_OK && status != HUB_UNSAYABLE)
		logbook_check_tell(check, DAMAGE_UNREADABLE, LOGBOOK_SCHEMA,
		    "%s", err.text);
	hub_buf_release(&schema);
	hub_buf_release(&found);
	look_at_tiles(check);
}
