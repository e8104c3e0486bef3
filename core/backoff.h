/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backoff.h - how long to wait before the next attempt: exponential with
 * jitter, capped.  Pure; chance is an argument.
 */
#ifndef BACKOFF_H
#define BACKOFF_H

#include <stdint.h>

struct backoff {
	int64_t first_ms, most_ms;
};

/* After `attempt` failures (1, 2...): between half and the whole of
 * first * 2^(attempt - 1), at most most_ms.  chance is any random number. */
int64_t backoff_ms(const struct backoff *backoff, unsigned attempt,
    uint32_t chance);

#endif
