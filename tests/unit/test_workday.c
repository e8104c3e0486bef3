/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "calendar_2026.h"
#include "civil.h"
#include "hub_time.h"
#include "workday.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define FIVE_DAYS (1u << CALENDAR_SATURDAY | 1u << CALENDAR_SUNDAY)
#define NATIONWIDE (1u << CALENDAR_NATIONAL | 1u << CALENDAR_JOINT_LEAVE)

/* A place at which the test reckons. */
struct bed {
	struct arena arena;
	struct workday_place place;
	struct tz *zone;
};

/* calendar_complaint_fn: the days are good. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	(void)ctx;
	fail_msg("line %u: %s", line, sentence);
}

/* Opens a zone with the days off of 2026. */
static void
bed_init(struct bed *bed, const char *zone)
{
	*bed = (struct bed){ .zone = tz_open(zone) };
	assert_non_null(bed->zone);
	arena_init(&bed->arena, 1 << 20);
	bed->place = (struct workday_place){
		.calendar = { .layers = NATIONWIDE, .weekend = FIVE_DAYS },
		.zone = bed->zone,
	};
	bed->place.calendar.days = calendar_read(&bed->arena, calendar_2026,
	    sizeof(calendar_2026) - 1, hear, NULL);
}

static void
bed_release(struct bed *bed)
{
	tz_free(bed->zone);
	arena_release(&bed->arena);
}

/* Days since 1970 of "2026-02-02". */
static int64_t
day_of(const char *date)
{
	char instant[HUB_TIME_SIZE];
	int64_t seconds;

	(void)snprintf(instant, sizeof(instant), "%sT00:00:00Z", date);
	assert_true(hub_time_parse(instant, &seconds));
	return civil_day_of(seconds);
}

/* An instant of "2026-02-02T08:00:00+08:00". */
static int64_t
ms_of(const char *text)
{
	int64_t seconds;

	assert_true(hub_time_parse(text, &seconds));
	return seconds * 1000;
}

/* The local date whose end is a due date; "" for none. */
static const char *
date_of(const struct bed *bed, int64_t at_ms, char buf[HUB_TIME_SIZE])
{
	struct civil date;
	int64_t day;

	buf[0] = '\0';
	if (at_ms == 0)
		return buf;
	day = tz_local_day(bed->zone, at_ms / 1000);
	assert_int_equal(at_ms, tz_day_start(bed->zone, day) * 1000);
	date = civil_date(day - 1);
	(void)snprintf(buf, HUB_TIME_SIZE, "%04d-%02d-%02d", (int)date.year,
	    date.month, date.day);
	return buf;
}

/* The reckoned days of 2026, from the first and the last second of day 0. */
static void
limits_end_with_their_last_working_day(void **state)
{
	static const unsigned days[] = { 3, 5, 10, 14, 60 };
	static const struct {
		const char *start, *due[5];
	} rows[] = {
		{ "2026-02-13",
		    { "2026-02-20", "2026-02-24", "2026-03-03", "2026-03-09",
			"2026-05-25" } },
		{ "2026-03-16",
		    { "2026-03-26", "2026-03-30", "2026-04-07", "2026-04-13",
			"2026-06-25" } },
		{ "2026-03-19",
		    { "2026-03-27", "2026-03-31", "2026-04-08", "2026-04-14",
			"2026-06-26" } },
		{ "2026-05-13",
		    { "2026-05-20", "2026-05-22", "2026-06-03", "2026-06-09",
			"2026-08-13" } },
		{ "2026-12-21", { "2026-12-28", "2026-12-30" } },
	};
	struct workday_due due;
	char buf[HUB_TIME_SIZE];
	struct bed bed;

	(void)state;
	bed_init(&bed, "Asia/Makassar");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t start = tz_day_start(bed.zone, day_of(rows[i].start)) *
		    1000;

		for (size_t j = 0; j < 5 && rows[i].due[j] != NULL; j++) {
			due = workday_due(&bed.place, start, days[j], NULL, 0);
			assert_string_equal(date_of(&bed, due.at_ms, buf),
			    rows[i].due[j]);
			assert_false(due.provisional);
			assert_int_equal(due.at_ms,
			    workday_due(&bed.place, start + DAY_MS - 1, days[j],
				NULL, 0)
				.at_ms);
			assert_int_equal(workday_between(&bed.place, start,
					     due.at_ms - 1),
			    days[j]);
		}
	}
	bed_release(&bed);
}

/* Pauses as "asked on, answered on" days of February 2026, at noon; 0: not
 * answered.  The start is Monday the 2nd, the limit 5 days. */
