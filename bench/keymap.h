/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which number each idempotency key was given when it first came.  Keys are
 * held as 64-bit hashes: two of a million keys meet with a chance of one in
 * thirty million, which a measurement can bear.
 */
#ifndef BENCH_KEYMAP_H
#define BENCH_KEYMAP_H

#include <stddef.h>
#include <stdint.h>

struct keymap_slot {
	uint64_t hash; /* 0 = empty */
	uint64_t number;
};

struct keymap {
	struct keymap_slot *slots; /* owned */
	size_t count, room;	   /* room is a power of two */
};

/* An empty map; -1 if there is no memory. */
int keymap_init(struct keymap *);

/* Gives its memory back. */
void keymap_release(struct keymap *);

/* Forgets every key. */
void keymap_clear(struct keymap *);

/* The key's number, which is count + 1 if it is new; 0: no memory. */
uint64_t keymap_number(struct keymap *, const char *key, size_t len);

#endif
