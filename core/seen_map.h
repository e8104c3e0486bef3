/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seen_map.h - where keys stand: from the first eight bytes of a key to the
 * table and row that hold it.
 *
 * Sixteen bytes a key.  Two keys may share their mark: whoever looks goes
 * through all places of a mark and compares the keys there.
 */
#ifndef SEEN_MAP_H
#define SEEN_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen_place {
	uint64_t mark;
	uint64_t where; /* table in the top byte, row below; 0: free */
};

struct seen_map {
	struct seen_place *places; /* owned */
	size_t room, used;	   /* room is 0 or a power of two */
};

/* An empty map is all 0. */
void seen_map_release(struct seen_map *map);
bool seen_map_add(struct seen_map *map, struct seen_place place);
/* Takes that very place away; true if it was there. */
bool seen_map_remove(struct seen_map *map, struct seen_place place);
/* Takes away all places of a table. */
void seen_map_empty(struct seen_map *map, unsigned table);
/* The next place of a mark, NULL at the end; *at is 0 at first and belongs to
 * the look. */
const struct seen_place *seen_map_next(const struct seen_map *map,
    uint64_t mark, size_t *at);

struct seen_place seen_place_of(uint64_t mark, unsigned table, int64_t row);
unsigned seen_place_table(const struct seen_place *place);
int64_t seen_place_row(const struct seen_place *place);

#endif
