/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "conf_fixture.h"
#include "hub_time.h"
#include "term.h"

/* The hub is in Jakarta; Bali has one more day off. */
static const char rules[] = CONF_BASE
    "calendar \"id\" { file = \"id.csv\" }\n"
    "calendar \"id-bali\" { file = \"id.csv\"\n"
    " layers = { national, joint_leave, dispensation } }\n"
    "jurisdiction \"bali\" { region = { \"51\" }\n"
    " timezone = \"Asia/Makassar\" calendar = \"id-bali\" }\n"
    "jurisdiction \"all-of-bali\" { region = { \"51*\" }\n"
    " timezone = \"Asia/Jayapura\" }\n"
    "institution \"six\" { name = S plugin = none weekend = { sun }\n"
    " timezone = \"Asia/Makassar\" }\n"
    "deadline \"accept\" { days = 2 since = 2026-06-15 }\n"
    "deadline \"accept\" { days = 1 since = 2026-06-20 }\n"
    "deadline \"complaint\" { days = 10 since = 2027-01-01 }\n"
    "deadline \"arbitrate\" { hours = 12 since = 2026-06-15 }\n";

/* The rules as a conf. */
static struct conf *
read_rules(void **state)
{
	struct hub_buf told;
	struct conf *conf;

	hub_buf_init(&told, 1 << 20);
	conf = conf_fixture_try(*state, rules, &told);
	assert_string_equal(hub_buf_str(&told), "");
	hub_buf_release(&told);
	return conf;
}

/* An instant of "2026-02-02T08:00:00+08:00"; "" is 0. */
static int64_t
ms_of(const char *text)
{
	int64_t seconds = 0;

	assert_true(text[0] == '\0' || hub_time_parse(text, &seconds));
	return seconds * 1000;
}

/* The citizen's clock by class, region and day of receipt. */
static void
cases_are_due_by_their_class(void **state)
{
	static const struct {
		const char *received;
		enum hub_class class;
		bool urgent;
		const char *region, *due;
		bool provisional;
	} rows[] = {
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_INFORMATION_REQUEST,
		    false, "31.71", "2026-06-24T00:00:00+07:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_INFORMATION_REQUEST,
		    false, "51.71", "2026-06-25T00:00:00+08:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_INFORMATION_REQUEST,
		    false, "510", "2026-06-24T00:00:00+09:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_INFORMATION_REQUEST,
		    false, "", "2026-06-24T00:00:00+07:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_COMPLAINT, false, "",
		    "2026-07-07T00:00:00+07:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_NONE, false, "",
		    "2026-07-07T00:00:00+07:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_ASPIRATION, false, "",
		    "2026-06-24T00:00:00+07:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_SUPERVISORY, false, "",
		    "2026-09-09T00:00:00+07:00", false },
		{ "2026-06-15T10:00:00+07:00", HUB_CLASS_COMPLAINT, true, "",
		    "2026-06-16T10:00:00+07:00", false },
		/* The last day of 2026, which is 2027 in Bali. */
		{ "2026-12-31T23:30:00+07:00", HUB_CLASS_COMPLAINT, false, "",
		    "2027-01-21T00:00:00+07:00", true },
		{ "2026-12-31T23:30:00+07:00", HUB_CLASS_COMPLAINT, false, "51",
		    "2027-01-16T00:00:00+08:00", true },
	};
	struct conf *conf = read_rules(state);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct term_case of = {
			.received_ms = ms_of(rows[i].received),
			.classification = rows[i].class,
			.urgent = rows[i].urgent,
			.region = rows[i].region,
		};
		struct term_due due = term_of_case(conf, &of, NULL, 0);

		assert_int_equal(due.at, ms_of(rows[i].due));
		assert_int_equal(due.provisional, rows[i].provisional);
		assert_string_equal(due.calendar, "2026-1");
	}
	conf_release(conf);
}

