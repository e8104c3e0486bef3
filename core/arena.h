/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.h - memory that is given out in pieces and freed at once.
 *
 * Up to a cap; going over it or out of memory is a sticky failure, and the
 * pieces given out are NULL ("" for text).
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena {
	struct arena_block *first; /* newest */
	size_t used, max;
	bool failed;
};

void arena_init(struct arena *arena, size_t max);
void arena_release(struct arena *arena); /* empty and usable again */
/* Zeroed, aligned for any type; NULL on failure. */
void *arena_take(struct arena *arena, size_t size);
/* A copy with a NUL behind; "" on failure or for NULL. */
const char *arena_text(struct arena *arena, const char *text);
/* An id's text form; "" for 0. */
const char *arena_id(struct arena *arena, int64_t id);
const char *arena_bytes(struct arena *arena, const void *data, size_t len);
bool arena_ok(const struct arena *arena);

#endif
