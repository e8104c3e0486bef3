/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_export.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit_index.h"
#include "canon.h"
#include "limits.h"
#include "logbook_drop.h"
#include "logbook_round.h"

#define NEW_FOLDER "new" /* of logbook_make */
#define FILES_AT_ONCE 256
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A run. */
struct copy {
	struct logbook_export *run;
	struct logbook_round round;
	struct hub_buf bytes, note; /* note: the log's checkpoint */
	struct tlog_hash hashes[TLOG_TILE_WIDTH];
	char origin[NOTE_NAME_MAX + 1];
	struct hub_error *err;
};

/* Whether the policy takes the checkpoint of a folder. */
static enum hub_status
read_head(struct copy *copy, struct logbook *book, struct tlog_head *ret)
{
	struct note *note = malloc(sizeof(*note));
	struct policy_verdict verdict;
	enum hub_status status = note == NULL
	    ? hub_fail(copy->err, HUB_FAULT, "out of memory")
	    : logbook_checkpoint(book, &copy->note, copy->err);

	if (status == HUB_OK)
		status = note_parse((struct note_span){ hub_buf_str(
							    &copy->note),
					copy->note.len },
		    note, copy->err);
	if (status == HUB_OK)
		status = policy_check(copy->run->policy, note, &verdict,
		    copy->err);
	if (status == HUB_OK) {
		*ret = verdict.checkpoint.head;
		(void)snprintf(copy->origin, sizeof(copy->origin), "%.*s",
		    (int)verdict.checkpoint.origin.len,
		    verdict.checkpoint.origin.at);
	}
	free(note);
	return status;
}

/* The root that the log had when it was smaller. */
static enum hub_status
root_before(struct copy *copy, uint64_t size, struct tlog_hash *ret)
{
	struct logbook *book = copy->run->from;
	struct tlog_tiles *tiles = malloc(sizeof(*tiles));
	struct tlog_frontier tree = { .size = size };
	bool good = true;

	if (tiles == NULL)
		return hub_fail(copy->err, HUB_FAULT, "out of memory");
	tlog_tiles_init(tiles, copy->run->head.size, logbook_tile, book);
	for (; tree.count < tlog_ones(size) && good; tree.count++)
		good = tlog_tiles_get(tiles, tlog_place(size, tree.count),
		    &tree.hashes[tree.count]);
	free(tiles);
	if (!good)
		return hub_fail(copy->err, HUB_MALFORMED, "%s",
		    book->error.text);
	tlog_root(&tree, ret);
	return HUB_OK;
}

/* Whether the log still has what an earlier run has copied. */
static enum hub_status
check_before(struct copy *copy, const struct tlog_head *before)
{
	struct tlog_hash root;
	enum hub_status status;

	if (before->size > copy->run->head.size)
		return hub_fail(copy->err, HUB_MISCONFIGURED,
		    "%.100s has %llu entries and the log %llu: it was cut off "
		    "or rolled back",
		    copy->run->to, (unsigned long long)before->size,
		    (unsigned long long)copy->run->head.size);
	status = root_before(copy, before->size, &root);
	if (status != HUB_OK || tlog_equal(&root, &before->root))
		return status;
	return hub_fail(copy->err, HUB_MISCONFIGURED,
	    "the log has forked: at %llu entries it has another root than in "
	    "%.100s",
	    (unsigned long long)before->size, copy->run->to);
}

/* Whether a folder without a checkpoint is one that a run has begun, or empty:
 * nothing of anybody else is written over. */
static enum hub_status
check_place(struct copy *copy, int dir)
{
	static const char *const ours[] = { "tile", NEW_FOLDER, LOGBOOK_HISTORY,
		"schema", LOGBOOK_POLICY, LOGBOOK_README, AUDIT_INDEX_FILE };
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	size_t i = 0;

	while (folder != NULL && i < COUNT(ours) &&
	    (entry = readdir(folder)) != NULL)
		for (i = 0; i < COUNT(ours) && entry->d_name[0] != '.' &&
		     strcmp(entry->d_name, ours[i]) != 0;)
			i++;
	if (folder != NULL)
		(void)closedir(folder);
	if (i < COUNT(ours))
		return HUB_OK;
	return hub_fail(copy->err, HUB_FAULT,
	    "%.100s holds other things than an export; name a new folder",
	    copy->run->to);
}