static const struct {
	int asked[3], answered[3];
	const char *due;
} pause_rows[] = {
	{ { 0 }, { 0 }, "2026-02-09" },
	{ { 4 }, { 4 }, "2026-02-09" },
	{ { 4 }, { 5 }, "2026-02-10" },
	{ { 6 }, { 9 }, "2026-02-10" },
	{ { 7 }, { 8 }, "2026-02-09" },
	{ { 4 }, { 11 }, "2026-02-18" },
	{ { 3, 5, 9 }, { 4, 6, 10 }, "2026-02-12" },
	{ { 9, 3, 5 }, { 10, 4, 6 }, "2026-02-12" },
	{ { 4, 4, 5 }, { 11, 5, 6 }, "2026-02-18" },
	{ { 4 }, { 0 }, "" },
	{ { 9 }, { 0 }, "" },
	{ { 10 }, { 0 }, "2026-02-09" },
	{ { 3, 4 }, { 4, 0 }, "" },
	{ { 2 }, { 2 }, "2026-02-09" },
	{ { 2 }, { 3 }, "2026-02-09" },
};

/* A day counts when the clock runs at its end. */
static void
pauses_stop_the_clock(void **state)
{
	int64_t start = ms_of("2026-02-02T08:00:00+08:00");
	int64_t noon = ms_of("2026-01-31T12:00:00+08:00");
	struct bed bed;

	(void)state;
	bed_init(&bed, "Asia/Makassar");
	for (size_t i = 0; i < sizeof(pause_rows) / sizeof(*pause_rows); i++) {
		struct workday_pause pauses[3];
		char buf[HUB_TIME_SIZE];
		size_t n = 0;

		for (; n < 3 && pause_rows[i].asked[n] != 0; n++) {
			int answered = pause_rows[i].answered[n];

			pauses[n].from_ms = noon +
			    pause_rows[i].asked[n] * DAY_MS;
			pauses[n].until_ms = answered == 0
			    ? 0
			    : noon + answered * DAY_MS + HOUR_MS;
		}
		assert_string_equal(date_of(&bed,
					workday_due(&bed.place, start, 5,
					    pauses, n)
					    .at_ms,
					buf),
		    pause_rows[i].due);
	}
	bed_release(&bed);
}

/* What counts is the last instant of a day: an answer at midnight is of the
 * next day, a question at midnight too; an empty pause is none. */
static void
midnight_belongs_to_the_next_day(void **state)
{
	static const struct {
		const char *from, *until, *due;
	} rows[] = {
		{ "2026-02-04T12:00:00+08:00", "2026-02-05T00:00:00+08:00",
		    "2026-02-10" },
		{ "2026-02-04T12:00:00+08:00", "2026-02-04T23:59:59+08:00",
		    "2026-02-09" },
		{ "2026-02-05T00:00:00+08:00", "2026-02-05T23:59:59+08:00",
		    "2026-02-09" },
		{ "2026-02-04T23:59:59+08:00", "2026-02-05T00:00:01+08:00",
		    "2026-02-10" },
		{ "2026-02-04T12:00:00+08:00", "2026-02-04T12:00:00+08:00",
		    "2026-02-09" },
		{ "2026-02-04T12:00:00+08:00", "2036-02-04T12:00:00+08:00",
		    "2036-02-07" },
	};
	int64_t start = ms_of("2026-02-02T08:00:00+08:00");
	char buf[HUB_TIME_SIZE];
	struct workday_due due;
	struct bed bed;

	(void)state;
	bed_init(&bed, "Asia/Makassar");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct workday_pause pause = { ms_of(rows[i].from),
			ms_of(rows[i].until) };

		due = workday_due(&bed.place, start, 5, &pause, 1);
		assert_string_equal(date_of(&bed, due.at_ms, buf), rows[i].due);
	}
	assert_true(due.provisional);
	bed_release(&bed);
}

/* Day 0 is the local date: one instant, two dates. */
static void
zones_decide_on_day_zero(void **state)
{
	static const struct {
		const char *zone, *due, *at;
	} rows[] = {
		/* 23:30 of Thursday the 5th in Jakarta, Friday in Bali. */
		{ "Asia/Jakarta", "2026-02-10", "2026-02-11T00:00:00+07:00" },
		{ "Asia/Makassar", "2026-02-11", "2026-02-12T00:00:00+08:00" },
		{ "Europe/Amsterdam", "2026-02-10",
		    "2026-02-11T00:00:00+01:00" },
	};
	int64_t start = ms_of("2026-02-05T23:30:00+07:00");
	char buf[HUB_TIME_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct workday_due due;
		struct bed bed;

		bed_init(&bed, rows[i].zone);
		due = workday_due(&bed.place, start, 3, NULL, 0);
		assert_string_equal(date_of(&bed, due.at_ms, buf), rows[i].due);
		assert_int_equal(due.at_ms, ms_of(rows[i].at));
		bed_release(&bed);
	}
}

