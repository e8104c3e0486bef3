/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "clock.h"

#include <errno.h>
#include <sys/random.h>

/* A clock of the kernel in milliseconds. */
static int64_t
kernel_ms(clockid_t id)
{
	struct timespec ts;

	if (clock_gettime(id, &ts) != 0)
		abort();
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Time of day. */
static int64_t
system_now_ms(void *ctx)
{
	(void)ctx;
	return kernel_ms(CLOCK_REALTIME);
}

/* Time since some instant, the machine's sleep not among it. */
static int64_t
system_steady_ms(void *ctx)
{
	(void)ctx;
	return kernel_ms(CLOCK_MONOTONIC);
}

/* Bytes that nobody can guess. */
static void
system_random(void *ctx, void *bytes, size_t len)
{
	uint8_t *to = bytes;
	ssize_t got;

	(void)ctx;
	while (len > 0) {
		got = getrandom(to, len, 0);
		if (got < 0 && errno != EINTR)
			abort();
		if (got < 0)
			continue;
		to += got;
		len -= (size_t)got;
	}
}

/* The clock that a running hub uses. */
const struct clock *
clock_system(void)
{
	static const struct clock system_clock = {
		.now_ms = system_now_ms,
		.steady_ms = system_steady_ms,
		.random = system_random,
	};

	return &system_clock;
}

/* Time of day plus the offset. */
static int64_t
shifted_now_ms(void *ctx)
{
	const struct clock_shifted *shifted = ctx;

	return system_now_ms(NULL) + shifted->offset_ms;
}

/* Steady time plus the offset. */
static int64_t
shifted_steady_ms(void *ctx)
{
	const struct clock_shifted *shifted = ctx;

	return system_steady_ms(NULL) + shifted->offset_ms;
}

/* A clock that shows the system's time until its offset is changed. */
void
clock_shifted_init(struct clock_shifted *shifted)
{
	shifted->clock = (struct clock){
		.now_ms = shifted_now_ms,
		.steady_ms = shifted_steady_ms,
		.random = system_random,
		.ctx = shifted,
	};
	shifted->offset_ms = 0;
}

/* Milliseconds since 1970-01-01 UTC. */
int64_t
clock_now_ms(const struct clock *clock)
{
	return clock->now_ms(clock->ctx);
}

/* Milliseconds that only grow, for intervals. */
int64_t
clock_steady_ms(const struct clock *clock)
{
	return clock->steady_ms(clock->ctx);
}

/* Random bytes. */
void
clock_random(const struct clock *clock, void *bytes, size_t len)
{
	clock->random(clock->ctx, bytes, len);
}
