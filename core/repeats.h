/* SPDX-License-Identifier: Apache-2.0 */
/*
 * repeats.h - signed messages that came within the time that their signatures
 * are good for, so that none counts twice.
 *
 * Belongs to the loop, and is forgotten at the end: whoever acts on a message
 * has the ledger remember it, too, for longer (apply.h, once).
 */
#ifndef REPEATS_H
#define REPEATS_H

#include "digest.h"
#include "seen_map.h"

struct repeats {
	struct seen_map young, old; /* since began_ms, and before */
	int64_t began_ms, window_ms;
};

/* An empty window is all 0. */
void repeats_release(struct repeats *repeats);

/* A message: whose it is, what is the same whenever it comes, how long its
 * signature may be good for. */
struct repeats_mark {
	int64_t institution;
	const uint8_t *mark; /* DIGEST_SIZE bytes */
	int64_t window_ms, now_ms;
};

enum repeats_end { REPEATS_FRESH, REPEATS_AGAIN, REPEATS_FULL };

/* Looks whether it came before, and remembers it. */
enum repeats_end repeats_take(struct repeats *repeats,
    const struct repeats_mark *mark);
/* It came to nothing for a reason of ours, and may come again. */
void repeats_forget(struct repeats *repeats, const struct repeats_mark *mark);

#endif
