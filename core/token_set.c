/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "token_set.h"

#include <stdlib.h>
#include <string.h>

#define PREFIX 8

/* Rows in the order of their digests' first bytes. */
struct token_set {
	struct token_row *rows;
	size_t count, room;
};

/* An empty set. */
struct token_set *
token_set_new(void)
{
	return calloc(1, sizeof(struct token_set));
}

/* Gives it back, with every digest in it. */
void
token_set_free(struct token_set *set)
{
	if (set == NULL)
		return;
	free(set->rows);
	free(set);
}

/* The first row that does not stand before the digest. */
static size_t
place_of(const struct token_set *set, const uint8_t *sha256)
{
	size_t low = 0, high = set->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(set->rows[middle].sha256, sha256, PREFIX) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Makes room for one more. */
static bool
grow(struct token_set *set)
{
	size_t room = set->room == 0 ? 16 : set->room * 2;
	struct token_row *rows;

	if (set->count < set->room)
		return true;
	rows = reallocarray(set->rows, room, sizeof(*rows));
	if (rows == NULL)
		return false;
	set->rows = rows;
	set->room = room;
	return true;
}

/* A token is in force. */
bool
token_set_put(struct token_set *set, const struct token_row *row)
{
	size_t at;

	if (row->revoked != 0)
		return true;
	if (!grow(set))
		return false;
	at = place_of(set, row->sha256);
	memmove(&set->rows[at + 1], &set->rows[at],
	    (set->count - at) * sizeof(*set->rows));
	set->rows[at] = *row;
	set->count++;
	return true;
}

/* A token is no longer in force. */
void
token_set_drop(struct token_set *set, int64_t id)
{
	for (size_t i = 0; i < set->count; i++) {
		if (set->rows[i].id != id)
			continue;
		set->count--;
		memmove(&set->rows[i], &set->rows[i + 1],
		    (set->count - i) * sizeof(*set->rows));
		return;
	}
}

/* Whether it has not run out. */
static bool
valid(const struct token_row *row, int64_t now_ms)
{
	return row->expires == 0 || now_ms < row->expires;
}

/* A token by its digest. */
const struct token_row *
token_set_find(const struct token_set *set, const uint8_t sha256[DIGEST_SIZE],
    int64_t now_ms)
{
	for (size_t i = place_of(set, sha256); i < set->count; i++) {
		const struct token_row *row = &set->rows[i];

		if (memcmp(row->sha256, sha256, PREFIX) != 0)
			return NULL;
		if (digest_equal(row->sha256, sha256, DIGEST_SIZE))
			return valid(row, now_ms) ? row : NULL;
	}
	return NULL;
}

/* How many are in force or have run out. */
size_t
token_set_count(const struct token_set *set)
{
	return set->count;
}
