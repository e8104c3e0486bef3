/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seen_map.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 1024u /* a power of two */
#define TABLE_SHIFT 56

/* Frees the places; the map is empty. */
void
seen_map_release(struct seen_map *map)
{
	free(map->places);
	*map = (struct seen_map){ .places = NULL };
}

/* A row of a table. */
struct seen_place
seen_place_of(uint64_t mark, unsigned table, int64_t row)
{
	return (struct seen_place){ mark,
		(uint64_t)table << TABLE_SHIFT | (uint64_t)row };
}

/* Its table. */
unsigned
seen_place_table(const struct seen_place *place)
{
	return (unsigned)(place->where >> TABLE_SHIFT);
}

/* Its row. */
int64_t
seen_place_row(const struct seen_place *place)
{
	return (int64_t)(place->where & ((UINT64_C(1) << TABLE_SHIFT) - 1));
}

/* Puts a place where there is room. */
static void
put(struct seen_map *map, struct seen_place place)
{
	size_t i = (size_t)place.mark & (map->room - 1);

	while (map->places[i].where != 0)
		i = (i + 1) & (map->room - 1);
	map->places[i] = place;
	map->used++;
}

/* Keeps a quarter free. */
static bool
make_room(struct seen_map *map)
{
	struct seen_map wider = { .room = map->room == 0 ? FIRST_ROOM
							 : map->room * 2 };

	if ((map->used + 1) * 4 <= map->room * 3)
		return true;
	wider.places = calloc(wider.room, sizeof(*wider.places));
	if (wider.places == NULL)
		return false;
	for (size_t i = 0; i < map->room; i++)
		if (map->places[i].where != 0)
			put(&wider, map->places[i]);
	free(map->places);
	*map = wider;
	return true;
}

/* Adds a place; false: no memory. */
bool
seen_map_add(struct seen_map *map, struct seen_place place)
{
	if (!make_room(map))
		return false;
	put(map, place);
	return true;
}

/* Frees place i and moves up what stood behind it for want of room. */
static void
take_out(struct seen_map *map, size_t i)
{
	const size_t mask = map->room - 1;

	map->places[i].where = 0;
	map->used--;
	for (size_t k = (i + 1) & mask; map->places[k].where != 0;
	     k = (k + 1) & mask) {
		size_t home = (size_t)map->places[k].mark & mask;

		if (((k - home) & mask) < ((k - i) & mask))
			continue;
		map->places[i] = map->places[k];
		map->places[k].where = 0;
		i = k;
	}
}

/* Takes a place away. */
bool
seen_map_remove(struct seen_map *map, struct seen_place place)
{
	size_t at = 0;
	const struct seen_place *p;

	while ((p = seen_map_next(map, place.mark, &at)) != NULL) {
		if (p->where != place.where)
			continue;
		take_out(map, (size_t)(p - map->places));
		return true;
	}
	return false;
}

/* Takes a table's places away. */
void
seen_map_empty(struct seen_map *map, unsigned table)
{
	size_t i = 0;

	while (i < map->room) {
		if (map->places[i].where != 0 &&
		    seen_place_table(&map->places[i]) == table)
			take_out(map, i); /* another may stand here now */
		else
			i++;
	}
}

/* Goes through the places of a mark. */
const struct seen_place *
seen_map_next(const struct seen_map *map, uint64_t mark, size_t *at)
{
	while (map->room > 0) {
		const struct seen_place *p =
		    &map->places[((size_t)mark + *at) & (map->room - 1)];

		if (p->where == 0)
			return NULL;
		++*at;
		if (p->mark == mark)
			return p;
	}
	return NULL;
}
