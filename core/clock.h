/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - the one place that asks the system for time and randomness.
 *
 * Everything else takes them as arguments, or through a struct clock, so that
 * a test can let days pass in milliseconds.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stddef.h>
#include <stdint.h>

struct clock {
	int64_t (*now_ms)(void *ctx);	 /* since 1970-01-01 UTC */
	int64_t (*steady_ms)(void *ctx); /* never goes back */
	void (*random)(void *ctx, void *bytes, size_t len);
	void *ctx;
};

/* The system's own. */
const struct clock *clock_system(void);

/* A clock whose time is the system's plus an offset that tests may change;
 * steady time moves with it. Owned by the caller, no release needed. */
struct clock_shifted {
	struct clock clock;
	_Atomic int64_t offset_ms;
};
void clock_shifted_init(struct clock_shifted *shifted);

int64_t clock_now_ms(const struct clock *clock);
int64_t clock_steady_ms(const struct clock *clock);
void clock_random(const struct clock *clock, void *bytes, size_t len);

#endif
