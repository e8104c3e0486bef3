/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "dispute_scene.h"

static void
a_decision_binds_and_they_hold_it_at_once(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	r = dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	assert_int_equal(r->applied, HUB_APPLIED);
	assert_string_equal(r->holder, "pln");
	assert_string_equal(r->state, "accepted");
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT overturned FROM dispute"),
	    1);
	assert_int_equal(dispute_told(s, PLN, HUB_EV_HANDOFF), 2);
	assert_int_equal(dispute_told(s, PLN, HUB_EV_DECISION), 1);
	assert_int_equal(dispute_told(s, KSP, HUB_EV_DECISION), 1);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 2);
}

static void
a_decision_is_a_request_to_whom_it_does_not_bind(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO,
			     "ombudsman")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), KSP);
	assert_int_equal(dispute_case_state(s), CASE_FORWARDED);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_HANDOFF), 1);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_DECISION), 1);
	assert_int_equal(hub_scene_event(s, OMBUDSMAN, HUB_EV_ACCEPTED,
			     dispute_handoff_of(s, OMBUDSMAN, HANDOFF_OFFERED))
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), OMBUDSMAN);
}

static void
what_stays_is_with_its_holder_again(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_STAYS, "")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), KSP);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE state = 2"),
	    KSP);
	assert_int_equal(hub_scene_count(s, "SELECT overturned FROM dispute"),
	    1);
}

static void
whoever_was_overruled_is_answered_with_the_decision(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	for (int i = 0; i < 3; i++) {
		r = dispute_say_no(s, PLN, HUB_EV_RETURNED, "ksp");
		assert_int_equal(r->applied, HUB_BOUND);
		assert_string_equal(r->decision, WHY);
		assert_null(strstr(r->allowed, "returned"));
		assert_non_null(strstr(r->allowed, "progress"));
		assert_int_equal(dispute_holder(s), PLN);
	}
	/* With the decision itself, and once on the first day. */
	assert_int_equal(dispute_told(s, PLN, HUB_EV_DECISION), 2);
	s->room.now_ms += DAY;
	r = dispute_say_no(s, PLN, HUB_EV_REFUSED, "");
	assert_int_equal(r->applied, HUB_BOUND);
	assert_int_equal(dispute_told(s, PLN, HUB_EV_DECISION), 3);
	assert_int_equal(hub_scene_count(s, "SELECT again FROM dispute"), 4);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ANSWERED,
			     dispute_handoff_of(s, PLN, HANDOFF_ACCEPTED))
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_ANSWERED);
}

static void
the_same_decision_again_changes_nothing(void **state)
{
	struct hub_scene *s = *state;
	int64_t entries;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	entries = hub_scene_count(s, "SELECT count(*) FROM audit_entry");
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_DUPLICATE);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM audit_entry"),
	    entries);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM dispute"), 1);
}

static void
what_is_provisional_stays_in_sight_and_is_decided_again(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	assert_int_equal(dispute_decide(s, INSPEKTORAT,
			     HUB_DECISION_PROVISIONAL, "pln")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(dispute_waiting(s), 1);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_waiting(s), 0);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff"
			     " WHERE receiver = 4 AND state < 10"),
	    1);
}

static void
a_joint_decision_has_a_lead_and_parts(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_JOINT,
			     "pln, ombudsman,ksp")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff"
			     " WHERE kind = 3 AND state = 1"),
	    2);
	assert_int_equal(dispute_told(s, OMBUDSMAN, HUB_EV_DECISION), 1);
	assert_int_equal(dispute_told(s, KSP, HUB_EV_DECISION), 1);
}

static void
a_split_has_one_holder_too(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_SPLIT,
			     "pln,ombudsman")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff"
			     " WHERE kind = 3 AND state = 1"),
	    OMBUDSMAN);
}

static void
the_coordinator_decides_without_a_dispute_too(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_KSP].binding = true;
	dispute_hand_in(s);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "ksp")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), KSP);
	assert_int_equal(hub_scene_count(s,
			     "SELECT state FROM handoff WHERE receiver = 4"),
	    HANDOFF_CANCELLED);
	/* It had not left: pln never hears of it. */
	assert_null(hub_scene_take(s, PLN));
}

static void
whoever_has_it_offered_holds_it_by_the_same_handoff(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_PLN].binding = true;
	dispute_hand_in(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 1);
	assert_int_equal(dispute_say_no(s, PLN, HUB_EV_RETURNED, "")->applied,
	    HUB_BOUND);
}

/* Decisions that are not in order, and what is said to them. */
static const struct {
	enum hub_decision what;
	const char *target, *problem;
} wrong[] = {
	{ HUB_DECISION_NONE, "pln", "decision: expected" },
	{ HUB_DECISION_TO, "", "target: expected the id" },
	{ HUB_DECISION_TO, "pln,ksp", "target: expected the id" },
	{ HUB_DECISION_TO, "nowhere", "no institution in office" },
	{ HUB_DECISION_JOINT, "pln", "two to eight" },
	{ HUB_DECISION_JOINT, "pln,pln", "named twice" },
	{ HUB_DECISION_STAYS, "pln", "expected none" },
};

static void
what_is_not_in_order_is_told_and_changes_nothing(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct hub_result *r = dispute_decide(s, INSPEKTORAT,
		    wrong[i].what, wrong[i].target);

		assert_int_equal(r->applied, HUB_INVALID);
		if (strstr(r->detail, wrong[i].problem) == NULL)
			fail_msg("%zu: got \"%s\", want \"%s\"", i, r->detail,
			    wrong[i].problem);
	}
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_holder(s), KSP);
}

