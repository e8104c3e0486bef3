/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "publisher.h"

#include <stdlib.h>

#include "audit_edge.h"
#include "crashpoint.h"
#include "limits.h"
#include "logbook_drop.h"
#include "logbook_last.h"
#include "logbook_round.h"

/* A part of the log on its way to files. */
struct part {
	struct publisher *publisher;
	struct logbook_round round;
	struct hub_buf bundle; /* the entries below the tile that grows */
	uint64_t at;	       /* the next entry */
	enum hub_status status;
	struct hub_error *err;
};

void
publisher_free(struct publisher *publisher)
{
	if (publisher == NULL)
		return;
	note_signer_clear(&publisher->signer);
	logbook_close(&publisher->book);
	hub_buf_release(&publisher->last);
	free(publisher->last_file);
	free(publisher);
}

/* Adds a file that never changes. */
static bool
add_file(struct part *part, const struct tlog_tile *tile, const void *data,
    size_t len)
{
	char path[TLOG_TILE_PATH_SIZE];

	tlog_tile_path(tile, path);
	part->status = logbook_round_add(&part->round, path,
	    (struct logbook_bytes){ LOGBOOK_FIXED, data, len }, part->err);
	return part->status == HUB_OK;
}

/* logbook_tile_fn: a tile, and below level 0 its bundle. */
static bool
on_tile(void *ctx, const struct tlog_tile *tile, const struct tlog_hash *hashes)
{
	struct part *part = ctx;
	struct tlog_tile bundle = *tile;

	if (tile->level == 0) {
		bundle.bundle = true;
		if (!add_file(part, &bundle, part->bundle.data,
			part->bundle.len))
			return false;
		hub_buf_clear(&part->bundle);
	}
	return add_file(part, tile, hashes, tile->width * sizeof(*hashes));
}

/* audit_entry_fn: one entry more. */
static bool
on_entry(void *ctx, const void *entry, size_t len)
{
	struct part *part = ctx;
	struct logbook_edge *work = &part->publisher->work;
	uint64_t at = part->at++;
	struct tlog_hash leaf;

	tlog_leaf(entry, len, &leaf);
	if (!tlog_bundle_add(&part->bundle, entry, len)) {
		part->status = hub_fail(part->err, HUB_FAULT,
		    "no memory for a bundle of entries");
		return false;
	}
	if (at >= work->tree.size)
		return logbook_edge_add(work, &leaf, on_tile, part);
	if (tlog_equal(&leaf, &work->hashes[0][at % TLOG_TILE_WIDTH]))
		return true;
	part->status = hub_fail(part->err, HUB_MISCONFIGURED,
	    "audit log: entry %llu is not what was published; somebody has"
	    " changed the database",
	    (unsigned long long)at);
	return false;
}

/* Files for the entries up to `to`; the last part: up to the very end. */
static enum hub_status
write_part(struct publisher *p, struct db *db, uint64_t to,
    struct hub_error *err)
{
	uint64_t from = p->work.tree.size;
	struct part part = { .publisher = p,
		.at = from - from % TLOG_TILE_WIDTH,
		.err = err };
	enum db_code code;

	logbook_round_init(&part.round, p->book.dir);
	hub_buf_init(&part.bundle, LOGBOOK_BUNDLE_MAX);
	code = audit_entries(db, part.at, to, on_entry, &part);
	if (code != DB_OK && part.status == HUB_OK)
		part.status = hub_fail(err, HUB_FAULT,
		    "audit log: its entries could not be read: %s",
		    code == DB_NONE ? "one is missing" : db_error(db));
	if (part.status == HUB_OK)
		(void)logbook_edge_rest(&p->work, from, on_tile, &part);
	if (part.status == HUB_OK)
		part.status = logbook_round_end(&part.round, err);
	logbook_round_release(&part.round);
	hub_buf_release(&part.bundle);
	return part.status;
}

/* Whether what was written is the ledger's own tree. */
static enum hub_status
compare(const struct publisher *p, const struct tlog_frontier *ledger,
    struct tlog_head *ret, struct hub_error *err)
{
	struct tlog_hash root;

