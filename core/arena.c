/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "arena.h"

#include <stdalign.h>
#include <stdint.h>

#include "ident.h"

/* Pieces come from blocks of at least this size. */
#define BLOCK_SIZE 8192u

struct arena_block {
	struct arena_block *next; /* older */
	size_t used, room;
	alignas(max_align_t) char bytes[];
};

/* An arena that gives out at most max bytes. */
void
arena_init(struct arena *arena, size_t max)
{
	*arena = (struct arena){ .max = max };
}

/* Gives every block back; the cap stays. */
void
arena_release(struct arena *arena)
{
	struct arena_block *block, *next;

	for (block = arena->first; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	arena_init(arena, arena->max);
}

/* A new newest block with room for size bytes, or NULL. */
static struct arena_block *
block_add(struct arena *arena, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct arena_block *block = malloc(sizeof(*block) + room);

	if (block == NULL)
		return NULL;
	*block = (struct arena_block){ .next = arena->first, .room = room };
	arena->first = block;
	return block;
}

/* size bytes, not cleared, whose address is a multiple of align. */
static char *
carve(struct arena *arena, size_t size, size_t align)
{
	struct arena_block *block = arena->first;
	size_t at = 0;

	if (arena->failed || size > arena->max - arena->used) {
		arena->failed = true;
		return NULL;
	}
	if (block != NULL)
		at = (block->used + align - 1) / align * align;
	if (block == NULL || at > block->room || size > block->room - at) {
		block = block_add(arena, size);
		at = 0;
	}
	if (block == NULL) {
		arena->failed = true;
		return NULL;
	}
	block->used = at + size;
	arena->used += size;
	return block->bytes + at;
}

/* Zeroed memory for any type. */
void *
arena_take(struct arena *arena, size_t size)
{
	char *piece = carve(arena, size, alignof(max_align_t));

	if (piece != NULL)
		memset(piece, 0, size);
	return piece;
}

/* A copy of a text. */
const char *
arena_text(struct arena *arena, const char *text)
{
	return arena_bytes(arena, text, text == NULL ? 0 : strlen(text));
}

/* A copy of bytes with a NUL behind. */
const char *
arena_bytes(struct arena *arena, const void *data, size_t len)
{
	char *copy;

	if (data == NULL || len == 0)
		return "";
	if (len == SIZE_MAX) {
		arena->failed = true;
		return "";
	}
	copy = carve(arena, len + 1, 1);
	if (copy == NULL)
		return "";
	memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

/* Whether everything asked for was given. */
bool
arena_ok(const struct arena *arena)
{
	return !arena->failed;
}

const char *
arena_id(struct arena *arena, int64_t id)
{
	char text[IDENT_TEXT_SIZE];

	if (id == 0)
		return "";
	ident_text(id, text);
	return arena_text(arena, text);
}
