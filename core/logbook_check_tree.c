/* SPDX-License-Identifier: Apache-2.0 */
/* Every entry and every tile of a log, made again and compared. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canon_read.h"
#include "limits.h"
#include "logbook_check.h"
#include "logbook_edge.h"

#define SIZE(n) ((unsigned long long)(n))
#define OPENED "simpul.log.opened.v1"
#define RECOVERED "simpul.log.recovered.v1"

/* The pass. */
struct pass {
	struct logbook_check *check;
	struct logbook_edge edge; /* of the entries that were read */
	struct tlog_hash leaves[TLOG_TILE_WIDTH]; /* of the bundle */
	struct tlog_hash tile[TLOG_TILE_WIDTH];	  /* as a file has it */
	/* Which hashes of the growing tile of a level are not to be blamed:
	 * what is below them was found damaged. */
	bool excused[TLOG_TILE_LEVELS + 1][TLOG_TILE_WIDTH];
	struct tlog_tiles above; /* what tiles say of those below */
	struct canon_reader reader;
	char source[512];
	uint64_t epoch;
	size_t other;	 /* the next checkpoint to compare */
	unsigned absent; /* bundles without file or tile, in a row */
};

/* The file that could not be read last, under the name of its kind. */
static void
tell_file(const struct pass *pass, const struct tlog_tile *tile)
{
	const struct logbook *book = pass->check->book;
	enum logbook_damage damage = DAMAGE_UNREADABLE;
	char path[TLOG_TILE_PATH_SIZE];

	tlog_tile_path(tile, path);
	if (book->status == HUB_UNSAYABLE)
		damage = tile->bundle ? DAMAGE_BUNDLE_MISSING
				      : DAMAGE_TILE_MISSING;
	else if (book->status == HUB_MALFORMED)
		damage = tile->bundle ? DAMAGE_BUNDLE_FORM : DAMAGE_TILE_FORM;
	logbook_check_tell(pass->check, damage, path, "%s", book->error.text);
}

/* A finding at an entry. */
static void
tell_entry(const struct pass *pass, enum logbook_damage damage, uint64_t index,
    const char *text)
{
	char where[40];

	(void)snprintf(where, sizeof(where), "entry %llu", SIZE(index));
	logbook_check_tell(pass->check, damage, where, "%s", text);
}

/* Whether the log begins, and begins anew, as it should. */
static void
check_epoch(struct pass *pass, uint64_t index)
{
	const struct canon_entry *e = &pass->reader.entry;
	bool opens = strcmp(e->type, OPENED) == 0;

	if (opens != (index == 0))
		tell_entry(pass, DAMAGE_ENTRY_FIRST, index,
		    opens ? "the log opens a second time"
			  : "the log does not begin with its opening");
	if (opens)
		pass->epoch = e->log_epoch;
	if (strcmp(e->type, RECOVERED) != 0)
		return;
	if (e->log_epoch != pass->epoch + 1 || e->log_size != index)
		tell_entry(pass, DAMAGE_ENTRY_EPOCH, index,
		    "the epoch is not the one behind the last, or did not "
		    "begin with this entry");
	pass->epoch = e->log_epoch;
}

/* What one entry says. */
static void
check_entry(struct pass *pass, uint64_t index, struct note_span entry)
{
	struct hub_error err = { "" };

	if (canon_read(&pass->reader, entry.at, entry.len, &err) != HUB_OK) {
		tell_entry(pass, DAMAGE_ENTRY_FORM, index, err.text);
		return;
	}
	if (pass->source[0] == '\0')
		(void)snprintf(pass->source, sizeof(pass->source), "%s",
		    pass->reader.entry.source);
	else if (strcmp(pass->source, pass->reader.entry.source) != 0)
		tell_entry(pass, DAMAGE_ENTRY_SOURCE, index,
		    "its source is another than that of the first entry");
	check_epoch(pass, index);
}

