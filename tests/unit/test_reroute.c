/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

/* The first handoff and its case, kept over the next message. */
static char handoff[IDENT_TEXT_SIZE], case_id[IDENT_TEXT_SIZE];

/* Hands a case in for pln; with a priority programme ksp is competent too. */
static void
hand_in(struct hub_scene *s, const char *priority)
{
	struct hub_event event = hub_scene_case("T-1", "electricity");
	const struct hub_result *r;

	event.handoff.priority_program_id = priority;
	event.handoff.receiver = "pln";
	r = hub_scene_say(s, LAPOR, &event);
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
}

/* pln says no to the first handoff and proposes a target. */
static const struct hub_result *
say_no(struct hub_scene *s, enum hub_event_kind kind, const char *target)
{
	struct hub_event event = hub_event_init(kind);

	event.handoff_id = handoff;
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	event.text = "Bukan kewenangan kami.";
	event.target = target;
	return hub_scene_say(s, PLN, &event);
}

/* A column of the handoff that is offered now. */
static int64_t
offered(struct hub_scene *s, const char *column)
{
	char sql[80];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT %s FROM handoff WHERE state = 1", column);
	return hub_scene_count(s, sql);
}

static void
a_refusal_goes_to_the_proposed_target(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	hand_in(s, "PSN-7");
	r = say_no(s, HUB_EV_REFUSED, "ksp");
	assert_int_equal(r->applied, HUB_APPLIED);
	assert_string_equal(r->state, "refused");
	assert_string_equal(r->holder, "inspektorat");
	assert_int_equal(offered(s, "receiver"), KSP);
	assert_int_equal(offered(s, "hop"), 2);
	assert_int_equal(offered(s, "parent <> 0"), 1);
}

static void
a_target_that_no_rule_finds_competent_is_passed_over(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "");
	(void)say_no(s, HUB_EV_REFUSED, "ksp");
	assert_int_equal(offered(s, "receiver"), INSPEKTORAT);
}

static void
the_rules_choose_where_the_proposed_target_is_not_known(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "PSN-7");
	(void)say_no(s, HUB_EV_REFUSED, "nobody knows this one");
	assert_int_equal(offered(s, "receiver"), KSP);
}

static void
a_returner_stays_holder_until_the_next_one_accepts(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "PSN-7");
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	assert_string_equal(say_no(s, HUB_EV_RETURNED, "ksp")->holder, "pln");
	assert_int_equal(offered(s, "sender"), PLN);
	assert_int_equal(offered(s, "receiver"), KSP);
}

static void
a_proposed_target_that_refused_before_makes_a_dispute(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "");
	(void)say_no(s, HUB_EV_REFUSED, "pln");
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_DISPUTED);
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    INSPEKTORAT);
}

static void
what_the_coordinator_refuses_itself_is_for_a_decision(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_REFUSED);
	char text[IDENT_TEXT_SIZE];

	hand_in(s, "");
	(void)say_no(s, HUB_EV_REFUSED, "");
	ident_text(offered(s, "id"), text);
	event.handoff_id = text;
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	event.text = "Bukan kewenangan kami.";
	assert_int_equal(hub_scene_say(s, INSPEKTORAT, &event)->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_DISPUTED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
}

/* The holder passes the case down, and the receiver takes it. */
static void
pass_down(struct hub_scene *s, int64_t from, const char *to, int64_t to_key)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	char text[IDENT_TEXT_SIZE];

	event.handoff.case_id = case_id;
	event.handoff.receiver = to;
	assert_int_equal(hub_scene_say(s, from, &event)->applied, HUB_APPLIED);
	ident_text(offered(s, "id"), text);
	assert_int_equal(hub_scene_event(s, to_key, HUB_EV_ACCEPTED, text)
			     ->applied,
	    HUB_APPLIED);
}

static void
disposition_downwards_is_no_dispute(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "");
	s->inst[2].holds = true; /* lapor */
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	pass_down(s, PLN, "ksp", KSP);
	pass_down(s, KSP, "ombudsman", OMBUDSMAN);
	pass_down(s, OMBUDSMAN, "lapor", LAPOR);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
	assert_int_equal(hub_scene_count(s, "SELECT max(hop) FROM handoff"), 1);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), LAPOR);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM dispute"), 0);
}

/* Whoever has it cannot be told: that is the wire's fault alone. */
static void
fail_at(struct hub_scene *s, int64_t institution)
{
	struct parcel *p = hub_scene_take(s, institution);

	assert_non_null(p);
	hub_scene_dispatch(s, p);
	(void)hub_scene_conclude(s, p, VERDICT_UNSAYABLE, NULL);
	parcel_free(p);
}

static void
failures_add_no_hop_and_nobody_is_tried_twice(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "PSN-7");
	fail_at(s, PLN);
	assert_int_equal(offered(s, "receiver"), KSP);
	fail_at(s, KSP);
	assert_int_equal(offered(s, "receiver"), INSPEKTORAT);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
}

static void
what_a_working_coordinator_passed_on_in_vain_stays_with_it(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r = hub_scene_hand_in(s, "T-9", "unheard of");
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);

	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
	(void)hub_scene_event(s, INSPEKTORAT, HUB_EV_ACCEPTED, handoff);
	event.handoff.case_id = case_id;
	event.handoff.receiver = "ksp";
	r = hub_scene_say(s, INSPEKTORAT, &event);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_REFUSED, handoff)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 2);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
}

#define SCENE(test) \
	cmocka_unit_test_setup_teardown(test, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(a_refusal_goes_to_the_proposed_target),
		SCENE(a_target_that_no_rule_finds_competent_is_passed_over),
		SCENE(the_rules_choose_where_the_proposed_target_is_not_known),
		SCENE(a_returner_stays_holder_until_the_next_one_accepts),
		SCENE(a_proposed_target_that_refused_before_makes_a_dispute),
		SCENE(what_the_coordinator_refuses_itself_is_for_a_decision),
		SCENE(disposition_downwards_is_no_dispute),
		SCENE(failures_add_no_hop_and_nobody_is_tried_twice),
		SCENE(
		    what_a_working_coordinator_passed_on_in_vain_stays_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
