/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_list_row.h - one line of an institution's own list, by a map of
 * its columns (import_map.h) to members of a handoff.
 */
#ifndef SIMPULCTL_LIST_ROW_H
#define SIMPULCTL_LIST_ROW_H

#include "custody.h"
#include "import_file.h"
#include "tz.h"

#define LISTED_SIZE 65 /* of a name, with its NUL */

/* "" or 0: not said. */
struct listed {
	char handoff[LISTED_SIZE], case_id[LISTED_SIZE];
	char institution[LISTED_SIZE];
	uint64_t number;
	int64_t received; /* seconds */
	enum hub_kind kind;
	enum handoff_state state;
	enum hub_reason reason;
};

/* Makes the map one of such members, before it is read. */
void listed_map(struct import_map *map);
/* Reads a record; false with column and problem in it. */
bool listed_read(const struct import_map *map, const struct tz *zone,
    struct import_record *record, struct listed *ret);

#endif
