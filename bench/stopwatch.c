/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "stopwatch.h"

#include <time.h>

/* What one of the system's clocks shows, in seconds. */
static double
seconds_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Seconds since some fixed point; only differences mean anything. */
double
stopwatch_now(void)
{
	return seconds_of(CLOCK_MONOTONIC);
}

/* Seconds since 1970 by the wall clock. */
double
stopwatch_wall(void)
{
	return seconds_of(CLOCK_REALTIME);
}

/* Seconds that this process has kept processors busy. */
double
stopwatch_cpu(void)
{
	return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}
