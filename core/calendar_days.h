/* SPDX-License-Identifier: Apache-2.0 */
/*
 * calendar_days.h - what a calendar's file says, as a byte a day.
 *
 * Private to calendar.c and calendar_read.c.
 */
#ifndef CALENDAR_DAYS_H
#define CALENDAR_DAYS_H

#include "calendar.h"

struct calendar_days {
	const char *version;
	int64_t first, last; /* days, both included */
	/* Years in a row that have days, by layer; 0: no day at all. */
	int64_t first_year[CALENDAR_LAYERS], last_year[CALENDAR_LAYERS];
	uint8_t layers[]; /* of each day from first to last */
};

#endif