/* Whether the hashes give what the tile above has of that tile. */
static bool
agrees_above(struct pass *pass, const struct tlog_tile *tile,
    const struct tlog_hash *hashes)
{
	const struct tlog_place place = { 8, tile->number };
	struct tlog_hash said, made;

	if (tile->width != TLOG_TILE_WIDTH ||
	    !tlog_tiles_get(&pass->above, place, &said))
		return false;
	tlog_tiles_fold(hashes, tile->width, &made);
	return tlog_equal(&said, &made);
}

/* Compares the leaves of a bundle with their tile.  Where the entries are to
 * blame the leaves become the tile's, so that nothing above is. */
static void
judge_leaves(struct pass *pass, const struct tlog_tile *tile)
{
	bool by_tile = agrees_above(pass, tile, pass->tile);
	bool by_entry = !by_tile && agrees_above(pass, tile, pass->leaves);
	uint64_t first = tile->number * TLOG_TILE_WIDTH;

	for (unsigned i = 0; i < tile->width; i++) {
		if (tlog_equal(&pass->leaves[i], &pass->tile[i]))
			continue;
		if (by_tile)
			tell_entry(pass, DAMAGE_ENTRY_CHANGED, first + i,
			    "it is not the entry that was logged");
		else if (by_entry)
			tell_entry(pass, DAMAGE_TILE_HASH, first + i,
			    "its tile has another hash");
		else
			tell_entry(pass, DAMAGE_ENTRY_DISAGREES, first + i,
			    "the entry and its tile disagree");
	}
	if (by_tile)
		memcpy(pass->leaves, pass->tile, sizeof(pass->leaves));
	pass->excused[1][tile->number % TLOG_TILE_WIDTH] = !by_tile &&
	    !by_entry;
}

/* The leaves of one bundle: of its entries, else of its tile, else nothing. */
static void
take_leaves(struct pass *pass, const struct tlog_tile *tile)
{
	struct logbook *book = pass->check->book;
	const struct note_span *entries = logbook_bundle(book, tile);
	struct tlog_tile bundle = *tile;
	bool has_tile;

	bundle.bundle = true;
	if (entries == NULL)
		tell_file(pass, &bundle);
	for (unsigned i = 0; entries != NULL && i < tile->width; i++) {
		check_entry(pass, tile->number * TLOG_TILE_WIDTH + i,
		    entries[i]);
		tlog_leaf(entries[i].at, entries[i].len, &pass->leaves[i]);
	}
	has_tile = logbook_tile(book, tile, pass->tile);
	if (!has_tile)
		tell_file(pass, tile);
	if (entries != NULL && has_tile &&
	    memcmp(pass->leaves, pass->tile,
		tile->width * sizeof(*pass->tile)) != 0)
		judge_leaves(pass, tile);
	if (entries == NULL && has_tile)
		memcpy(pass->leaves, pass->tile, sizeof(pass->leaves));
	pass->absent = entries != NULL || has_tile ? 0 : pass->absent + 1;
	if (pass->absent > 0)
		pass->excused[1][tile->number % TLOG_TILE_WIDTH] = true;
}

/* logbook_tile_fn: a tile above the entries. */
static bool
on_tile(void *ctx, const struct tlog_tile *tile, const struct tlog_hash *hashes)
{
	struct pass *pass = ctx;
	bool *excused = pass->excused[tile->level], any = false;
	char path[TLOG_TILE_PATH_SIZE];

	if (tile->level == 0)
		return true;
	if (!logbook_tile(pass->check->book, tile, pass->tile)) {
		tell_file(pass, tile);
		memcpy(pass->tile, hashes, tile->width * sizeof(*hashes));
	}
	tlog_tile_path(tile, path);
	for (unsigned i = 0; i < tile->width; i++) {
		any = any || excused[i];
		if (!excused[i] && !tlog_equal(&pass->tile[i], &hashes[i]))
			logbook_check_tell(pass->check, DAMAGE_TILE_ABOVE, path,
			    "its hash %u is not that of the tile below", i);
	}
	memset(excused, 0, sizeof(pass->excused[0]));
	pass->excused[tile->level + 1][tile->number % TLOG_TILE_WIDTH] = any;
	return true;
}

