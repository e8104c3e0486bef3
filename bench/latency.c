/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "latency.h"

#include <stdlib.h>

/* Makes room for that many times; -1 if there is no memory. */
int
latency_init(struct latency *l, size_t room)
{
	l->times = calloc(room ? room : 1, sizeof *l->times);
	l->count = 0;
	l->room = l->times ? room : 0;
	return l->times ? 0 : -1;
}

/* Gives the room back. */
void
latency_release(struct latency *l)
{
	free(l->times);
	*l = (struct latency){ 0 };
}

/* Notes one operation's time, in whatever unit the caller keeps. */
void
latency_add(struct latency *l, double time)
{
	if (l->count < l->room)
		l->times[l->count++] = (float)time;
}

/* Orders two times for qsort. */
static int
by_time(const void *a, const void *b)
{
	const float *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Puts the times in order; percentiles may be read from then on. */
void
latency_sort(struct latency *l)
{
	qsort(l->times, l->count, sizeof *l->times, by_time);
}

/* The time that this share (0 to 1) of all operations did not exceed. */
double
latency_at(const struct latency *l, double share)
{
	size_t at = (size_t)((double)l->count * share);

	if (l->count == 0)
		return 0;
	return (double)l->times[at < l->count ? at : l->count - 1];
}
