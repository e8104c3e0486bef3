/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "repeats.h"

#include <string.h>

#include "limits.h"

void
repeats_release(struct repeats *repeats)
{
	seen_map_release(&repeats->young);
	seen_map_release(&repeats->old);
	memset(repeats, 0, sizeof(*repeats));
}

/* The place of a message: 64 bits of a digest, which nobody can aim at without
 * a signature that is believed. */
static struct seen_place
place_of(const struct repeats_mark *mark)
{
	uint8_t digest[DIGEST_SIZE];
	uint64_t bits;

	digest_hmac(&mark->institution, sizeof(mark->institution), mark->mark,
	    DIGEST_SIZE, digest);
	memcpy(&bits, digest, sizeof(bits));
	return seen_place_of(bits, 1, 1);
}

/* Whether a map holds a place. */
static bool
holds(const struct seen_map *map, const struct seen_place *place)
{
	size_t at = 0;

	return seen_map_next(map, place->mark, &at) != NULL;
}

/* What is older than any signature may be is forgotten. */
static void
turn(struct repeats *r, const struct repeats_mark *mark)
{
	if (mark->window_ms > r->window_ms)
		r->window_ms = mark->window_ms;
	if (mark->now_ms - r->began_ms < r->window_ms)
		return;
	seen_map_release(&r->old);
	r->old = r->young;
	memset(&r->young, 0, sizeof(r->young));
	r->began_ms = mark->now_ms;
}

enum repeats_end
repeats_take(struct repeats *repeats, const struct repeats_mark *mark)
{
	struct seen_place place = place_of(mark);

	turn(repeats, mark);
	if (holds(&repeats->young, &place) || holds(&repeats->old, &place))
		return REPEATS_AGAIN;
	if (repeats->young.used >= REPEATS_MAX ||
	    !seen_map_add(&repeats->young, place))
		return REPEATS_FULL;
	return REPEATS_FRESH;
}

void
repeats_forget(struct repeats *repeats, const struct repeats_mark *mark)
{
	struct seen_place place = place_of(mark);

	if (!seen_map_remove(&repeats->young, place))
		(void)seen_map_remove(&repeats->old, place);
}