/* What an earlier run left in the folder. */
static enum hub_status
take_before(struct copy *copy)
{
	struct logbook there;
	struct tlog_head before = { 0 };
	enum hub_status status;
	bool nothing;
	char origin[NOTE_NAME_MAX + 1];

	memcpy(origin, copy->origin, sizeof(origin));
	logbook_init(&there);
	status = logbook_open(&there, copy->run->to, copy->err);
	if (status == HUB_OK)
		status = read_head(copy, &there, &before);
	nothing = status == HUB_UNSAYABLE; /* or a run that did not end */
	if (nothing)
		status = there.dir < 0 ? HUB_OK : check_place(copy, there.dir);
	logbook_close(&there);
	if (nothing)
		return status;
	if (status != HUB_OK)
		return status;
	if (strcmp(origin, copy->origin) != 0)
		return hub_fail(copy->err, HUB_MISCONFIGURED,
		    "%.100s is of the log %.100s", copy->run->to, copy->origin);
	copy->run->before = before.size;
	return check_before(copy, &before);
}

/* Brings what was added to the disk. */
static enum hub_status
end_round(struct copy *copy)
{
	enum hub_status status = logbook_round_end(&copy->round, copy->err);
	int dir = copy->round.dir;

	logbook_round_release(&copy->round);
	logbook_round_init(&copy->round, dir);
	return status;
}

/* One file. */
static enum hub_status
add(struct copy *copy, const char *path, enum logbook_kind kind,
    struct note_span bytes)
{
	enum hub_status status = logbook_round_add(&copy->round, path,
	    (struct logbook_bytes){ kind, bytes.at, bytes.len }, copy->err);

	if (status == HUB_OK && copy->round.count >= FILES_AT_ONCE)
		status = end_round(copy);
	return status;
}

