/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tlog_tile.h - the tree and its entries cut into files (C2SP tlog-tiles): a
 * tile is up to 256 hashes of one level, a bundle the entries below a tile of
 * level 0.
 *
 * Hash i of tile n at level L is the root of the full subtree of 256^L leaves
 * number n*256 + i.  A tile with all its hashes never changes; one with fewer
 * has its width in its name, and is not needed once the full one is there.
 */
#ifndef TLOG_TILE_H
#define TLOG_TILE_H

#include "tlog.h"

#define TLOG_TILE_WIDTH 256 /* hashes, or entries */
#define TLOG_TILE_LEVELS 8  /* 0 to 7: no tree is larger */
#define TLOG_TILE_PATH_SIZE 64

struct tlog_tile {
	bool bundle;	/* entries; then level is 0 */
	unsigned level; /* below TLOG_TILE_LEVELS */
	uint64_t number;
	unsigned width; /* 1 to TLOG_TILE_WIDTH */
};

/* "tile/0/x001/x234/067", "tile/entries/000.p/112". */
void tlog_tile_path(const struct tlog_tile *tile,
    char buf[TLOG_TILE_PATH_SIZE]);
/* False for what tlog_tile_path does not write. */
bool tlog_tile_parse(const char *path, struct tlog_tile *ret);

/* How many hashes a tile has in the tree of that size; 0: there is none. */
unsigned tlog_tile_width(unsigned level, uint64_t number, uint64_t size);

/* The tiles that a tree needs beyond those it had when it was smaller, level
 * by level; a bundle belongs beside each of level 0. */
struct tlog_tile_walk {
	uint64_t from, size, number;
	unsigned level;
};

/* from 0: all tiles of the tree. */
void tlog_tile_walk_init(struct tlog_tile_walk *walk, uint64_t from,
    uint64_t size);
/* The next tile; false behind the last one. */
bool tlog_tile_walk_next(struct tlog_tile_walk *walk, struct tlog_tile *ret);

#endif
