/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "import_map.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

void
import_map_init(struct import_map *map)
{
	memset(map, 0, sizeof(*map));
	import_rows_init(&map->rows);
	arena_init(&map->arena, IMPORT_MAP_MAX * 4);
	map->timezone = "";
	map->whose = "a case; expected one of those of POST /v1/cases but "
		     "attachments (complainant.name for the complainant's), or "
		     "received, status, ended";
}

void
import_map_release(struct import_map *map)
{
	arena_release(&map->arena);
}

/* Adds one table's members, each as a column of its name. */
static void
add_all(struct import_map *map, const char *within, const struct body_row *row)
{
	char name[128];

	for (; row->name != NULL; row++) {
		struct import_column *c = &map->columns[map->count];

		if (row->kind == BODY_OBJECT) {
			add_all(map, row->name, row->inner);
			continue;
		}
		if (map->count == IMPORT_COLUMNS_MAX)
			return;
		(void)snprintf(name, sizeof(name), "%s%s%s", within,
		    within[0] == '\0' ? "" : ".", row->name);
		c->name = c->member = arena_text(&map->arena, name);
		c->row = row;
		c->value = "";
		map->count++;
	}
}

void
import_map_all(struct import_map *map)
{
	map->count = 0;
	add_all(map, "", map->rows.rows);
}

bool
import_map_fix(struct import_map *map, const char *member, const char *value)
{
	struct import_column *c = NULL;

	for (size_t i = 0; i < map->count && c == NULL; i++)
		if (strcmp(map->columns[i].member, member) == 0)
			c = &map->columns[i];
	if (c == NULL && map->count < IMPORT_COLUMNS_MAX)
		c = &map->columns[map->count++];
	if (c == NULL)
		return false;
	c->name = "";
	c->member = arena_text(&map->arena, member);
	c->row = import_rows_find(&map->rows, member);
	c->value = arena_text(&map->arena, value);
	return c->row != NULL && arena_ok(&map->arena);
}

const struct import_column *
import_map_column(const struct import_map *map, const char *name)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->columns[i].name[0] != '\0' &&
		    strcmp(map->columns[i].name, name) == 0)
			return &map->columns[i];
	return NULL;
}

const struct import_column *
import_map_member(const struct import_map *map, const char *member)
{
	for (size_t i = 0; i < map->count; i++)
		if (strcmp(map->columns[i].member, member) == 0)
			return &map->columns[i];
	return NULL;
}

const char *
import_map_meant(const struct import_map *map, const struct body_row *row,
    const char *text)
{
	for (size_t i = 0; i < map->word_count; i++)
		if (map->words[i].row == row &&
		    strcasecmp(map->words[i].found, text) == 0)
			return map->words[i].meant;
	return text;
}