/* Whether the file was written by an earlier run: its name says all. */
static bool
stands(const struct copy *copy, const char *path)
{
	struct stat st;

	return fstatat(copy->round.dir, path, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(st.st_mode) && st.st_size > 0;
}

/* The bundle below a tile of level 0. */
static enum hub_status
copy_bundle(struct copy *copy, const struct tlog_tile *tile)
{
	struct tlog_tile bundle = *tile;
	const struct note_span *entries;
	char path[TLOG_TILE_PATH_SIZE];

	bundle.bundle = true;
	tlog_tile_path(&bundle, path);
	if (stands(copy, path))
		return HUB_OK;
	entries = logbook_bundle(copy->run->from, tile);
	if (entries == NULL)
		return hub_fail(copy->err, HUB_MALFORMED, "%s",
		    copy->run->from->error.text);
	hub_buf_clear(&copy->bytes);
	for (unsigned i = 0; i < tile->width; i++)
		(void)tlog_bundle_add(&copy->bytes, entries[i].at,
		    entries[i].len);
	if (!hub_buf_ok(&copy->bytes))
		return hub_fail(copy->err, HUB_FAULT, "out of memory");
	return add(copy, path, LOGBOOK_FIXED,
	    (struct note_span){ copy->bytes.data, copy->bytes.len });
}

/* One tile. */
static enum hub_status
copy_tile(struct copy *copy, const struct tlog_tile *tile)
{
	char path[TLOG_TILE_PATH_SIZE];

	tlog_tile_path(tile, path);
	if (stands(copy, path))
		return HUB_OK;
	if (!logbook_tile(copy->run->from, tile, copy->hashes))
		return hub_fail(copy->err, HUB_MALFORMED, "%s",
		    copy->run->from->error.text);
	return add(copy, path, LOGBOOK_FIXED,
	    (struct note_span){ (const char *)copy->hashes,
		tile->width * sizeof(*copy->hashes) });
}

/* All of the tree. */
static enum hub_status
copy_tree(struct copy *copy)
{
	const struct logbook_export *run = copy->run;
	uint64_t size = run->head.size, done;
	enum hub_status status = HUB_OK;
	struct tlog_tile_walk walk;
	struct tlog_tile tile;

	/* From the beginning: a run that did not end may have left a gap. */
	tlog_tile_walk_init(&walk, 0, size);
	while (status == HUB_OK && tlog_tile_walk_next(&walk, &tile)) {
		if (tile.level == 0)
			status = copy_bundle(copy, &tile);
		if (status == HUB_OK)
			status = copy_tile(copy, &tile);
		done = tile.number * TLOG_TILE_WIDTH + tile.width;
		if (tile.level == 0 && run->progress != NULL)
			run->progress(run->ctx, done, size);
	}
	return status;
}

/* The checkpoints that the log has kept. */
static enum hub_status
copy_history(struct copy *copy)
{
	int fd = openat(copy->run->from->dir, LOGBOOK_HISTORY,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	enum hub_status status = HUB_OK;
	char path[TLOG_TILE_PATH_SIZE];

	if (folder == NULL)
		return HUB_OK; /* none was kept yet */
	while (status == HUB_OK && (entry = readdir(folder)) != NULL) {
		if (entry->d_name[0] == '.' ||
		    snprintf(path, sizeof(path), LOGBOOK_HISTORY "/%s",
			entry->d_name) >= (int)sizeof(path))
			continue;
		status = logbook_file(copy->run->from, path, NOTE_MAX,
		    &copy->bytes, copy->err);
		if (status == HUB_OK)
			status = add(copy, path, LOGBOOK_FIXED,
			    (struct note_span){ hub_buf_str(&copy->bytes),
				copy->bytes.len });
	}
	(void)closedir(folder);
	return status;
}

/* What goes with the log. */
static enum hub_status
write_papers(struct copy *copy)
{
	const struct logbook_export *run = copy->run;
	struct hub_buf text;
	enum hub_status status;

	hub_buf_init(&text, LOGBOOK_PAPER_MAX);
	canon_schema(&text);
	status = add(copy, LOGBOOK_SCHEMA, LOGBOOK_CHANGING,
	    (struct note_span){ hub_buf_str(&text), text.len });
	hub_buf_clear(&text);
	logbook_export_readme(&text, copy->origin, &run->head);
	if (status == HUB_OK)
		status = add(copy, LOGBOOK_README, LOGBOOK_CHANGING,
		    (struct note_span){ hub_buf_str(&text), text.len });
	if (status == HUB_OK)
		status = add(copy, LOGBOOK_POLICY, LOGBOOK_CHANGING,
		    run->policy_text);
	hub_buf_release(&text);
	return status;
}

/* Everything, the checkpoint last. */
static enum hub_status
copy_all(struct copy *copy)
{
	struct logbook_export *run = copy->run;
	enum hub_status status = copy_tree(copy);

	if (status == HUB_OK)
		status = copy_history(copy);
	if (status == HUB_OK)
		status = write_papers(copy);
	if (status == HUB_OK)
		status = end_round(copy);
	if (status == HUB_OK)
		status = add(copy, LOGBOOK_CHECKPOINT, LOGBOOK_CHANGING,
		    (struct note_span){ hub_buf_str(&copy->note),
			copy->note.len });
	if (status == HUB_OK)
		status = end_round(copy);
	if (status != HUB_OK)
		return status;
	logbook_drop_partial(copy->round.dir, run->before, run->head.size);
	(void)unlinkat(copy->round.dir, NEW_FOLDER, AT_REMOVEDIR);
	return HUB_OK;
}

/* Looks at both sides, then copies. */
static enum hub_status
begin(struct copy *copy)
{
	struct logbook_export *run = copy->run;
	enum hub_status status = read_head(copy, run->from, &run->head);
	struct hub_buf note = copy->note;

	if (status != HUB_OK)
		return status;
	hub_buf_init(&copy->note, NOTE_MAX);
	status = take_before(copy);
	hub_buf_release(&copy->note);
	copy->note = note;
	if (status == HUB_OK)
		status = logbook_make(run->to, &copy->round.dir, copy->err);
	if (status != HUB_OK)
		return status;
	status = copy_all(copy);
	logbook_round_release(&copy->round);
	(void)close(copy->round.dir);
	return status;
}

/* Copies what is not there yet. */
enum hub_status
logbook_export_run(struct logbook_export *run, struct hub_error *err)
{
	struct copy *copy = calloc(1, sizeof(*copy));
	enum hub_status status;

	if (copy == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	copy->run = run;
	copy->err = err;
	run->before = 0;
	hub_buf_init(&copy->bytes, LOGBOOK_BUNDLE_MAX);
	hub_buf_init(&copy->note, NOTE_MAX);
	status = begin(copy);
	hub_buf_release(&copy->bytes);
	hub_buf_release(&copy->note);
	free(copy);
	return status;
}
