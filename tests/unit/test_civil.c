/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "civil.h"

static const struct {
	int64_t days;
	struct civil date;
} rows[] = {
	{ 0, { 1970, 1, 1 } },
	{ -1, { 1969, 12, 31 } },
	{ 11016, { 2000, 2, 29 } },
	{ 20486, { 2026, 2, 2 } },
	{ -719468, { 0, 3, 1 } },
	{ -719469, { 0, 2, 29 } },
	{ -719529, { -1, 12, 31 } },
	{ 2932896, { 9999, 12, 31 } },
};

/* Known dates have their day, and the day its date. */
static void
days_and_dates_agree(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct civil date = civil_date(rows[i].days);

		assert_int_equal(date.year, rows[i].date.year);
		assert_int_equal(date.month, rows[i].date.month);
		assert_int_equal(date.day, rows[i].date.day);
		assert_int_equal(civil_days(date.year, date.month, date.day),
		    rows[i].days);
	}
}

/* Four hundred years have no gap, and begin again. */
static void
no_day_is_skipped(void **state)
{
	struct civil last = civil_date(-1000000 - 1);

	(void)state;
	for (int64_t day = -1000000; day < -1000000 + 146097; day++) {
		struct civil date = civil_date(day);

		assert_int_equal(civil_days(date.year, date.month, date.day),
		    day);
		if (date.day == 1)
			assert_int_equal(date.month, last.month % 12 + 1);
		else
			assert_int_equal(date.day, last.day + 1);
		last = date;
	}
}

/* A time before 1970 falls on the day before, not after. */
static void
times_round_down(void **state)
{
	(void)state;
	assert_int_equal(civil_day_of(0), 0);
	assert_int_equal(civil_day_of(86399), 0);
	assert_int_equal(civil_day_of(86400), 1);
	assert_int_equal(civil_day_of(-1), -1);
	assert_int_equal(civil_day_of(-86400), -1);
	assert_int_equal(civil_day_of(-86401), -2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_and_dates_agree),
		cmocka_unit_test(no_day_is_skipped),
		cmocka_unit_test(times_round_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
