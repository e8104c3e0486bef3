/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "namebook.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 64u /* a power of two */

/* Holds only "". */
void
namebook_init(struct namebook *book)
{
	*book = (struct namebook){ .count = 0 };
}

/* Frees every text. */
void
namebook_release(struct namebook *book)
{
	for (size_t i = 0; i < book->count; i++)
		free(book->texts[i]);
	free(book->texts);
	free(book->slots);
	namebook_init(book);
}

const char *
namebook_text(const struct namebook *book, uint32_t number)
{
	return number == 0 ? "" : book->texts[number - 1];
}

/* FNV-1a. */
static size_t
hash(const char *text)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (; *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

/* Where a text's slot is, or the free one that it would take. */
static uint32_t *
slot_of(const struct namebook *book, const char *text)
{
	size_t at = hash(text);

	for (;; at++) {
		uint32_t *slot = &book->slots[at & (book->slot_count - 1)];

		if (*slot == 0 || strcmp(book->texts[*slot - 1], text) == 0)
			return slot;
	}
}

/* Room for one text more. */
static bool
grow(struct namebook *book)
{
	size_t room = book->room == 0 ? FIRST_ROOM : book->room * 2;
	uint32_t *slots;
	char **texts;

	if (book->count + book->stale < book->room)
		return true;
	texts = realloc(book->texts, room * sizeof(*texts));
	if (texts == NULL)
		return false;
	book->texts = texts;
	slots = calloc(2 * room, sizeof(*slots));
	if (slots == NULL)
		return false;
	free(book->slots);
	book->slots = slots;
	book->slot_count = 2 * room;
	book->room = room;
	book->stale = 0;
	for (size_t i = 0; i < book->count; i++)
		*slot_of(book, book->texts[i]) = (uint32_t)i + 1;
	return true;
}

bool
namebook_take(struct namebook *book, const char *text, uint32_t *ret)
{
	uint32_t *slot;

	if (text[0] == '\0') {
		*ret = 0;
		return true;
	}
	if (!grow(book))
		return false;
	slot = slot_of(book, text);
	if (*slot == 0) {
		book->texts[book->count] = strdup(text);
		if (book->texts[book->count] == NULL)
			return false;
		*slot = (uint32_t)++book->count;
	}
	*ret = *slot;
	return true;
}

bool
namebook_rename(struct namebook *book, const char *was, const char *now)
{
	uint32_t number;
	char *text;

	if (was[0] == '\0' || now[0] == '\0' || !grow(book))
		return was[0] == '\0' || now[0] == '\0';
	number = *slot_of(book, was);
	if (number == 0 || *slot_of(book, now) != 0)
		return true;
	text = strdup(now);
	if (text == NULL)
		return false;
	free(book->texts[number - 1]);
	book->texts[number - 1] = text;
	*slot_of(book, now) = number;
	book->stale++;
	return true;
}
