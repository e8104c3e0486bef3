/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times that a run's operations took, one number for each, kept whole so
 * that a percentile is read and not estimated.  The room is asked for once,
 * at the start; what does not fit is dropped and counted by nobody.
 */
#ifndef BENCH_LATENCY_H
#define BENCH_LATENCY_H

#include <stddef.h>

struct latency {
	float *times; /* owned */
	size_t count, room;
};

/* Makes room for that many times; -1 if there is no memory. */
int latency_init(struct latency *, size_t room);

/* Gives the room back. */
void latency_release(struct latency *);

/* Notes one operation's time, in whatever unit the caller keeps. */
void latency_add(struct latency *, double time);

/* Puts the times in order; percentiles may be read from then on. */
void latency_sort(struct latency *);

/* The time that this share (0 to 1) of all operations did not exceed. */
double latency_at(const struct latency *, double share);

#endif
