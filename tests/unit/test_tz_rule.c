/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "tz_rule.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *text;
	int64_t seconds;
	int32_t offset;
} rows[] = {
	{ "WITA-8", 0, 28800 },
	{ "<+0430>-4:30", 0, 16200 },
	{ "<-03>3", 0, -10800 },
	{ "LMT-7:57:36", 0, 28656 },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 1774745999, 3600 },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 1774746000, 7200 },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 1792889999, 7200 },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 1792890000, 3600 },
	/* Winter time is the exception. */
	{ "IST-1GMT0,M10.5.0,M3.5.0/1", 1768435200, 0 },
	{ "IST-1GMT0,M10.5.0,M3.5.0/1", 1784073600, 3600 },
	/* A rule that strikes the day before. */
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1774745999, -7200 },
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1774746000, -3600 },
	/* Summer all year round. */
	{ "XXX3EDT4,0/0,J365/23", 1767236400, -14400 },
	{ "XXX3EDT4,0/0,J365/23", 1780000000, -14400 },
	/* Day 60 is 1 March by J, 29 February or 1 March by zero. */
	{ "AAA0BBB,J60/0,J365/0", 1709164799 + 86400, 0 },
	{ "AAA0BBB,J60/0,J365/0", 1709164800 + 86400, 3600 },
	{ "AAA0BBB,59/0,J365/0", 1709164799, 0 },
	{ "AAA0BBB,59/0,J365/0", 1709164800, 3600 },
	{ "AAA0BBB,J59/0,J365/0", 1709078399, 0 },
	{ "AAA0BBB,J59/0,J365/0", 1709078400, 3600 },
};

/* A rule gives the offset of an instant. */
static void
a_rule_gives_the_offset_of_an_instant(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct tz_rule rule;
		int32_t got;

		if (!tz_rule_parse(rows[i].text, &rule))
			fail_msg("\"%s\" was refused", rows[i].text);
		got = tz_rule_offset(&rule, rows[i].seconds);
		if (got != rows[i].offset)
			fail_msg("%s at %lld: %d", rows[i].text,
			    (long long)rows[i].seconds, got);
	}
}

/* What is no rule is refused. */
static void
what_is_no_rule_is_refused(void **state)
{
	static const char *const broken[] = { "", "WI-8", "WITA", "WITA-",
		"WITA-8x", "8", "<+04-4", "<>4", "WITA-168", "WITA-8:60",
		"WITA-8:", "WITA-8:1:60", "CET-1CEST", "CET-1CEST,M3.5.0",
		"CET-1CEST,M3.5.0,", "CET-1CEST,M0.5.0,M10.5.0",
		"CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
		"CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
		"CET-1CEST,M3.5,M10.5.0", "CET-1CEST,M3,M10.5.0",
		"CET-1CEST,J0,J1", "CET-1CEST,J366,J1", "CET-1CEST,366,1",
		"CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x",
		"CET-1CEST,M3.5.0/,M10.5.0", "CET-1CEST,-1,1",
		"CET-99999999999999999999" };
	struct tz_rule rule = { .standard = 42 };

	(void)state;
	for (size_t i = 0; i < LENGTH(broken); i++)
		if (tz_rule_parse(broken[i], &rule))
			fail_msg("\"%s\" was taken", broken[i]);
	assert_int_equal(rule.standard, 42);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_gives_the_offset_of_an_instant),
		cmocka_unit_test(what_is_no_rule_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
