/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "attachment_orphan.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attachment.h"
#include "db_take.h"
#include "ident.h"
#include "limits.h"

static const struct db_query span = {
	"SELECT (SELECT min(id) FROM cases),"
	" (SELECT max(id) FROM cases WHERE id < ?1)"
};
static const struct db_query named = { "SELECT file FROM attachment" };

/* A file in the folder: half of its name tells it from any other. */
struct found {
	uint64_t half;
	bool named;
};

/* The files, sorted, and when this database was in use. */
struct look {
	int folder;
	struct found *all;
	size_t count;
	int64_t from_ms, to_ms;
};

/* Half of a name; false: no file of an attachment is called so. */
static bool
half_of(const char *name, uint64_t *ret)
{
	char half[17];

	if (strlen(name) != FILES_NAME_SIZE - 1 ||
	    strspn(name, "0123456789abcdef") != FILES_NAME_SIZE - 1)
		return false;
	memcpy(half, name, 16);
	half[16] = '\0';
	*ret = strtoull(half, NULL, 16);
	return true;
}

/* By half of a name, for qsort and bsearch. */
static int
compare(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return (x->half > y->half) - (x->half < y->half);
}

/* The file of that name, or NULL. */
static struct found *
find(const struct look *look, const char *name)
{
	struct found key = { 0, false };

	if (look->count == 0 || !half_of(name, &key.half))
		return NULL;
	return bsearch(&key, look->all, look->count, sizeof(key), compare);
}

/* The folder from its beginning, or NULL. */
static DIR *
open_folder(const struct look *look)
{
	int fd = openat(look->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (dir == NULL && fd >= 0)
		(void)close(fd);
	return dir;
}

/* Notes what is in the folder; of too many, some. */
static bool
list(struct look *look)
{
	DIR *dir = open_folder(look);
	size_t room = 0;

	for (struct dirent *at = dir == NULL ? NULL : readdir(dir);
	     at != NULL && look->count < ATTACHMENT_ORPHANS_MAX;
	     at = readdir(dir)) {
		struct found one = { 0, false }, *more;

		if (!half_of(at->d_name, &one.half))
			continue;
		if (look->count == room) {
			room = room * 2 + 64;
			more = realloc(look->all, room * sizeof(*more));
			if (more == NULL)
				break;
			look->all = more;
		}
		look->all[look->count++] = one;
	}
	if (dir == NULL)
		return false;
	(void)closedir(dir);
	if (look->count > 0)
		qsort(look->all, look->count, sizeof(*look->all), compare);
	return true;
}

/* db_row_fn: a row names a file. */
static bool
mark(void *ctx, const struct db_row *row)
{
	struct found *one = find(ctx, db_row_text(row, 0));

	if (one != NULL)
		one->named = true;
	return true;
}

/* db_row_fn: the first case and the last. */
static bool
take_span(void *ctx, const struct db_row *row)
{
	struct look *look = ctx;

	look->from_ms = ident_ms(db_row_int(row, 0));
	look->to_ms = ident_ms(db_row_int(row, 1));
	return false;
}

/* Whether a file was written while this database was in use. */
static bool
is_of_then(const struct look *look, const char *name)
{
	struct stat st;
	int64_t ms;

	if (fstatat(look->folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return false;
	ms = st.st_mtim.tv_sec * INT64_C(1000) + st.st_mtim.tv_nsec / 1000000;
	return S_ISREG(st.st_mode) && ms >= look->from_ms && ms <= look->to_ms;
}

/* Removes what no row names; how many. */
static size_t
clear(const struct look *look)
{
	DIR *dir = open_folder(look);
	size_t removed = 0;

	for (struct dirent *at = dir == NULL ? NULL : readdir(dir); at != NULL;
	     at = readdir(dir)) {
		const struct found *one = find(look, at->d_name);

		if (one == NULL || one->named || !is_of_then(look, at->d_name))
			continue;
		files_remove(look->folder, at->d_name);
		removed++;
	}
	if (dir != NULL)
		(void)closedir(dir);
	return removed;
}

/* files run: a look over the whole folder. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct attachment_orphans *o = (struct attachment_orphans *)job;
	struct look look = { .folder = room->folder };

	o->code = db_get(room->db, &span,
	    DB_ARGS(db_int(ident_at(o->start_ms))), take_span, &look);
	if (o->code != DB_OK)
		return;
	if (list(&look))
		o->code = db_none_is_ok(
		    db_get(room->db, &named, DB_NO_ARGS, mark, &look));
	if (o->code == DB_OK)
		o->removed = clear(&look);
	free(look.all);
}

void
attachment_orphans_init(struct attachment_orphans *orphans, int64_t start_ms)
{
	memset(orphans, 0, sizeof(*orphans));
	orphans->start_ms = start_ms;
	orphans->files.run = run;
}
