/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "period.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "hub_time.h"

/* The day of an ISO date; false when it is none. */
static bool
read_date(const char *text, int64_t *ret_day)
{
	char instant[HUB_TIME_SIZE];
	int64_t seconds;

	if (strlen(text) != 10)
		return false;
	(void)snprintf(instant, sizeof(instant), "%.10sT00:00:00Z", text);
	if (!hub_time_parse(instant, &seconds))
		return false;
	*ret_day = civil_day_of(seconds);
	return true;
}

/* A day as an ISO date. */
static void
put_date(int64_t day, char buf[PERIOD_DATE_SIZE])
{
	struct civil date = civil_date(day);

	(void)snprintf(buf, PERIOD_DATE_SIZE, "%04d-%02d-%02d",
	    (int)(date.year % 10000), date.month, date.day);
}

/* The same day of the month before; its last one where there is none. */
static int64_t
month_before(int64_t day)
{
	struct civil date = civil_date(day);
	int64_t year = date.month == 1 ? date.year - 1 : date.year;
	int month = date.month == 1 ? 12 : date.month - 1;
	int64_t end = civil_days(date.year, date.month, 1);
	int64_t found = civil_days(year, month, date.day);

	return found < end ? found : end - 1;
}

/* The first instant of a day. */
static int64_t
start_of(const struct tz *zone, int64_t day)
{
	return tz_day_start(zone, day) * 1000;
}

const char *
period_read(const struct tz *zone, const char *from, const char *to,
    int64_t now_ms, struct period *ret)
{
	int64_t last = tz_local_day(zone, now_ms / 1000), first = INT64_MIN;
	struct period period = { .from_ms = 0 };

	if (from[0] != '\0' && !read_date(from, &first))
		return "from: expected a date, year first, such as 2026-01-01";
	if (to[0] != '\0' && !read_date(to, &last))
		return "to: expected a date, year first, such as 2026-06-30";
	if (first > last)
		return "from: expected a day not behind that of to";
	if (from[0] != '\0') {
		put_date(first, period.from);
		period.from_ms = start_of(zone, first);
	}
	put_date(last, period.to);
	period.until_ms = start_of(zone, last + 1);
	period.month_ms = start_of(zone, month_before(last + 1));
	*ret = period;
	return NULL;
}