/* A handoff's clock runs at its receiver's, by the rule of the case's day 0. */
static void
hops_are_due_by_the_receivers_calendar(void **state)
{
	static const struct {
		const char *receiver, *received, *start, *due;
	} rows[] = {
		{ "inspektorat", "", "2026-06-12T10:00:00+07:00",
		    "2026-06-19T00:00:00+07:00" },
		{ "six", "", "2026-06-12T10:00:00+07:00",
		    "2026-06-18T00:00:00+08:00" },
		{ "inspektorat", "", "2026-06-15T10:00:00+07:00",
		    "2026-06-19T00:00:00+07:00" },
		{ "inspektorat", "2026-06-12T10:00:00+07:00",
		    "2026-06-15T10:00:00+07:00", "2026-06-20T00:00:00+07:00" },
		{ "six", "2026-06-12T10:00:00+07:00",
		    "2026-06-17T10:00:00+07:00", "2026-06-21T00:00:00+08:00" },
		{ "six", "", "2026-06-20T10:00:00+07:00",
		    "2026-06-23T00:00:00+08:00" },
		{ "six", "2010-01-01T00:00:00Z", "2026-06-20T10:00:00+07:00",
		    "2026-06-25T00:00:00+08:00" },
	};
	struct conf *conf = read_rules(state);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct term_limit accept = {
			.name = "accept",
			.received_ms = ms_of(rows[i].received),
			.start_ms = ms_of(rows[i].start),
		};

		assert_int_equal(term_of_hop(conf,
				     conf_find(conf, rows[i].receiver), &accept,
				     NULL, 0)
				     .at,
		    ms_of(rows[i].due));
	}
	conf_release(conf);
}

/* Pauses stop the clocks of both, and an outage moves a hop by a day. */
static void
pauses_move_what_is_due(void **state)
{
	struct conf *conf = read_rules(state);
	const struct term_case of = {
		.received_ms = ms_of("2026-06-08T10:00:00+07:00"),
		.classification = HUB_CLASS_INFORMATION_REQUEST,
		.region = "",
	};
	const struct term_limit accept = {
		.name = "accept",
		.start_ms = of.received_ms,
	};
	struct workday_pause pause = {
		ms_of("2026-06-09T20:00:00+07:00"),
		ms_of("2026-06-10T03:00:00+07:00"),
	};

	assert_int_equal(term_of_case(conf, &of, NULL, 0).at,
	    ms_of("2026-06-16T00:00:00+07:00"));
	assert_int_equal(term_of_case(conf, &of, &pause, 1).at,
	    ms_of("2026-06-18T00:00:00+07:00"));
	assert_int_equal(term_of_hop(conf, &conf->institutions[0], &accept,
			     &pause, 1)
			     .at,
	    ms_of("2026-06-13T00:00:00+07:00"));
	pause.until_ms = 0;
	assert_int_equal(term_of_case(conf, &of, &pause, 1).at, 0);
	conf_release(conf);
}

/* Other limits of the case, in days or hours; one without a rule is none. */
static void
limits_have_names(void **state)
{
	static const struct {
		const char *name, *region, *due;
	} rows[] = {
		{ "verify", "51.71", "2026-06-23T00:00:00+08:00" },
		{ "verify", "", "2026-06-20T00:00:00+07:00" },
		{ "first_follow_up", "", "2026-06-24T00:00:00+07:00" },
		{ "reply_window", "", "2026-07-01T00:00:00+07:00" },
		{ "arbitrate", "51", "2026-06-15T22:00:00+07:00" },
		{ "above", "", "2026-06-24T00:00:00+07:00" },
		{ "breach_notice", "51", "2026-06-18T10:00:00+07:00" },
		{ "coffee", "", "" },
	};
	struct conf *conf = read_rules(state);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct term_limit limit = {
			.name = rows[i].name,
			.start_ms = ms_of("2026-06-15T10:00:00+07:00"),
		};

		assert_int_equal(term_of_limit(conf, rows[i].region, &limit).at,
		    ms_of(rows[i].due));
	}
	assert_int_equal(term_days(conf, "", ms_of("2026-06-15T10:00:00+07:00"),
			     ms_of("2026-06-19T10:00:00+07:00")),
	    3);
	assert_int_equal(term_days(conf, "51.01",
			     ms_of("2026-06-15T10:00:00+07:00"),
			     ms_of("2026-06-19T10:00:00+07:00")),
	    2);
	conf_release(conf);
}

/* A new calendar moves due dates later only. */
static void
new_calendars_move_dates_later_only(void **state)
{
	const struct term_due early = { 1000, true, "1" };
	const struct term_due late = { 2000, false, "2" };
	const struct term_due paused = { 0, false, "" };

	(void)state;
	assert_int_equal(term_later(early, late).at, 2000);
	assert_string_equal(term_later(early, late).calendar, "2");
	assert_int_equal(term_later(late, early).at, 2000);
	assert_string_equal(term_later(late, early).calendar, "2");
	assert_int_equal(term_later(late, paused).at, 0);
	assert_int_equal(term_later(paused, early).at, 1000);
	assert_false(
	    term_later((struct term_due){ 2000, true, "1" }, late).provisional);
}

int
main(void)
{
#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, conf_fixture_setup, \
	    conf_fixture_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(cases_are_due_by_their_class),
		TEST(hops_are_due_by_the_receivers_calendar),
		TEST(pauses_move_what_is_due),
		TEST(limits_have_names),
		cmocka_unit_test(new_calendars_move_dates_later_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
