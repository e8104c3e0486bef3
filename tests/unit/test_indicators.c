/* SPDX-License-Identifier: Apache-2.0 */
/* Indicators from the cases of a database: the figures that two provinces
 * printed, who is left out, and what each indicator is called. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"
#include "report.h"

#define DAY INT64_C(86400000)

/* So many cases in a state, received now. */
static void
add_cases(struct hub_scene *s, int count, enum case_state state,
    const struct case_row *like)
{
	assert_int_equal(db_begin(s->room.db), DB_OK);
	for (int i = 0; i < count; i++) {
		struct case_row c = *like;

		c.id = ident_new(&s->room.ident);
		c.source = LAPOR;
		c.holder = PLN;
		c.state = state;
		if (c.received == 0)
			c.received = s->room.now_ms;
		assert_int_equal(cases_add(s->room.db, &c), DB_OK);
		assert_int_equal(cases_set(s->room.db, &c), DB_OK);
	}
	assert_int_equal(db_commit(s->room.db), DB_OK);
}

/* All steps of a count of those dates, by region. */
static struct indicators *
count(struct hub_scene *s, const char *from, const char *to)
{
	struct reader_room room = { s->room.db, s->content };
	struct indicators *of;
	struct period period;

	assert_null(period_read(s->conf.hub.place.zone, from, to,
	    s->room.now_ms, &period));
	of = indicators_new(&s->conf, &period, s->room.now_ms);
	assert_non_null(of);
	of->tally.by = TALLY_REGION;
	memset(of->linked, true, s->conf.institution_count);
	while (of->phase != INDICATORS_DONE)
		assert_int_equal(indicators_step(of, &room), DB_OK);
	return of;
}

/* What the total says, as JSON, has that in it. */
static void
expect_said(struct indicators *of, const char *expected)
{
	struct report report = { .of = of,
		.rounding = -1,
		.digits = -1,
		.pad = -1 };

	hub_buf_init(&report.text, 1 << 20);
	hub_json_out_init(&report.out, &report.text);
	report_put_total(&report, NULL);
	if (strstr(hub_buf_str(&report.text), expected) == NULL)
		fail_msg("%s is not in %s", expected,
		    hub_buf_str(&report.text));
	hub_buf_release(&report.text);
}

static const struct case_row denpasar = { .region = "51.71" };

static void
south_sumatra_followed_up_503_of_935(void **state)
{
	static const struct case_row test = { .flags = CASE_TEST };
	static const struct case_row joined = { .joined = 1 };
	struct indicators *of;

	add_cases(*state, 437, CASE_COMPLETED, &denpasar);
	add_cases(*state, 66, CASE_IN_PROGRESS, &denpasar);
	add_cases(*state, 432, CASE_FORWARDED, &denpasar);
	add_cases(*state, 7, CASE_COMPLETED, &test);
	add_cases(*state, 5, CASE_COMPLETED, &joined);
	of = count(*state, "", "");
	expect_said(of,
	    "{\"id\":\"follow_up_rate\",\"numerator\":503,"
	    "\"denominator\":935,\"value\":\"53.7\","
	    "\"rounding\":\"truncate\"}");
	expect_said(of,
	    "{\"id\":\"connectivity\",\"numerator\":5,"
	    "\"denominator\":5,\"value\":\"100.0\","
	    "\"rounding\":\"half_up\"}");
	expect_said(of, "{\"id\":\"test_cases\",\"numerator\":7}");
	expect_said(of, "{\"id\":\"joined_cases\",\"numerator\":5}");
	indicators_free(of);
}

static void
bali_completed_379_of_397(void **state)
{
	struct indicators *of;

	add_cases(*state, 379, CASE_COMPLETED, &denpasar);
	add_cases(*state, 18, CASE_RECEIVED, &denpasar);
	of = count(*state, "2026-01-01", "2026-06-30");
	expect_said(of,
	    "{\"id\":\"completion_rate\",\"numerator\":379,"
	    "\"denominator\":397,\"value\":\"95.50\","
	    "\"rounding\":\"half_up\"}");
	indicators_free(of);
}

