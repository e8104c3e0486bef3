/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sink has taken so far: every post, the distinct ones by their
 * idempotency key, and when the first and the last came (wall clock).
 */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H

#include <stddef.h>
#include <stdint.h>

#include "keymap.h"

struct tally {
	struct keymap keys;
	long posts;
	double first, last; /* seconds since 1970; 0 = none yet */
};

/* Nothing taken yet; -1 if there is no memory. */
int tally_init(struct tally *);

/* Gives its memory back. */
void tally_release(struct tally *);

/* Begins anew. */
void tally_clear(struct tally *);

/* Counts one post; the number is the same whenever its key comes again. */
uint64_t tally_post(struct tally *, const char *key, size_t len);

/* Writes the counts as JSON; the bytes written, as snprintf says it. */
int tally_json(const struct tally *, char *ret_text, size_t room);

#endif
