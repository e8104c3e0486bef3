/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tlog_tile.h"

#include "note_span.h"

#define GROUP 1000 /* three digits of a number are a folder */
#define GROUP_DIGITS 3
#define GROUPS_MAX 6 /* of a number below 2^55 */
#define LEVEL_BITS 8 /* 256 hashes become one of the next level */
#define NUMBER_MAX (TLOG_SIZE_MAX / TLOG_TILE_WIDTH)

/* Hashes of a level in a tree. */
static uint64_t
hashes(unsigned level, uint64_t size)
{
	return level < TLOG_TILE_LEVELS ? size >> (LEVEL_BITS * level) : 0;
}

void
tlog_tile_path(const struct tlog_tile *tile, char buf[TLOG_TILE_PATH_SIZE])
{
	unsigned groups[GROUPS_MAX + 1], count = 0;
	uint64_t rest = tile->number;
	size_t len;

	do {
		groups[count++] = (unsigned)(rest % GROUP);
		rest /= GROUP;
	} while (rest > 0 && count < GROUPS_MAX);
	if (tile->bundle)
		len = (size_t)snprintf(buf, TLOG_TILE_PATH_SIZE,
		    "tile/entries");
	else
		len = (size_t)snprintf(buf, TLOG_TILE_PATH_SIZE, "tile/%u",
		    tile->level);
	while (count-- > 0)
		len += (size_t)snprintf(buf + len, TLOG_TILE_PATH_SIZE - len,
		    count > 0 ? "/x%03u" : "/%03u", groups[count]);
	if (tile->width < TLOG_TILE_WIDTH)
		(void)snprintf(buf + len, TLOG_TILE_PATH_SIZE - len, ".p/%u",
		    tile->width);
}

/* The number out of its groups; false when it cannot be one.  How they are
 * written is seen when the path is written again. */
static bool
read_groups(struct note_span span, uint64_t *ret)
{
	uint64_t number = 0;
	unsigned count = 0;

	for (size_t i = 0; i < span.len; i++) {
		if (span.at[i] == 'x' || span.at[i] == '/')
			continue;
		if (span.at[i] < '0' || span.at[i] > '9' ||
		    ++count > GROUPS_MAX * GROUP_DIGITS)
			return false;
		number = number * 10 + (unsigned)(span.at[i] - '0');
	}
	if (number > NUMBER_MAX)
		return false;
	*ret = number;
	return true;
}

/* Takes the width off a path; 0: it is none. */
static unsigned
take_width(struct note_span *path)
{
	const char *at = memrchr(path->at, '.', path->len);
	struct note_span width;
	uint64_t value = 0;

	if (at == NULL)
		return TLOG_TILE_WIDTH;
	width.at = at;
	width.len = path->len - (size_t)(at - path->at);
	path->len -= width.len;
	if (!note_span_skip(&width, ".p/") ||
	    !note_span_number(width, &value) || value >= TLOG_TILE_WIDTH)
		return 0;
	return (unsigned)value;
}

bool
tlog_tile_parse(const char *path, struct tlog_tile *ret)
{
	struct note_span rest = note_span_of(path), level;
	struct tlog_tile tile = { .width = take_width(&rest) };
	char again[TLOG_TILE_PATH_SIZE];
	uint64_t value = 0;

	if (tile.width == 0 || !note_span_skip(&rest, "tile/") ||
	    !note_span_cut(rest, '/', &level, &rest))
		return false;
	tile.bundle = note_span_is(level, "entries");
	if (!tile.bundle &&
	    (!note_span_number(level, &value) || value >= TLOG_TILE_LEVELS))
		return false;
	tile.level = (unsigned)value;
	if (!read_groups(rest, &tile.number))
		return false;
	tlog_tile_path(&tile, again);
	if (strcmp(again, path) != 0)
		return false;
	*ret = tile;
	return true;
}

unsigned
tlog_tile_width(unsigned level, uint64_t number, uint64_t size)
{
	uint64_t count = hashes(level, size);

	if (number > NUMBER_MAX || number > count / TLOG_TILE_WIDTH)
		return 0;
	if (number < count / TLOG_TILE_WIDTH)
		return TLOG_TILE_WIDTH;
	return (unsigned)(count % TLOG_TILE_WIDTH);
}

/* The first tile of a level that has grown. */
static void
begin_level(struct tlog_tile_walk *walk, unsigned level)
{
	walk->level = level;
	walk->number = hashes(level, walk->from) / TLOG_TILE_WIDTH;
}

void
tlog_tile_walk_init(struct tlog_tile_walk *walk, uint64_t from, uint64_t size)
{
	walk->from = from;
	walk->size = size;
	begin_level(walk, 0);
}

bool
tlog_tile_walk_next(struct tlog_tile_walk *walk, struct tlog_tile *ret)
{
	unsigned width;

	for (; walk->level < TLOG_TILE_LEVELS;
	     begin_level(walk, walk->level + 1)) {
		width = tlog_tile_width(walk->level, walk->number, walk->size);
		if (width == 0 ||
		    width ==
			tlog_tile_width(walk->level, walk->number, walk->from))
			continue;
		ret->bundle = false;
		ret->level = walk->level;
		ret->number = walk->number++;
		ret->width = width;
		return true;
	}
	return false;
}
