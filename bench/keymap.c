/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "keymap.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_FIRST = 4096 };

/* FNV-1a with a last stirring, since its low bits choose the slot. */
static uint64_t
hash_of(const char *key, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)key[i]) * UINT64_C(1099511628211);
	h ^= h >> 32;
	return h ? h : 1;
}

/* An empty map; -1 if there is no memory. */
int
keymap_init(struct keymap *m)
{
	m->count = 0;
	m->room = ROOM_FIRST;
	m->slots = calloc(m->room, sizeof *m->slots);
	return m->slots ? 0 : -1;
}

/* Gives its memory back. */
void
keymap_release(struct keymap *m)
{
	free(m->slots);
	*m = (struct keymap){ 0 };
}

/* Forgets every key. */
void
keymap_clear(struct keymap *m)
{
	memset(m->slots, 0, m->room * sizeof *m->slots);
	m->count = 0;
}

/* The slot of this hash, or the empty one where it would stand. */
static struct keymap_slot *
slot_of(const struct keymap *m, uint64_t hash)
{
	size_t at = (size_t)hash & (m->room - 1);

	while (m->slots[at].hash && m->slots[at].hash != hash)
		at = (at + 1) & (m->room - 1);
	return &m->slots[at];
}

/* Doubles the room; -1 if there is no memory. */
static int
grow(struct keymap *m)
{
	struct keymap wide = { .count = m->count, .room = m->room * 2 };

	wide.slots = calloc(wide.room, sizeof *wide.slots);
	if (wide.slots == NULL)
		return -1;
	for (size_t i = 0; i < m->room; i++)
		if (m->slots[i].hash)
			*slot_of(&wide, m->slots[i].hash) = m->slots[i];
	free(m->slots);
	*m = wide;
	return 0;
}

/* The key's number, which is count + 1 if it is new; 0: no memory. */
uint64_t
keymap_number(struct keymap *m, const char *key, size_t len)
{
	uint64_t hash = hash_of(key, len);
	struct keymap_slot *slot;

	if (m->count * 2 >= m->room && grow(m) < 0)
		return 0;
	slot = slot_of(m, hash);
	if (slot->hash == 0)
		*slot = (struct keymap_slot){ hash, ++m->count };
	return slot->number;
}
