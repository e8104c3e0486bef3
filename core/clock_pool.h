/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock_pool.h - a clock whose random bytes are fetched four kilobytes at a
 * time.
 *
 * For one thread that wants many small pieces: asking the kernel for each
 * costs more than what they are for.  Bytes that were given out are wiped
 * from the pool.
 */
#ifndef CLOCK_POOL_H
#define CLOCK_POOL_H

#include "clock.h"

struct clock_pool {
	struct clock clock;	/* this is what the thread uses */
	const struct clock *of; /* borrowed: the time, and fresh bytes */
	size_t used;
	uint8_t bytes[4096];
};

void clock_pool_init(struct clock_pool *pool, const struct clock *of);
/* Wipes what is left. */
void clock_pool_release(struct clock_pool *pool);

#endif
