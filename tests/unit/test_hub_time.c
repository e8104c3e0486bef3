/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(*(table)))

static void
an_instant_is_written_in_utc(void **state)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ -1, "1969-12-31T23:59:59Z" },
		{ 1770019200, "2026-02-02T08:00:00Z" },
		{ 951782400, "2000-02-29T00:00:00Z" },
		{ 4107542400, "2100-03-01T00:00:00Z" },
		{ 253402300799, "9999-12-31T23:59:59Z" },
		{ 253402300800, "" },
		{ -62167219200, "0000-01-01T00:00:00Z" },
		{ -62167219201, "" },
		{ INT64_MAX, "" },
		{ INT64_MIN, "" },
	};
	char buf[HUB_TIME_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		hub_time_text(rows[i].seconds, buf);
		assert_string_equal(buf, rows[i].text);
	}
}

static void
milliseconds_have_three_decimals(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ -1, "1969-12-31T23:59:59.999Z" },
		{ 1770019200042, "2026-02-02T08:00:00.042Z" },
		{ INT64_MIN, "" },
	};
	char buf[HUB_TIME_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		hub_time_text_ms(rows[i].ms, buf);
		assert_string_equal(buf, rows[i].text);
	}
}

static void
a_time_with_its_zone_is_read(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} rows[] = {
		{ "2026-02-02T08:00:00Z", 1770019200 },
		{ "2026-02-02T16:00:00+08:00", 1770019200 },
		{ "2026-02-02T03:30:00-04:30", 1770019200 },
		{ "2026-02-02t08:00:00z", 1770019200 },
		{ "2026-02-02T08:00:00.999999999999Z", 1770019200 },
		{ "2026-02-02T08:00:00-00:00", 1770019200 },
		{ "2000-02-29T00:00:00Z", 951782400 },
		{ "2016-12-31T23:59:60Z", 1483228800 },
		{ "2017-01-01T07:59:60+08:00", 1483228800 },
		{ "0000-01-01T00:00:00Z", -62167219200 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t got = -7;

		assert_true(hub_time_parse(rows[i].text, &got));
		assert_int_equal(got, rows[i].seconds);
	}
}

static void
decimals_are_milliseconds(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = {
		{ "2026-02-02T08:00:00Z", 1770019200000 },
		{ "2026-02-02T16:00:00.25+08:00", 1770019200250 },
		{ "2026-02-02T08:00:00.0429Z", 1770019200042 },
		{ "1969-12-31T23:59:59.5Z", -500 },
	};
	int64_t got = -7;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_true(hub_time_parse_ms(rows[i].text, &got));
		assert_int_equal(got, rows[i].ms);
	}
	assert_true(hub_time_parse(rows[3].text, &got));
	assert_int_equal(got, -1);
}

static void
what_is_no_time_is_refused(void **state)
{
	static const char *const rows[] = {
		"",
		"2026-02-02",
		"2026-02-02T08:00:00", /* no zone */
		"2026-02-02T08:00Z",
		"2026-02-02 08:00:00Z",
		"02/02/2026",
		"2026-2-2T08:00:00Z",
		"20260202T080000Z",
		"2026-02-29T00:00:00Z",
		"1900-02-29T00:00:00Z",
		"2026-04-31T00:00:00Z",
		"2026-00-10T00:00:00Z",
		"2026-10-00T00:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-02-02T24:00:00Z",
		"2026-02-02T08:60:00Z",
		"2026-02-02T08:00:61Z",
		"2026-02-02T08:00:60Z", /* not at the end of a day */
		"2016-12-31T23:59:60+08:00",
		"2026-02-02T08:00:00.Z",
		"2026-02-02T08:00:00,5Z",
		"2026-02-02T08:00:00+0800",
		"2026-02-02T08:00:00+08",
		"2026-02-02T08:00:00+24:00",
		"2026-02-02T08:00:00+08:60",
		"2026-02-02T08:00:00Zx",
		"2026-02-02T08:00:00Z ",
		" 2026-02-02T08:00:00Z",
		"-026-02-02T08:00:00Z",
		"2026-02-02T08:00:00+-8:00",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t got = -7;

		if (hub_time_parse(rows[i], &got))
			fail_msg("\"%s\" was read", rows[i]);
		assert_int_equal(got, -7);
	}
}

static void
a_time_cut_anywhere_is_refused(void **state)
{
	static const char whole[] = "2026-02-02T08:00:00.25+08:00";
	char cut[sizeof(whole)];
	int64_t got;

	(void)state;
	for (size_t len = 0; len < sizeof(whole) - 1; len++) {
		memcpy(cut, whole, len);
		cut[len] = '\0';
		assert_false(hub_time_parse(cut, &got));
	}
	assert_true(hub_time_parse(whole, &got));
}

static void
days_and_dates_agree_over_four_centuries(void **state)
{
	int64_t want = hub_days_from_civil(1800, 1, 1);

	(void)state;
	for (int year = 1800; year < 2210; year++) {
		for (unsigned month = 1; month <= 12; month++) {
			int64_t next = month < 12
			    ? hub_days_from_civil(year, month + 1, 1)
			    : hub_days_from_civil(year + 1, 1, 1);

			for (unsigned day = 1; want < next; day++, want++) {
				unsigned m, d;
				int y;

				hub_civil_from_days(want, &y, &m, &d);
				assert_int_equal(y, year);
				assert_int_equal(m, month);
				assert_int_equal(d, day);
				assert_int_equal(hub_days_from_civil(y, m, d),
				    want);
			}
		}
	}
	assert_int_equal(hub_days_from_civil(1970, 1, 1), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_instant_is_written_in_utc),
		cmocka_unit_test(milliseconds_have_three_decimals),
		cmocka_unit_test(a_time_with_its_zone_is_read),
		cmocka_unit_test(decimals_are_milliseconds),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(a_time_cut_anywhere_is_refused),
		cmocka_unit_test(days_and_dates_agree_over_four_centuries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