static void
whoever_holds_no_cases_is_given_none(void **state)
{
	static const struct {
		enum hub_decision what;
		const char *target;
		enum hub_applied applied;
	} rows[] = {
		{ HUB_DECISION_TO, "ombudsman", HUB_INVALID },
		{ HUB_DECISION_PROVISIONAL, "ombudsman", HUB_INVALID },
		{ HUB_DECISION_JOINT, "ombudsman,pln", HUB_INVALID },
		{ HUB_DECISION_JOINT, "pln,ombudsman", HUB_APPLIED },
	};
	struct hub_scene *s = *state;

	s->inst[AT_OMBUDSMAN].holds = false;
	dispute_hand_in(s);
	assert_int_equal(dispute_pass_to(s, INSPEKTORAT, "ombudsman")->applied,
	    HUB_INVALID);
	assert_non_null(strstr(s->apply.rows[0].detail, "holds = false"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hub_result *r = dispute_decide(s, INSPEKTORAT,
		    rows[i].what, rows[i].target);

		assert_int_equal(r->applied, rows[i].applied);
		if (r->applied == HUB_INVALID)
			assert_non_null(strstr(r->detail, "holds = false"));
	}
}

/* pln refuses what it was given, in a message that it may repeat. */
static enum hub_applied
refuse_by_message(struct hub_scene *s, const char *handoff, const char *key)
{
	static const uint8_t digest[SEEN_KEY_SIZE] = { 1 };
	struct hub_event event = hub_event_init(HUB_EV_RETURNED);

	event.handoff_id = handoff;
	event.text = "Bukan kewenangan kami.";
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = PLN;
	s->apply.seen_scope = "pln";
	s->apply.seen_text = key;
	s->apply.seen_digest = digest;
	s->apply.events = &event;
	s->apply.count = 1;
	hub_scene_run(s, &s->apply.ledger);
	return s->apply.rows[0].applied;
}

static void
the_same_message_of_a_refusal_is_counted_once(void **state)
{
	struct hub_scene *s = *state;
	char handoff[IDENT_TEXT_SIZE];

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	(void)snprintf(handoff, sizeof(handoff), "%s",
	    dispute_handoff_of(s, PLN, HANDOFF_ACCEPTED));
	for (int i = 0; i < 3; i++) {
		assert_int_equal(refuse_by_message(s, handoff, "one"),
		    HUB_BOUND);
		assert_string_equal(s->apply.rows[0].decision, WHY);
	}
	assert_int_equal(hub_scene_count(s, "SELECT again FROM dispute"), 1);
	assert_int_equal(refuse_by_message(s, handoff, "two"), HUB_BOUND);
	assert_int_equal(hub_scene_count(s, "SELECT again FROM dispute"), 2);
}

/* The next delivery to pln is ended so. */
static void
conclude(struct hub_scene *s, enum verdict verdict, enum hub_event_kind kind)
{
	struct hub_event event = hub_event_init(kind);
	struct parcel *p = hub_scene_take(s, PLN);

	assert_non_null(p);
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	event.text = "Bukan kewenangan kami.";
	hub_scene_dispatch(s, p);
	(void)hub_scene_conclude(s, p, verdict,
	    kind == HUB_EV_NONE ? NULL : &event);
	parcel_free(p);
}

/* pln is told of its first handoff, and that a decision gives it another. */
static void
decide_for_pln(struct hub_scene *s)
{
	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	conclude(s, VERDICT_ANSWER, HUB_EV_DELIVERED);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
}

static void
a_no_that_answers_the_decision_itself_is_bound_too(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	decide_for_pln(s);
	conclude(s, VERDICT_ANSWER, HUB_EV_REFUSED);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s, "SELECT again FROM dispute"), 1);
	p = hub_scene_take(s, PLN);
	assert_non_null(p);
	assert_int_equal(p->what.event.kind, HUB_EV_DECISION);
	assert_string_equal(p->what.event.text, WHY);
	parcel_free(p);
}

static void
a_decision_that_cannot_be_told_is_for_an_arbiter_again(void **state)
{
	struct hub_scene *s = *state;

	decide_for_pln(s);
	conclude(s, VERDICT_UNSAYABLE, HUB_EV_NONE);
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(dispute_asked_now(s), INSPEKTORAT);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 2);
}

static void
a_request_without_a_dispute_that_is_refused_makes_one(void **state)
{
	struct hub_scene *s = *state;

	s->conf.above = "ombudsman";
	dispute_hand_in(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "ksp");
	assert_int_equal(dispute_say_no(s, KSP, HUB_EV_REFUSED, "pln")->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_asked_now(s), OMBUDSMAN);
	assert_int_equal(dispute_holder(s), INSPEKTORAT);
}

#define SCENE(test) \
	cmocka_unit_test_setup_teardown(test, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(a_decision_binds_and_they_hold_it_at_once),
		SCENE(a_decision_is_a_request_to_whom_it_does_not_bind),
		SCENE(what_stays_is_with_its_holder_again),
		SCENE(whoever_was_overruled_is_answered_with_the_decision),
		SCENE(the_same_decision_again_changes_nothing),
		SCENE(what_is_provisional_stays_in_sight_and_is_decided_again),
		SCENE(a_joint_decision_has_a_lead_and_parts),
		SCENE(a_split_has_one_holder_too),
		SCENE(the_coordinator_decides_without_a_dispute_too),
		SCENE(whoever_has_it_offered_holds_it_by_the_same_handoff),
		SCENE(what_is_not_in_order_is_told_and_changes_nothing),
		SCENE(whoever_holds_no_cases_is_given_none),
		SCENE(the_same_message_of_a_refusal_is_counted_once),
		SCENE(a_no_that_answers_the_decision_itself_is_bound_too),
		SCENE(a_decision_that_cannot_be_told_is_for_an_arbiter_again),
		SCENE(a_request_without_a_dispute_that_is_refused_makes_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
