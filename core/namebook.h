/* SPDX-License-Identifier: Apache-2.0 */
/*
 * namebook.h - texts that come again and again, each kept once and known by a
 * small number from then on.  Number 0 is "".
 */
#ifndef NAMEBOOK_H
#define NAMEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct namebook {
	char **texts; /* owned, and each */
	size_t count, room;
	uint32_t *slots; /* owned; of texts + 1, a power of two of them */
	size_t slot_count;
	size_t stale; /* slots of names that are another now */
};

void namebook_init(struct namebook *book);
void namebook_release(struct namebook *book);
/* The text's number, a new one for a new text; false without memory. */
bool namebook_take(struct namebook *book, const char *text, uint32_t *ret);
/* The text's number stands for the other text from now on, unless that has one
 * of its own; false without memory. */
bool namebook_rename(struct namebook *book, const char *was, const char *now);
/* Borrowed until it is renamed or released. */
const char *namebook_text(const struct namebook *book, uint32_t number);

#endif
