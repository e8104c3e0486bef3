/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rowmap.h - rows of one size found by a 64-bit key, in the order in which
 * they were added.
 *
 * A row begins with its key, a uint64_t.  A row that is new is all zero behind
 * that.  Pointers to rows stand until the next one is added.
 */
#ifndef ROWMAP_H
#define ROWMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rowmap {
	char *rows; /* owned */
	size_t row_size, count, room;
	uint32_t *slots; /* owned; of rows + 1, a power of two of them */
	size_t slot_count;
};

void rowmap_init(struct rowmap *map, size_t row_size);
void rowmap_release(struct rowmap *map);
/* NULL: there is none. */
void *rowmap_find(const struct rowmap *map, uint64_t key);
/* The row of that key, made where there is none; NULL without memory. */
void *rowmap_add(struct rowmap *map, uint64_t key);
/* By its place, below map->count. */
void *rowmap_at(const struct rowmap *map, size_t at);

#endif