	ret->size = ledger->size;
	tlog_root(ledger, &ret->root);
	tlog_root(&p->work.tree, &root);
	if (tlog_equal(&root, &ret->root))
		return HUB_OK;
	return hub_fail(err, HUB_MISCONFIGURED,
	    "audit log: the %llu entries give another tree than they gave when"
	    " they were written; somebody has changed the database",
	    (unsigned long long)ledger->size);
}

/* Puts the last signed note where all may read it, once an hour for good. */
static enum hub_status
show(struct publisher *p, int64_t now_ms, struct hub_error *err)
{
	const struct logbook_bytes note = { LOGBOOK_SHOWN, p->last.data,
		p->last.len };
	const struct logbook_bytes kept_note = { LOGBOOK_CHANGING, p->last.data,
		p->last.len };
	struct logbook_round round;
	char kept[64];
	enum hub_status status;

	logbook_round_init(&round, p->book.dir);
	status = logbook_round_add(&round, LOGBOOK_CHECKPOINT, note, err);
	if (status == HUB_OK &&
	    (p->history_ms == 0 ||
		now_ms - p->history_ms >= PUBLISHER_HISTORY_MS)) {
		(void)snprintf(kept, sizeof(kept),
		    LOGBOOK_HISTORY "/checkpoint.%llu",
		    (unsigned long long)p->head.size);
		status = logbook_round_add(&round, kept, kept_note, err);
		p->history_ms = now_ms;
	}
	if (status == HUB_OK)
		status = logbook_round_end(&round, err);
	logbook_round_release(&round);
	p->shown = status == HUB_OK;
	crashpoint("publish.shown");
	return status;
}

/* Signs a tree whose files are on the disk. */
static enum hub_status
sign(struct publisher *p, const struct tlog_head *head, struct hub_error *err)
{
	struct hub_buf fresh;
	enum hub_status status;

	hub_buf_init(&fresh, NOTE_MAX);
	status = checkpoint_sign(&fresh, head, &p->signer, err);
	crashpoint("publish.signed");
	if (status == HUB_OK)
		status = logbook_last_swap(p->last_file, &p->last, &fresh, err);
	if (status != HUB_OK) {
		hub_buf_release(&fresh);
		return status;
	}
	crashpoint("publish.swapped");
	hub_buf_release(&p->last);
	p->last = fresh;
	p->head = *head;
	p->shown = false;
	return HUB_OK;
}

/* Signs and shows what was written to the end. */
static enum hub_status
finish(struct publisher *p, const struct tlog_frontier *ledger, int64_t now_ms,
    struct hub_error *err)
{
	uint64_t before = p->head.size;
	struct tlog_head head;
	enum hub_status status = compare(p, ledger, &head, err);

	if (status == HUB_OK && (head.size != before || p->last.len == 0))
		status = sign(p, &head, err);
	if (status == HUB_OK && !p->shown)
		status = show(p, now_ms, err);
	if (status == HUB_OK)
		logbook_drop_partial(p->book.dir, before, head.size);
	return status;
}

enum hub_status
publisher_round(struct publisher *p, struct db *db, int64_t now_ms,
    bool *ret_more, struct hub_error *err)
{
	uint64_t from = p->edge.tree.size, to;
	struct tlog_frontier ledger;
	enum hub_status status;

	if (audit_edge_load(db, &ledger) != DB_OK)
		return hub_fail(err, HUB_FAULT,
		    "audit log: its end could not be read: %s", db_error(db));
	if (ledger.size < from)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "audit log: %llu entries were written to files and the"
		    " database has %llu",
		    (unsigned long long)from, (unsigned long long)ledger.size);
	to = from - from % PUBLISHER_PART + PUBLISHER_PART;
	if (to > ledger.size)
		to = ledger.size;
	p->work = p->edge;
	status = to > from ? write_part(p, db, to, err) : HUB_OK;
	if (status == HUB_OK && to == ledger.size)
		status = finish(p, &ledger, now_ms, err);
	if (status != HUB_OK)
		return status;
	p->edge = p->work;
	*ret_more = to < ledger.size;
	return HUB_OK;
}