/* Hours are those of the wall, Sundays too; pauses are added to them. */
static void
hours_run_day_and_night(void **state)
{
	static const struct {
		int from[2], until[2]; /* hours after the start */
		int due;
	} rows[] = {
		{ { 0 }, { 0 }, 24 },
		{ { 2 }, { 5 }, 27 },
		{ { 2, 4 }, { 5, 6 }, 28 },
		{ { 4, 2 }, { 6, 5 }, 28 },
		{ { 2, 25 }, { 5, 26 }, 28 },
		{ { 2, 27 }, { 5, 40 }, 27 },
		{ { 23 }, { 100 }, 101 },
		{ { 24 }, { 100 }, 24 },
		{ { -5 }, { 1 }, 25 },
		{ { -5 }, { -1 }, 24 },
		{ { 7 }, { 0 }, 0 },
		{ { 30 }, { 0 }, 24 },
	};
	int64_t start = ms_of("2026-02-07T20:00:00+08:00");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct workday_pause pauses[2];
		struct workday_due due;
		size_t n = 0;

		for (; n < 2 && rows[i].from[n] != 0; n++)
			pauses[n] = (struct workday_pause){
				start + rows[i].from[n] * HOUR_MS,
				rows[i].until[n] == 0
				    ? 0
				    : start + rows[i].until[n] * HOUR_MS,
			};
		due = workday_hours(start, 24, pauses, n);
		assert_int_equal(due.at_ms,
		    rows[i].due == 0 ? 0 : start + rows[i].due * HOUR_MS);
		assert_false(due.provisional);
	}
}

/* Parts of a time have together what the whole has, none twice. */
static void
days_between_add_up(void **state)
{
	static const struct {
		const char *from, *until;
		int64_t days;
	} rows[] = {
		{ "2026-02-02T08:00:00+08:00", "2026-02-02T23:59:59+08:00", 0 },
		{ "2026-02-02T23:59:59+08:00", "2026-02-03T00:00:00+08:00", 1 },
		{ "2026-02-06T08:00:00+08:00", "2026-02-09T08:00:00+08:00", 1 },
		{ "2026-02-07T08:00:00+08:00", "2026-02-08T08:00:00+08:00", 0 },
		{ "2026-02-13T08:00:00+08:00", "2026-02-18T08:00:00+08:00", 1 },
		{ "2026-02-09T08:00:00+08:00", "2026-02-02T08:00:00+08:00", 0 },
		{ "2026-01-01T00:00:00+08:00", "2026-12-31T00:00:00+08:00",
		    240 },
	};
	struct bed bed;

	(void)state;
	bed_init(&bed, "Asia/Makassar");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int64_t from = ms_of(rows[i].from);
		int64_t until = ms_of(rows[i].until);

		assert_int_equal(workday_between(&bed.place, from, until),
		    rows[i].days);
		for (int64_t at = from; at < until; at += 7 * HOUR_MS)
			assert_int_equal(workday_between(&bed.place, from, at) +
				workday_between(&bed.place, at, until),
			    rows[i].days);
	}
	bed_release(&bed);
}

/* Every day of three years as a start, of which the calendar knows one: due
 * dates never go back, nothing is due on a day off, and what runs into a
 * year that is not loaded is provisional. */
static void
three_years_are_walked(void **state)
{
	static const unsigned limits[] = { 1, 3, 5, 14, 60, 366 };
	int64_t first, last, known;
	struct bed bed;

	(void)state;
	bed_init(&bed, "Asia/Makassar");
	first = civil_days(2026, 1, 1);
	last = civil_days(2028, 12, 31);
	known = tz_day_start(bed.zone, civil_days(2027, 1, 1)) * 1000;
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++) {
		int64_t before = 0;

		for (int64_t day = first; day <= last; day++) {
			int64_t start = tz_day_start(bed.zone, day) * 1000;
			struct workday_due due = workday_due(&bed.place,
			    start + 9 * HOUR_MS, limits[i], NULL, 0);

			assert_true(due.at_ms >= before);
			assert_int_equal(workday_between(&bed.place, start,
					     due.at_ms - 1),
			    limits[i]);
			assert_int_equal(workday_between(&bed.place, start,
					     due.at_ms - DAY_MS - 1),
			    limits[i] - 1);
			assert_int_equal(due.provisional, due.at_ms > known);
			before = due.at_ms;
		}
	}
	bed_release(&bed);
}

/* Where the clock is put forward at midnight, a day begins at one. */
static void
days_may_begin_at_one(void **state)
{
	int64_t start = ms_of("2026-04-20T08:00:00+02:00"); /* a Monday */
	struct workday_due due;
	struct bed bed;

	(void)state;
	bed_init(&bed, "Africa/Cairo");
	bed.place.calendar.weekend = 1u << CALENDAR_FRIDAY |
	    1u << CALENDAR_SATURDAY;
	due = workday_due(&bed.place, start, 3, NULL, 0);
	assert_int_equal(due.at_ms, ms_of("2026-04-24T01:00:00+03:00"));
	due = workday_due(&bed.place, start, 4, NULL, 0);
	assert_int_equal(due.at_ms, ms_of("2026-04-27T00:00:00+03:00"));
	bed_release(&bed);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_end_with_their_last_working_day),
		cmocka_unit_test(pauses_stop_the_clock),
		cmocka_unit_test(midnight_belongs_to_the_next_day),
		cmocka_unit_test(zones_decide_on_day_zero),
		cmocka_unit_test(hours_run_day_and_night),
		cmocka_unit_test(days_between_add_up),
		cmocka_unit_test(three_years_are_walked),
		cmocka_unit_test(days_may_begin_at_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
