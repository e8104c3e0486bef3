/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "dispute_scene.h"

static void
the_third_hop_is_disputed_and_the_holder_stays(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_holder(s), KSP);
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE state < 10"),
	    0);
}

static void
a_refused_request_goes_to_who_stands_above(void **state)
{
	struct hub_scene *s = *state;

	s->conf.above = "ombudsman";
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	assert_int_equal(dispute_holder(s), KSP);
	(void)dispute_say_no(s, PLN, HUB_EV_REFUSED, "");
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_holder(s), KSP);
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_COMMENT), 1);
	assert_int_equal(hub_scene_count(s, "SELECT max(again) FROM dispute"),
	    1);
}

/* Who is asked when the coordinator is recused in one of three ways. */
static void
a_coordinator_that_was_proposed_is_recused(void **state)
{
	struct hub_scene *s = *state;

	s->conf.deputies = dispute_deputies;
	dispute_hand_in(s);
	(void)dispute_say_no(s, PLN, HUB_EV_REFUSED, "ksp");
	(void)dispute_say_no(s, KSP, HUB_EV_REFUSED, "inspektorat");
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_COMMENT), 1);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(dispute_decide(s, OMBUDSMAN, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_APPLIED);
}

static void
a_coordinator_that_refused_itself_is_recused(void **state)
{
	struct hub_scene *s = *state;

	s->conf.deputies = dispute_deputies;
	dispute_hand_in(s);
	(void)dispute_say_no(s, PLN, HUB_EV_REFUSED, "");
	(void)dispute_say_no(s, KSP, HUB_EV_REFUSED, "");
	assert_int_equal(dispute_asked_now(s), INSPEKTORAT);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "inspektorat");
	assert_int_equal(dispute_holder(s), INSPEKTORAT);
	(void)dispute_say_no(s, INSPEKTORAT, HUB_EV_RETURNED, "");
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_holder(s), INSPEKTORAT);
}

static void
a_coordinator_that_is_the_reported_body_is_recused(void **state)
{
	struct hub_scene *s = *state;

	s->conf.deputies = dispute_deputies;
	dispute_reported = "inspektorat";
	dispute_ping_pong(s);
	dispute_reported = "";
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
}

static void
a_deputy_decides_early_where_the_coordinator_may_not(void **state)
{
	struct hub_scene *s = *state;

	s->conf.deputies = dispute_deputies;
	dispute_reported = "inspektorat";
	dispute_hand_in(s);
	dispute_reported = "";
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "ksp")
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(dispute_decide(s, OMBUDSMAN, HUB_DECISION_TO, "ksp")
			     ->applied,
	    HUB_APPLIED);
}

static void
somebody_decides_where_all_are_recused(void **state)
{
	struct hub_scene *s = *state;

	dispute_reported = "inspektorat";
	dispute_ping_pong(s);
	dispute_reported = "";
	assert_int_equal(dispute_asked_now(s), INSPEKTORAT);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_APPLIED);
}

static void
deputies_are_asked_after_three_days_and_above_after_five(void **state)
{
	struct hub_scene *s = *state;
	int64_t look, start = s->room.now_ms;

	s->conf.deputies = dispute_deputies;
	s->conf.above = "pln";
	dispute_hand_in(s);
	(void)dispute_say_no(s, PLN, HUB_EV_REFUSED, "ksp");
	(void)dispute_say_no(s, KSP, HUB_EV_REFUSED, "");
	s->inst[AT_PLN].binding = true;
	look = dispute_rise(s);
	assert_int_equal(dispute_asked_now(s), INSPEKTORAT);
	assert_in_range(look, start + 3 * DAY, start + 4 * DAY);

	s->room.now_ms = look;
	look = dispute_rise(s);
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_rise(s), look);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_COMMENT), 1);

	/* pln has refused the case: nobody above is fit, the deputy stays. */
	s->room.now_ms = look;
	assert_int_equal(dispute_rise(s), 0);
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_rise(s), 0);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_COMMENT), 1);
	assert_int_equal(dispute_holder(s), INSPEKTORAT);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM audit_entry WHERE"
			     " CAST(body AS TEXT) LIKE '%case.disputed.v1%'"),
	    3);
}

static void
who_stands_above_is_asked_in_the_end(void **state)
{
	struct hub_scene *s = *state;

	s->conf.above = "ombudsman";
	dispute_ping_pong(s);
	s->room.now_ms += 14 * DAY;
	assert_int_equal(dispute_rise(s), 0);
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_COMMENT), 1);
}

static void
nobody_else_decides(void **state)
{
	static const int64_t others[] = { LAPOR, KSP, PLN, OMBUDSMAN };
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		const struct hub_result *r = dispute_decide(s, others[i],
		    HUB_DECISION_TO, "pln");

		assert_int_equal(r->applied, HUB_FORBIDDEN);
		assert_int_not_equal(r->detail[0], '\0');
	}
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
}

static void
a_dispute_is_over_when_its_holder_takes_the_case_up(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_STAYS, "");
	(void)dispute_pass_to(s, KSP, "ombudsman");
	(void)dispute_say_no(s, OMBUDSMAN, HUB_EV_REFUSED, "");
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_waiting(s), 1);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_PROGRESS,
			     dispute_handoff_of(s, KSP, HANDOFF_ACCEPTED))
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(dispute_waiting(s), 0);
}

static void
the_successor_of_an_arbiter_decides_in_its_place(void **state)
{
	struct hub_scene *s = *state;

	s->conf.above = "ombudsman";
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	(void)dispute_say_no(s, PLN, HUB_EV_REFUSED, "");
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	s->inst[AT_OMBUDSMAN].retired = true;
	s->inst[AT_OMBUDSMAN].successor = "lapor";
	(void)dispute_rise(s);
	(void)dispute_rise(s);
	assert_int_equal(dispute_asked_now(s), LAPOR);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM audit_entry WHERE"
			     " CAST(body AS TEXT) LIKE '%\"succeed\"%'"),
	    1);
	assert_int_equal(dispute_decide(s, OMBUDSMAN, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(dispute_decide(s, LAPOR, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_APPLIED);
}

static void
an_arbiter_that_is_gone_leaves_it_to_the_next(void **state)
{
	struct hub_scene *s = *state;

	s->conf.deputies = dispute_deputies;
	dispute_ping_pong(s);
	assert_int_equal(dispute_asked_now(s), INSPEKTORAT);
	s->inst[AT_INSPEKTORAT].retired = true;
	(void)dispute_rise(s);
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
}

#define SCENE(test) \
	cmocka_unit_test_setup_teardown(test, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(the_third_hop_is_disputed_and_the_holder_stays),
		SCENE(a_refused_request_goes_to_who_stands_above),
		SCENE(a_coordinator_that_was_proposed_is_recused),
		SCENE(a_coordinator_that_refused_itself_is_recused),
		SCENE(a_coordinator_that_is_the_reported_body_is_recused),
		SCENE(a_deputy_decides_early_where_the_coordinator_may_not),
		SCENE(somebody_decides_where_all_are_recused),
		SCENE(deputies_are_asked_after_three_days_and_above_after_five),
		SCENE(who_stands_above_is_asked_in_the_end),
		SCENE(the_successor_of_an_arbiter_decides_in_its_place),
		SCENE(an_arbiter_that_is_gone_leaves_it_to_the_next),
		SCENE(nobody_else_decides),
		SCENE(a_dispute_is_over_when_its_holder_takes_the_case_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
