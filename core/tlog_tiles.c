/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_tiles.h"

#define LEVEL_BITS 8

void
tlog_tiles_init(struct tlog_tiles *tiles, uint64_t size,
    tlog_tile_read_fn *read, void *ctx)
{
	tiles->size = size;
	tiles->read = read;
	tiles->ctx = ctx;
	memset(tiles->held, 0, sizeof(tiles->held));
}

void
tlog_tiles_fold(const struct tlog_hash *hashes, unsigned count,
    struct tlog_hash *ret)
{
	struct tlog_hash row[TLOG_TILE_WIDTH];

	memcpy(row, hashes, count * sizeof(*hashes));
	for (; count > 1; count /= 2)
		for (unsigned i = 0; i < count / 2; i++)
			tlog_node(&row[2 * i], &row[2 * i + 1], &row[i]);
	*ret = row[0];
}

/* The hashes of a tile, read unless it is the last one of its level; NULL
 * when it cannot be read. */
static const struct tlog_hash *
hold(struct tlog_tiles *tiles, const struct tlog_tile *tile)
{
	struct tlog_tile *held = &tiles->held[tile->level];
	struct tlog_hash *hashes = tiles->hashes[tile->level];

	if (held->width == tile->width && held->number == tile->number)
		return hashes;
	held->width = 0;
	if (!tiles->read(tiles->ctx, tile, hashes))
		return NULL;
	*held = *tile;
	return hashes;
}

bool
tlog_tiles_get(void *ctx, struct tlog_place at, struct tlog_hash *ret)
{
	struct tlog_tiles *tiles = ctx;
	unsigned below = at.level % LEVEL_BITS, count = 1u << below, offset;
	struct tlog_tile tile = { .level = at.level / LEVEL_BITS };
	const struct tlog_hash *hashes;

	if (at.level >= TLOG_LEVELS || at.index >= tiles->size >> at.level)
		return false;
	tile.number = at.index << below >> LEVEL_BITS;
	offset = (unsigned)(at.index << below) % TLOG_TILE_WIDTH;
	tile.width = tlog_tile_width(tile.level, tile.number, tiles->size);
	hashes = hold(tiles, &tile);
	if (hashes == NULL)
		return false;
	tlog_tiles_fold(hashes + offset, count, ret);
	return true;
}

bool
tlog_tiles_frontier(struct tlog_tiles *tiles, struct tlog_frontier *ret)
{
	struct tlog_frontier f = { .size = tiles->size };

	for (; f.count < tlog_ones(f.size); f.count++)
		if (!tlog_tiles_get(tiles, tlog_place(f.size, f.count),
			&f.hashes[f.count]))
			return false;
	*ret = f;
	return true;
}
