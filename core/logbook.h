/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook.h - a transparency log as a folder of files (C2SP tlog-tiles): the
 * hub's own, which is data_dir/log, an auditor's export or a copy of either.
 *
 * A reader's room: nothing in it is believed, and nothing is changed.  The
 * tiles serve tlog_tiles.h, and so every proof; entries come by their number.
 * HUB_UNSAYABLE: a file is not there; HUB_MALFORMED: it is not what it should
 * be.  Either way the sentence names it.
 */
#ifndef LOGBOOK_H
#define LOGBOOK_H

#include "hub_error.h"
#include "tlog_bundle.h"
#include "tlog_tiles.h"

#define LOGBOOK_CHECKPOINT "checkpoint"
#define LOGBOOK_HISTORY "history"
/* Of an export only. */
#define LOGBOOK_SCHEMA "schema/event.v1.json"
#define LOGBOOK_POLICY "policy"
#define LOGBOOK_README "README"
#define LOGBOOK_PATH_SIZE 4096

struct logbook {
	int dir;		/* -1: closed */
	struct hub_error error; /* why the last read failed */
	enum hub_status status; /* and of which kind that was */
	struct tlog_tile held;	/* the bundle in `bundle`; width 0: none */
	struct hub_buf bundle;
	struct note_span entries[TLOG_TILE_WIDTH]; /* of it */
};

/* What has never been opened, or was closed. */
void logbook_init(struct logbook *book);
enum hub_status logbook_open(struct logbook *book, const char *dir,
    struct hub_error *err);
void logbook_close(struct logbook *book);

/* The whole of any file in it, of at most max bytes, into out, which is
 * cleared first. */
enum hub_status logbook_file(struct logbook *book, const char *path, size_t max,
    struct hub_buf *out, struct hub_error *err);
/* The note in its file `checkpoint`. */
enum hub_status logbook_checkpoint(struct logbook *book, struct hub_buf *out,
    struct hub_error *err);

/* tlog_tile_read_fn: ctx is the logbook, whose `error` says why not. */
bool logbook_tile(void *ctx, const struct tlog_tile *tile,
    struct tlog_hash *ret_hashes);
/* The first tile->width entries of a bundle, from its file of that width or
 * from the full one; borrowed until the next bundle is read.  NULL: book->error
 * says why not. */
const struct note_span *logbook_bundle(struct logbook *book,
    const struct tlog_tile *tile);
/* Entry `index` of the log as it was at that size; borrowed in the same way.
 * False: book->error says why not. */
bool logbook_entry(struct logbook *book, uint64_t index, uint64_t size,
    struct note_span *ret);

#endif