/* Tells that the log has another root than one that was signed. */
static void
tell_fork(struct pass *pass, const struct logbook_witnessed *other,
    const struct tlog_hash *root)
{
	char signed_root[TLOG_HASH_TEXT_SIZE], made[TLOG_HASH_TEXT_SIZE];

	tlog_hash_text(&other->head.root, signed_root);
	tlog_hash_text(root, made);
	logbook_check_tell(pass->check,
	    other->kept ? DAMAGE_HISTORY_FORK : DAMAGE_OLD_FORK, other->where,
	    "the log has forked: at %llu entries it was signed with root %s "
	    "and has root %s now",
	    SIZE(other->head.size), signed_root, made);
}

/* Holds the tree as it stands against the checkpoints of its size. */
static void
compare(struct pass *pass)
{
	const struct logbook_check *check = pass->check;
	struct tlog_hash root;

	for (; pass->other < check->count &&
	     check->others[pass->other].head.size == pass->edge.tree.size;
	     pass->other++) {
		tlog_root(&pass->edge.tree, &root);
		if (!tlog_equal(&root, &check->others[pass->other].head.root))
			tell_fork(pass, &check->others[pass->other], &root);
	}
}

/* Those of a larger tree than the log's. */
static void
tell_ahead(struct pass *pass)
{
	const struct logbook_check *check = pass->check;

	for (; pass->other < check->count; pass->other++) {
		const struct logbook_witnessed *other =
		    &check->others[pass->other];
		char root[TLOG_HASH_TEXT_SIZE];

		if (other->head.size <= check->head.size)
			continue; /* the pass did not come so far */
		tlog_hash_text(&other->head.root, root);
		logbook_check_tell(pass->check,
		    other->kept ? DAMAGE_HISTORY_AHEAD : DAMAGE_OLD_AHEAD,
		    other->where,
		    "it was signed with %llu entries, root %s, and the log has "
		    "%llu: the log was cut off or rolled back, or this is an "
		    "older copy",
		    SIZE(other->head.size), root, SIZE(check->head.size));
	}
}

/* Every bundle in turn. */
static bool
walk(struct pass *pass)
{
	const struct logbook_check *check = pass->check;
	struct tlog_tile tile = { .width = TLOG_TILE_WIDTH };
	uint64_t size = check->head.size, at = 0;

	compare(pass);
	for (; at < size && pass->absent < LOGBOOK_ABSENT_MAX; tile.number++) {
		tile.width = tlog_tile_width(0, tile.number, size);
		take_leaves(pass, &tile);
		for (unsigned i = 0; i < tile.width; i++) {
			if (!logbook_edge_add(&pass->edge, &pass->leaves[i],
				on_tile, pass))
				return false;
			compare(pass);
		}
		at += tile.width;
		if (check->progress != NULL)
			check->progress(check->ctx, at, size);
	}
	if (at == size)
		return logbook_edge_rest(&pass->edge, 0, on_tile, pass);
	logbook_check_tell(pass->check, DAMAGE_BUNDLE_MISSING, "tile",
	    "%u bundles in a row are missing before entry %llu of %llu; what "
	    "follows was not looked at",
	    LOGBOOK_ABSENT_MAX, SIZE(at), SIZE(size));
	return true;
}

enum hub_status
logbook_check_tree(struct logbook_check *check, struct hub_error *err)
{
	struct pass *pass = calloc(1, sizeof(*pass));
	struct tlog_hash root;

	if (pass == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	pass->check = check;
	logbook_edge_init(&pass->edge);
	tlog_tiles_init(&pass->above, check->head.size, logbook_tile,
	    check->book);
	canon_reader_init(&pass->reader);
	if (!walk(pass)) {
		free(pass);
		return hub_fail(err, HUB_FAULT, "the tree is full");
	}
	tell_ahead(pass);
	tlog_root(&pass->edge.tree, &root);
	if (!tlog_equal(&root, &check->head.root))
		logbook_check_tell(check, DAMAGE_ROOT, LOGBOOK_CHECKPOINT,
		    "the %llu entries do not give the root that was signed",
		    SIZE(check->head.size));
	free(pass);
	return HUB_OK;
}
