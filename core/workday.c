/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "workday.h"

#include "civil.h"

#define HOUR_MS INT64_C(3600000)

/* The local date of an instant. */
static int64_t
local_day(const struct workday_place *place, int64_t ms)
{
	return tz_local_day(place->zone, ms / 1000 - (ms % 1000 < 0));
}

/* The first instant after a local day. */
static int64_t
day_end(const struct workday_place *place, int64_t day)
{
	return tz_day_start(place->zone, day + 1) * 1000;
}

/* Whether a pause is not over at that instant. */
static bool
lasts(const struct workday_pause *pause, int64_t ms)
{
	return pause->until_ms == 0 || pause->until_ms >= ms;
}

/* The pause in which a clock stands at the last instant before end: the one
 * that lasts longest; NULL when the clock runs. */
static const struct workday_pause *
pause_at(int64_t end, const struct workday_pause *pauses, size_t count)
{
	const struct workday_pause *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (pauses[i].from_ms >= end || !lasts(&pauses[i], end))
			continue;
		if (found == NULL || lasts(&pauses[i], found->until_ms))
			found = &pauses[i];
		if (found->until_ms == 0)
			break;
	}
	return found;
}

/* Whether all days between two are of years that the calendar knows; the
 * years that it knows are in a row. */
static bool
is_known(const struct calendar *calendar, int64_t from, int64_t until)
{
	return calendar_knows(calendar, civil_date(from).year) &&
	    calendar_knows(calendar, civil_date(until).year);
}

/* When so many working days are over. */
struct workday_due
workday_due(const struct workday_place *place, int64_t start_ms, unsigned days,
    const struct workday_pause *pauses, size_t count)
{
	int64_t start = local_day(place, start_ms), day = start;
	const struct workday_pause *pause;

	while (days > 0) {
		day++;
		if (calendar_is_off(&place->calendar, day))
			continue;
		pause = count == 0
		    ? NULL
		    : pause_at(day_end(place, day), pauses, count);
		if (pause == NULL)
			days--;
		else if (pause->until_ms == 0)
			return (struct workday_due){ 0, false };
		else
			day = local_day(place, pause->until_ms) - 1;
	}
	return (struct workday_due){
		.at_ms = day_end(place, day),
		.provisional = !is_known(&place->calendar, start + 1, day),
	};
}

/* The pause that begins first of those that are not over at an instant. */
static const struct workday_pause *
next_pause(int64_t ms, const struct workday_pause *pauses, size_t count)
{
	const struct workday_pause *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (lasts(&pauses[i], ms + 1) &&
		    (found == NULL || pauses[i].from_ms < found->from_ms))
			found = &pauses[i];
	return found;
}

/* When so many hours have run. */
struct workday_due
workday_hours(int64_t start_ms, unsigned hours,
    const struct workday_pause *pauses, size_t count)
{
	int64_t at = start_ms, left = hours * HOUR_MS;
	const struct workday_pause *pause;

	while ((pause = next_pause(at, pauses, count)) != NULL &&
	    pause->from_ms < at + left) {
		if (pause->until_ms == 0)
			return (struct workday_due){ 0, false };
		if (pause->from_ms > at)
			left -= pause->from_ms - at;
		at = pause->until_ms;
	}
	return (struct workday_due){ .at_ms = at + left };
}

/* The working days of a time. */
int64_t
workday_between(const struct workday_place *place, int64_t from_ms,
    int64_t until_ms)
{
	int64_t day = local_day(place, from_ms);
	int64_t last = local_day(place, until_ms), count = 0;

	while (day < last)
		count += !calendar_is_off(&place->calendar, ++day);
	return count;
}
