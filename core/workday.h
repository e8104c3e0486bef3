/* SPDX-License-Identifier: Apache-2.0 */
/*
 * workday.h - working days as a clock: when a limit of so many of them is
 * over, and how many went by.
 *
 * The local date on which a clock starts is day 0 and never counts.  A working
 * day counts if the clock is running at its end, that is at the last instant
 * before the next local day begins; the limit is over when the last one ends.
 */
#ifndef WORKDAY_H
#define WORKDAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"
#include "tz.h"

/* Where a clock hangs.  A value; the zone is another's. */
struct workday_place {
	struct calendar calendar;
	const struct tz *zone;
};

/* A time in which a clock stood still; they may overlap, in any order. */
struct workday_pause {
	int64_t from_ms;
	int64_t until_ms; /* first instant that counts again, 0: paused yet */
};

struct workday_due {
	int64_t at_ms;	  /* first instant of the next day; 0: paused */
	bool provisional; /* runs through a year that no calendar knows */
};

/* When the days-th working day ends.  A pause that begins later changes
 * nothing. */
struct workday_due workday_due(const struct workday_place *place,
    int64_t start_ms, unsigned days, const struct workday_pause *pauses,
    size_t count);
/* The same of hours on the wall, pauses added; never provisional. */
struct workday_due workday_hours(int64_t start_ms, unsigned hours,
    const struct workday_pause *pauses, size_t count);

/* Working days after the local date of from, up to that of until: 0 on the
 * same day.  What two halves of a time have is what the whole has. */
int64_t workday_between(const struct workday_place *place, int64_t from_ms,
    int64_t until_ms);

#endif
