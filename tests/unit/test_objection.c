/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "steer_scene.h"

#define DAY_MS INT64_C(86400000)

/* Entries of the log of a type. */
static int64_t
count_entries(struct hub_scene *s, const char *type)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM audit_entry WHERE CAST(body AS TEXT)"
	    " LIKE '%%\"type\":\"%s\"%%'",
	    type);
	return hub_scene_count(s, sql);
}

/* pln answers the last case. */
static void
answer(struct hub_scene *s)
{
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ANSWERED, steer_handoff)
			     ->applied,
	    HUB_APPLIED);
}

/* lapor objects, by the handoff that it knows. */
static const struct hub_result *
object(struct hub_scene *s)
{
	return hub_scene_event(s, LAPOR, HUB_EV_OBJECTION, steer_handoff);
}

/* A case that was answered and ended in that way. */
static void
end(struct hub_scene *s, enum case_state how)
{
	struct hub_event rating = hub_event_init(HUB_EV_RATING);

	rating.handoff_id = steer_handoff;
	rating.rating = 2;
	steer_scene_hand_in(s);
	answer(s);
	if (how == CASE_COMPLETED)
		assert_int_equal(hub_scene_say(s, LAPOR, &rating)->applied,
		    HUB_APPLIED);
	if (how == CASE_ARCHIVED)
		(void)steer_scene_do(s, STEER_ARCHIVE, "Selesai.");
	if (how == CASE_WITHDRAWN)
		(void)hub_scene_event(s, LAPOR, HUB_EV_WITHDRAWN,
		    steer_handoff);
}

static void
within_the_window_the_holder_stays_and_the_clock_runs_on(void **state)
{
	struct hub_scene *s = *state;
	int64_t due;

	steer_scene_hand_in(s);
	answer(s);
	due = hub_scene_count(s, "SELECT due_at FROM cases");
	s->room.now_ms += 3 * DAY_MS;
	assert_int_equal(object(s)->applied, HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT due_at FROM cases"), due);
	assert_int_equal(hub_scene_count(s,
			     "SELECT reopened + answered_at FROM cases"),
	    0);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM delivery WHERE event = 13"),
	    1);
}

static void
it_matters_how_and_when_the_case_ended(void **state)
{
	static const struct {
		enum case_state ended;
		int64_t days; /* since then */
		enum hub_applied applied;
		const char *detail;
	} rows[] = {
		{ CASE_COMPLETED, 0, HUB_APPLIED, "" },
		{ CASE_COMPLETED, 11, HUB_APPLIED, "" },
		{ CASE_COMPLETED, 89, HUB_APPLIED, "" },
		{ CASE_COMPLETED, 90, HUB_ILLEGAL,
		    "the case ended at 2026-02-02T08:00:00Z; an objection was "
		    "possible until 2026-05-03T08:00:00Z, hand in a new case" },
		{ CASE_ARCHIVED, 30, HUB_APPLIED, "" },
		{ CASE_WITHDRAWN, 1, HUB_ILLEGAL,
		    "the case was withdrawn at 2026-02-02T08:00:00Z and stays "
		    "so; hand in a new one" },
	};
	struct hub_scene *s = *state;
	int64_t start = s->room.now_ms;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hub_result *r;

		s->room.now_ms = start;
		end(s, rows[i].ended);
		s->room.now_ms += rows[i].days * DAY_MS;
		r = object(s);
		if (r->applied != rows[i].applied)
			fail_msg("row %zu: %d, %s", i, (int)r->applied,
			    r->detail);
		assert_string_equal(r->detail, rows[i].detail);
	}
}

static void
a_reopened_case_goes_to_who_had_it_with_a_new_clock(void **state)
{
	static const char last[] = " FROM handoff ORDER BY id DESC LIMIT 1";
	struct hub_scene *s = *state;
	const struct hub_result *r;
	char sql[160];

	end(s, CASE_COMPLETED);
	s->room.now_ms += 20 * DAY_MS;
	r = object(s);
	assert_int_equal(r->applied, HUB_APPLIED);
	assert_string_not_equal(r->id, steer_handoff);
	assert_string_equal(r->state, "offered");
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_REOPENED);
	assert_int_equal(hub_scene_count(s, "SELECT reopened FROM cases"), 1);
	assert_int_equal(hub_scene_count(s, "SELECT received FROM cases"),
	    s->room.now_ms);
	assert_int_equal(hub_scene_count(s, "SELECT ended_at FROM cases"), 0);
	(void)snprintf(sql, sizeof(sql), "SELECT receiver%s", last);
	assert_int_equal(hub_scene_count(s, sql), PLN);
	(void)snprintf(sql, sizeof(sql), "SELECT hop%s", last);
	assert_int_equal(hub_scene_count(s, sql), 1);
	assert_int_equal(count_entries(s, "simpul.case.reopened.v1"), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM delivery WHERE event = 13"),
	    1);
}

static void
it_reopens_once_and_not_for_a_stranger(void **state)
{
	struct hub_scene *s = *state;

	end(s, CASE_COMPLETED);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_OBJECTION,
			     steer_handoff)
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_OBJECTION,
			     steer_handoff)
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(object(s)->applied, HUB_APPLIED);
	assert_int_equal(object(s)->applied, HUB_ILLEGAL);
	assert_int_equal(count_entries(s, "simpul.case.reopened.v1"), 1);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 2);
}

static void
it_is_heard_though_the_source_knows_an_older_handoff(void **state)
{
	struct hub_scene *s = *state;
	char next[IDENT_TEXT_SIZE];

	steer_scene_hand_in(s);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_REFUSED, steer_handoff)
			     ->applied,
	    HUB_APPLIED);
	ident_text(hub_scene_count(s, "SELECT max(id) FROM handoff"), next);
	assert_int_equal(hub_scene_event(s, INSPEKTORAT, HUB_EV_ANSWERED, next)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(object(s)->applied, HUB_APPLIED);
	assert_string_equal(s->apply.rows[0].id, next);
	assert_string_equal(s->apply.rows[0].state, "working");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    within_the_window_the_holder_stays_and_the_clock_runs_on,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    it_matters_how_and_when_the_case_ended, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    a_reopened_case_goes_to_who_had_it_with_a_new_clock,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    it_reopens_once_and_not_for_a_stranger, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    it_is_heard_though_the_source_knows_an_older_handoff,
		    hub_scene_setup, hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
