/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks that a measurement needs, in seconds: one that never jumps, for
 * durations, the wall's, to lay two programs' records side by side, and the
 * processor's, for work that others on the machine must not stretch.
 */
#ifndef BENCH_STOPWATCH_H
#define BENCH_STOPWATCH_H

/* Seconds since some fixed point; only differences mean anything. */
double stopwatch_now(void);

/* Seconds since 1970 by the wall clock. */
double stopwatch_wall(void);

/* Seconds that this process has kept processors busy. */
double stopwatch_cpu(void);

#endif
