/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_tiles.h - a tree seen through its tiles: any full subtree of it, its
 * right edge, and so every proof about it (tlog_proof.h), by reading at most
 * one tile a level and hash of the proof.
 *
 * The tiles are believed; whoever does not trust them compares the root with
 * that of a checkpoint, or checks the proof.
 */
#ifndef TLOG_TILES_H
#define TLOG_TILES_H

#include "tlog_proof.h"
#include "tlog_tile.h"

/* Reads the first tile->width hashes of a tile, from its file of that width
 * or from the full one; false when it cannot. */
typedef bool tlog_tile_read_fn(void *ctx, const struct tlog_tile *tile,
    struct tlog_hash *ret_hashes);

struct tlog_tiles {
	uint64_t size;
	tlog_tile_read_fn *read;
	void *ctx;
	/* The last tile read of each level. */
	struct tlog_tile held[TLOG_TILE_LEVELS];
	struct tlog_hash hashes[TLOG_TILE_LEVELS][TLOG_TILE_WIDTH];
};

/* The tree of that size.  64 KB: not for a thread's stack. */
void tlog_tiles_init(struct tlog_tiles *tiles, uint64_t size,
    tlog_tile_read_fn *read, void *ctx);
/* The root of a full subtree; ctx is the struct tlog_tiles, so that it serves
 * as a tlog_source. */
bool tlog_tiles_get(void *ctx, struct tlog_place at, struct tlog_hash *ret);
/* The right edge of the tree; false when a tile cannot be read. */
bool tlog_tiles_frontier(struct tlog_tiles *tiles, struct tlog_frontier *ret);
/* The root of a full subtree over its 1, 2, 4... 256 hashes of one level, as
 * of a full tile. */
void tlog_tiles_fold(const struct tlog_hash *hashes, unsigned count,
    struct tlog_hash *ret);

#endif
