/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "steer_scene.h"

/* A case that pln refused and answered all the same; the coordinator has
 * taken it, or is only asked to. */
static void
answer_late(struct hub_scene *s, enum hub_event_kind kind, bool taken)
{
	char next[IDENT_TEXT_SIZE];

	steer_scene_hand_in(s);
	(void)hub_scene_event(s, PLN, HUB_EV_REFUSED, steer_handoff);
	ident_text(hub_scene_count(s, "SELECT max(id) FROM handoff"), next);
	if (taken)
		assert_int_equal(hub_scene_event(s, INSPEKTORAT,
				     HUB_EV_ACCEPTED, next)
				     ->applied,
		    HUB_APPLIED);
	assert_int_equal(hub_scene_event(s, PLN, kind, steer_handoff)->applied,
	    HUB_LATE);
}

/* A column of the newest case. */
static int64_t
of_case(struct hub_scene *s, const char *column)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT %s FROM cases ORDER BY id DESC LIMIT 1", column);
	return hub_scene_count(s, sql);
}

static void
what_came_late_is_taken_as_the_holders(void **state)
{
	static const struct {
		enum hub_event_kind kind;
		bool taken;
		enum case_state next;
	} rows[] = {
		{ HUB_EV_ANSWERED, true, CASE_ANSWERED },
		{ HUB_EV_PROGRESS, true, CASE_IN_PROGRESS },
		{ HUB_EV_ANSWERED, false, CASE_ANSWERED },
		{ HUB_EV_PROGRESS, false, CASE_IN_PROGRESS },
	};
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		answer_late(s, rows[i].kind, rows[i].taken);
		assert_int_equal(steer_scene_do(s, STEER_ADOPT, "Sudah cukup.")
				     ->applied,
		    HUB_APPLIED);
		assert_int_equal(of_case(s, "state"), rows[i].next);
		assert_int_equal(hub_scene_count(s,
				     "SELECT count(*) FROM event"
				     " WHERE applied = 1"),
		    0);
		assert_int_equal(steer_scene_do(s, STEER_ADOPT, "Sudah cukup.")
				     ->applied,
		    HUB_INVALID);
	}
}

/* Whoever complained says something about the newest case. */
static enum hub_applied
say_of_case(struct hub_scene *s, enum hub_event_kind kind)
{
	struct hub_event event = hub_event_init(kind);
	char id[IDENT_TEXT_SIZE];

	ident_text(of_case(s, "id"), id);
	event.handoff.case_id = id;
	event.text = "Demikian.";
	event.rating = 4;
	return hub_scene_say(s, LAPOR, &event)->applied;
}

/* inspektorat refuses, too, and pln answers or follows up too late. */
static void
dispute_late(struct hub_scene *s, enum hub_event_kind kind)
{
	char next[IDENT_TEXT_SIZE];

	answer_late(s, kind, false);
	ident_text(hub_scene_count(s, "SELECT max(id) FROM handoff"), next);
	(void)hub_scene_event(s, INSPEKTORAT, HUB_EV_REFUSED, next);
	assert_int_equal(of_case(s, "state"), CASE_DISPUTED);
	assert_int_equal(steer_scene_do(s, STEER_ADOPT, "Cukup.")->applied,
	    HUB_APPLIED);
}

static void
a_follow_up_that_came_late_decides_no_dispute(void **state)
{
	struct hub_scene *s = *state;

	dispute_late(s, HUB_EV_PROGRESS);
	assert_int_equal(of_case(s, "state"), CASE_DISPUTED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM dispute"
			     " WHERE decided_at = 0"),
	    1);
}

static void
what_nobody_holds_is_rated_or_objected_to_all_the_same(void **state)
{
	struct hub_scene *s = *state;

	dispute_late(s, HUB_EV_ANSWERED);
	assert_int_equal(of_case(s, "state"), CASE_ANSWERED);
	assert_int_equal(say_of_case(s, HUB_EV_OBJECTION), HUB_APPLIED);
	assert_int_equal(of_case(s, "state"), CASE_DISPUTED);
	dispute_late(s, HUB_EV_ANSWERED);
	assert_int_equal(say_of_case(s, HUB_EV_RATING), HUB_APPLIED);
	assert_int_equal(of_case(s, "state"), CASE_COMPLETED);
}

static void
only_the_coordinator_adopts_and_only_what_there_is(void **state)
{
	struct hub_scene *s = *state;
	struct steer how = steer_init(STEER_ADOPT);

	answer_late(s, HUB_EV_ANSWERED, true);
	assert_int_equal(steer_scene_by(s, PLN, &how, "Ini.")->applied,
	    HUB_FORBIDDEN);
	how.adopts = "lain";
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "Ini.")->applied,
	    HUB_INVALID);
	(void)steer_scene_do(s, STEER_ARCHIVE, "Selesai.");
	assert_int_equal(steer_scene_do(s, STEER_ADOPT, "Ini.")->applied,
	    HUB_ILLEGAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_came_late_is_taken_as_the_holders, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    a_follow_up_that_came_late_decides_no_dispute,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    what_nobody_holds_is_rated_or_objected_to_all_the_same,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    only_the_coordinator_adopts_and_only_what_there_is,
		    hub_scene_setup, hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
