/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "rowmap.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64u /* a power of two */

/* Holds nothing yet. */
void
rowmap_init(struct rowmap *map, size_t row_size)
{
	*map = (struct rowmap){ .row_size = row_size };
}

/* Frees all rows. */
void
rowmap_release(struct rowmap *map)
{
	free(map->rows);
	free(map->slots);
	rowmap_init(map, map->row_size);
}

void *
rowmap_at(const struct rowmap *map, size_t at)
{
	return map->rows + at * map->row_size;
}

/* The key of a row. */
static uint64_t
key_at(const struct rowmap *map, size_t at)
{
	uint64_t key;

	memcpy(&key, rowmap_at(map, at), sizeof(key));
	return key;
}

/* Where a key's slot is, or the free one that it would take. */
static uint32_t *
slot_of(const struct rowmap *map, uint64_t key)
{
	uint64_t at = (key ^ key >> 32) * UINT64_C(0x9e3779b97f4a7c15);

	for (at >>= 20;; at++) {
		uint32_t *slot = &map->slots[at & (map->slot_count - 1)];

		if (*slot == 0 || key_at(map, *slot - 1) == key)
			return slot;
	}
}

/* Room for one row more; at most half of the slots are taken. */
static bool
grow(struct rowmap *map)
{
	size_t room = map->room == 0 ? FIRST_ROOM : map->room * 2;
	uint32_t *slots;
	char *rows;

	if (map->count < map->room)
		return true;
	if (room > UINT32_MAX / 2)
		return false;
	rows = realloc(map->rows, room * map->row_size);
	if (rows == NULL)
		return false;
	map->rows = rows;
	slots = calloc(2 * room, sizeof(*slots));
	if (slots == NULL)
		return false;
	free(map->slots);
	map->slots = slots;
	map->slot_count = 2 * room;
	map->room = room;
	for (size_t i = 0; i < map->count; i++)
		*slot_of(map, key_at(map, i)) = (uint32_t)i + 1;
	return true;
}

void *
rowmap_find(const struct rowmap *map, uint64_t key)
{
	uint32_t slot = map->slot_count == 0 ? 0 : *slot_of(map, key);

	return slot == 0 ? NULL : rowmap_at(map, slot - 1);
}

void *
rowmap_add(struct rowmap *map, uint64_t key)
{
	uint32_t *slot;
	char *row;

	if (!grow(map))
		return NULL;
	slot = slot_of(map, key);
	if (*slot == 0) {
		row = rowmap_at(map, map->count++);
		memset(row, 0, map->row_size);
		memcpy(row, &key, sizeof(key));
		*slot = (uint32_t)map->count;
	}
	return rowmap_at(map, *slot - 1);
}
