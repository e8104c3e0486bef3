/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of outages: which one is meant, and within what times. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"
#include "outage_job.h"

/* One outage of pln's said, or its end, by hours from now; 0: not given. */
static const char *
say_outage(struct hub_scene *s, bool over, int64_t since_h, int64_t until_h)
{
	static const char *problem;
	struct outage_job job;
	int64_t hour = 3600000;

	outage_job_init(&job);
	job.name = "pln";
	job.institution = PLN;
	job.reason = over ? "" : "gangguan";
	job.over = over;
	job.since = since_h == 0 ? 0 : s->room.now_ms + since_h * hour;
	job.until = until_h == 0 ? 0 : s->room.now_ms + until_h * hour;
	hub_scene_run(s, &job.ledger);
	problem = job.problem;
	return job.changed ? "changed" : problem;
}

static void
the_end_of_an_outage_before_a_younger_one_ends_both(void **test)
{
	struct hub_scene *s = *test;

	assert_string_equal(say_outage(s, false, -72, 0), "changed");
	assert_int_equal(outages_add(s->room.db,
			     &(struct outage_row){ .id = 7,
				 .institution = PLN,
				 .since = s->room.now_ms - 3600000 * 24 }),
	    DB_OK);
	assert_string_equal(say_outage(s, true, 0, -48), "changed");
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM outage WHERE until = 0"),
	    0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT until - since FROM outage ORDER BY since"),
	    INT64_C(24) * 3600000);
	assert_int_equal(hub_scene_count(s,
			     "SELECT until - since FROM outage WHERE id = 7"),
	    0);
	assert_string_equal(say_outage(s, true, 0, -48), "");
}

static void
an_outage_lies_within_400_days_of_now(void **test)
{
	static const struct {
		bool over;
		int64_t since_h, until_h;
		const char *problem;
	} rows[] = {
		{ false, -401 * 24, 0, "since: expected a time within" },
		{ false, 401 * 24, 0, "since: expected a time within" },
		{ false, 0, 401 * 24, "until: expected a time within" },
		{ true, 0, 401 * 24, "until: expected a time within" },
		{ true, 0, -401 * 24, "until: expected a time within" },
		{ false, 24, 399 * 24, "changed" },
	};
	struct hub_scene *s = *test;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got = say_outage(s, rows[i].over, rows[i].since_h,
		    rows[i].until_h);

		if (strncmp(got, rows[i].problem, strlen(rows[i].problem)) != 0)
			fail_msg("%zu: got \"%s\"", i, got);
	}
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_end_of_an_outage_before_a_younger_one_ends_both),
		TEST(an_outage_lies_within_400_days_of_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
