/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sealed.h - memory handed to another process as a descriptor (a memfd).
 *
 * Its size can never change, so that whoever maps it is safe from the other
 * side; bytes that are sealed cannot change either.
 */
#ifndef SEALED_H
#define SEALED_H

#include <stdbool.h>
#include <stddef.h>

/* A copy of the bytes, sealed; -1 with errno. The caller closes it. */
int sealed_bytes(const void *data, size_t len);
/* The same in pieces: an empty one, bytes at its end, and the seals, which
 * give the descriptor back, or close it and give -1. */
int sealed_begin(void);
bool sealed_add(int fd, const void *data, size_t len);
int sealed_end(int fd);
/* Maps sealed bytes of exactly that length, read-only; NULL when they are not
 * sealed, not that long or cannot be mapped. */
void *sealed_map(int fd, size_t len);
/* Undoes a mapping; NULL is allowed. */
void sealed_unmap(void *map, size_t len);

/* Sealed bytes that are mapped; len 0: none are. */
struct sealed_view {
	const char *at;
	size_t len;
};

/* Maps sealed bytes over what was none; false: as sealed_map. */
bool sealed_view_open(struct sealed_view *view, int fd, size_t len);
void sealed_view_close(struct sealed_view *view); /* none again */

/* Shared memory of a fixed size, zeroed, that both sides write to. */
int sealed_room(size_t len);
void *sealed_room_map(int fd, size_t len);

#endif