/* The province has what its cities have; each is listed once, in order. */
static void
regions_lie_within_each_other(void **state)
{
	static const char *const codes[] = { "", "35", "35.15", "51", "51.71",
		"51.71.02" };
	static const int64_t received[] = { 2, 4, 4, 9, 6, 1 };
	static const struct case_row nowhere = { .region = "" };
	static const struct case_row java = { .region = "35.15" };
	static const struct case_row bali = { .region = "51" };
	static const struct case_row village = { .region = "51.71.02" };
	struct hub_scene *s = *state;
	struct indicators *of;

	for (size_t i = 0; i < SCENE_INSTITUTIONS; i++)
		s->inst[i].region = "51";
	add_cases(s, 2, CASE_RECEIVED, &nowhere);
	add_cases(s, 4, CASE_RECEIVED, &java);
	add_cases(s, 3, CASE_RECEIVED, &bali);
	add_cases(s, 5, CASE_RECEIVED, &denpasar);
	add_cases(s, 1, CASE_RECEIVED, &village);
	of = count(s, "", "");
	assert_int_equal(of->tally.count, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(of->tally.groups[i].region, codes[i]);
		assert_int_equal(of->tally.groups[i].sums[SUM_RECEIVED],
		    received[i]);
	}
	assert_int_equal(of->tally.total.sums[SUM_RECEIVED], 15);
	indicators_free(of);
}

/* Days begin and end in the hub's zone; what was imported counts on the day of
 * its receipt, what was reopened on that of its first one. */
static void
a_period_is_whole_days_of_the_hub(void **state)
{
	struct hub_scene *s = *state;
	/* 2026-01-31 00:00 in Denpasar. */
	const int64_t begin = INT64_C(1769788800000);
	const struct case_row rows[] = { { .received = begin - 1 },
		{ .received = begin }, { .received = begin + DAY - 1 },
		{ .received = begin + DAY },
		{ .received = begin, .reopened = 1 } };
	struct indicators *of;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		add_cases(s, 1, CASE_RECEIVED, &rows[i]);
	of = count(s, "2026-01-31", "2026-01-31");
	assert_int_equal(of->tally.total.sums[SUM_RECEIVED], 2);
	indicators_free(of);
	of = count(s, "2026-02-02", "2026-02-02");
	assert_int_equal(of->tally.total.sums[SUM_RECEIVED], 1);
	assert_int_equal(of->tally.total.sums[SUM_REOPENED], 1);
	indicators_free(of);
	of = count(s, "", "9999-12-31");
	assert_int_equal(of->tally.total.sums[SUM_RECEIVED], 5);
	indicators_free(of);
}

/* Names differ, sums exist, and every reason has an indicator. */
static void
the_table_is_whole(void **state)
{
	size_t count = 0;
	const struct indicator *rows = indicator_rows(&count);
	char id[80];

	(void)state;
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(indicator_find(rows[i].id), &rows[i]);
		assert_true(rows[i].name[0] != '\0');
		assert_true(rows[i].english[0] != '\0');
		assert_in_range(rows[i].numerator, SUM_NONE + 1, SUM_COUNT - 1);
		assert_int_equal(rows[i].denominator == SUM_NONE,
		    rows[i].unit != UNIT_PERCENT && rows[i].unit != UNIT_HOPS &&
			strstr(rows[i].english, "Mean") == NULL);
	}
	for (enum hub_reason r = HUB_REASON_NONE + 1;
	     hub_reason_name(r)[0] != '\0'; r++) {
		(void)snprintf(id, sizeof(id), "refusals_%s",
		    hub_reason_name(r));
		assert_non_null(indicator_find(id));
		assert_int_equal(indicator_find(id)->numerator, SUM_REASON + r);
	}
}

#define TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, hub_scene_setup, hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(south_sumatra_followed_up_503_of_935),
		TEST(bali_completed_379_of_397),
		TEST(regions_lie_within_each_other),
		TEST(a_period_is_whole_days_of_the_hub),
		cmocka_unit_test(the_table_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
