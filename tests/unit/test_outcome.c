/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* 2026-02-02T08:00:00Z, a Monday. */
#define NOW 1770019200

/* What the core keeps for itself, and what conclude() is asked. */
static void
only_answers_that_say_later_are_the_cores(void **state)
{
	static const struct {
		int status;
		enum outcome_class want;
		bool link;
	} rows[] = {
		{ 200, OUTCOME_ANSWER, false },
		{ 202, OUTCOME_ANSWER, false },
		{ 204, OUTCOME_ANSWER, false },
		{ 302, OUTCOME_ANSWER, false },
		{ 400, OUTCOME_ANSWER, false },
		{ 401, OUTCOME_ANSWER, false },
		{ 408, OUTCOME_RETRY, true },
		{ 409, OUTCOME_ANSWER, false },
		{ 425, OUTCOME_RETRY, false },
		{ 429, OUTCOME_RETRY, false },
		{ 500, OUTCOME_ANSWER, true },
		{ 501, OUTCOME_ANSWER, true },
		{ 502, OUTCOME_UNKNOWN, true },
		{ 503, OUTCOME_RETRY, true },
		{ 504, OUTCOME_UNKNOWN, true },
		{ 505, OUTCOME_ANSWER, true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (outcome_of_status(rows[i].status) != rows[i].want ||
		    outcome_link_failed(rows[i].status) != rows[i].link)
			fail_msg("status %d: got %s, link failed %d",
			    rows[i].status,
			    outcome_name(outcome_of_status(rows[i].status)),
			    outcome_link_failed(rows[i].status));
	}
}

/* Seconds, the three forms of a date, and what is neither. */
static void
retry_after_is_read_in_every_form(void **state)
{
	static const struct {
		const char *value;
		int64_t want;
	} rows[] = {
		{ "", 0 },
		{ "0", 0 },
		{ "120", 120 },
		{ "86400", 86400 },
		{ "86401", 86400 },
		{ "99999999999999999999999999", 86400 },
		{ "-5", 0 },
		{ "+5", 0 },
		{ "5s", 0 },
		{ "soon", 0 },
		{ "1e3", 0 },
		{ "Mon, 02 Feb 2026 08:02:00 GMT", 120 },
		{ "Monday, 02-Feb-26 08:02:00 GMT", 120 },
		{ "Mon Feb  2 08:02:00 2026", 120 },
		{ "Mon, 02 Feb 2026 07:59:00 GMT", 0 },
		{ "Sun, 02 Feb 2036 08:00:00 GMT", 86400 },
		{ "Mon, 02 Feb 2026 08:02:00 WIB", 0 },
		{ "Mon, 02 Feb 2026 08:02:00 GMT+8", 0 },
		{ "Mon, 02 Foo 2026 08:02:00 GMT", 0 },
		{ "Mon, 42 Feb 2026 08:02:00 GMT", 0 },
		{ "Mon, 02 Feb 2026 25:02:00 GMT", 0 },
		{ "Mon, -2 Feb 2026 08:02:00 GMT", 0 },
		{ "2026-02-02T08:02:00Z", 0 },
	};
	size_t i;
	int64_t got;

	(void)state;
	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		got = outcome_retry_after(rows[i].value, NOW);
		if (got != rows[i].want)
			fail_msg("\"%s\": got %lld, want %lld", rows[i].value,
			    (long long)got, (long long)rows[i].want);
	}
	assert_int_equal(outcome_retry_after(NULL, NOW), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_answers_that_say_later_are_the_cores),
		cmocka_unit_test(retry_after_is_read_in_every_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
