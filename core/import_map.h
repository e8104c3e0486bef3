/* SPDX-License-Identifier: Apache-2.0 */
/*
 * import_map.h - which column of a file is which member of a case, what its
 * words mean, and what every row has that the file does not say.
 *
 * A map is a text file of rows KEY = VALUE below headings:
 *
 *	[file]            delimiter, timezone
 *	[columns]         COLUMN = MEMBER
 *	[fixed]           MEMBER = VALUE
 *	[words MEMBER]    WORD = VALUE
 *
 * Members are those of import_row.h.  A key or value with spaces at its ends,
 * or a key with = in it, stands in quotes.  Without a map every column is
 * called as its member.
 */
#ifndef IMPORT_MAP_H
#define IMPORT_MAP_H

#include "arena.h"
#include "import_row.h"
#include "limits.h"

struct import_column {
	const char *name;	    /* in the file; "" for a fixed value */
	const char *member;	    /* "complainant.name" */
	const struct body_row *row; /* of it */
	const char *value;	    /* fixed, or "" */
	unsigned line;		    /* of the map */
};

struct import_word {
	const struct body_row *row;
	const char *found, *meant;
};

struct import_map {
	struct import_rows rows;
	struct arena arena; /* for the texts */
	struct import_column columns[IMPORT_COLUMNS_MAX];
	size_t count;
	struct import_word *words; /* in the arena */
	size_t word_count;
	char delimiter;	      /* 0: to be found */
	const char *timezone; /* "" for none */
	const char *whose;    /* "a case; expected...": what members are of */
	bool given;	      /* by a file: other columns are passed over */
};

/* Tells what is wrong at a line of the map, from 1. */
typedef void import_complain_fn(void *ctx, unsigned line, const char *sentence);

/* An empty map; its texts go with release. */
void import_map_init(struct import_map *map);
/* Frees what the map owns. */
void import_map_release(struct import_map *map);
/* Takes a map's bytes; false after at least one complaint. */
bool import_map_read(struct import_map *map, const char *bytes, size_t len,
    import_complain_fn *complain, void *ctx);
/* Every member is a column of that name. */
void import_map_all(struct import_map *map);
/* Sets a value for every row, in place of what the map says; false when there
 * is no room. */
bool import_map_fix(struct import_map *map, const char *member,
    const char *value);

/* The column that has that name, or the one that is that member; or NULL. */
const struct import_column *import_map_column(const struct import_map *map,
    const char *name);
const struct import_column *import_map_member(const struct import_map *map,
    const char *member);
/* What a text of that member means: itself unless the map says so. */
const char *import_map_meant(const struct import_map *map,
    const struct body_row *row, const char *text);

#endif
