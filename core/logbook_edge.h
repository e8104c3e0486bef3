/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_edge.h - the right edge of a published tree: its frontier, and the
 * hashes that stand in the last tile of each level, so that it grows without
 * reading back what was written.
 *
 * A value of 66 KB; it may be copied, but not onto a thread's stack.
 */
#ifndef LOGBOOK_EDGE_H
#define LOGBOOK_EDGE_H

#include "logbook.h"

struct logbook_edge {
	struct tlog_frontier tree;
	struct tlog_hash hashes[TLOG_TILE_LEVELS][TLOG_TILE_WIDTH];
};

/* A tile that is due; false ends the growing. */
typedef bool logbook_tile_fn(void *ctx, const struct tlog_tile *tile,
    const struct tlog_hash *hashes);

/* The edge of a tree without entries. */
void logbook_edge_init(struct logbook_edge *edge);
/* From the tiles of the log at that size; book->error says why not. */
bool logbook_edge_load(struct logbook_edge *edge, struct logbook *book,
    uint64_t size);
/* Adds a leaf; each tile that is full with it is told, the lowest first. */
bool logbook_edge_add(struct logbook_edge *edge, const struct tlog_hash *leaf,
    logbook_tile_fn *due, void *ctx);
/* Tells the tiles that are not full and have grown since the tree had `from`
 * entries. */
bool logbook_edge_rest(const struct logbook_edge *edge, uint64_t from,
    logbook_tile_fn *due, void *ctx);

#endif
