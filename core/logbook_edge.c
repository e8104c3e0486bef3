/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "logbook_edge.h"

#include <stdlib.h>
#include <string.h>

#define LEVEL_BITS 8

void
logbook_edge_init(struct logbook_edge *edge)
{
	tlog_init(&edge->tree);
}

bool
logbook_edge_load(struct logbook_edge *edge, struct logbook *book,
    uint64_t size)
{
	struct tlog_tiles *tiles = malloc(sizeof(*tiles));
	bool good;

	if (tiles == NULL) {
		(void)hub_fail(&book->error, HUB_FAULT, "out of memory");
		return false;
	}
	/* The frontier is made of the last tile of every level. */
	tlog_tiles_init(tiles, size, logbook_tile, book);
	good = tlog_tiles_frontier(tiles, &edge->tree);
	memcpy(edge->hashes, tiles->hashes, sizeof(edge->hashes));
	free(tiles);
	return good;
}

bool
logbook_edge_add(struct logbook_edge *edge, const struct tlog_hash *leaf,
    logbook_tile_fn *due, void *ctx)
{
	struct tlog_tile tile = { .width = TLOG_TILE_WIDTH };
	struct tlog_hash roots[TLOG_TILE_LEVELS];
	uint64_t index = edge->tree.size;

	if (!tlog_append_roots(&edge->tree, leaf, LEVEL_BITS, roots))
		return false;
	for (; tile.level < TLOG_TILE_LEVELS; tile.level++) {
		struct tlog_hash *hashes = edge->hashes[tile.level];

		hashes[index % TLOG_TILE_WIDTH] = *leaf;
		if ((index + 1) % TLOG_TILE_WIDTH != 0)
			return true;
		tile.number = index >>= LEVEL_BITS;
		if (!due(ctx, &tile, hashes))
			return false;
		leaf = &roots[tile.level];
	}
	return true;
}

bool
logbook_edge_rest(const struct logbook_edge *edge, uint64_t from,
    logbook_tile_fn *due, void *ctx)
{
	uint64_t size = edge->tree.size;

	for (unsigned level = 0; level < TLOG_TILE_LEVELS; level++) {
		uint64_t count = size >> (LEVEL_BITS * level);
		struct tlog_tile tile = { .level = level,
			.number = count / TLOG_TILE_WIDTH,
			.width = (unsigned)(count % TLOG_TILE_WIDTH) };

		if (tile.width > 0 && count != from >> (LEVEL_BITS * level) &&
		    !due(ctx, &tile, edge->hashes[level]))
			return false;
	}
	return true;
}
