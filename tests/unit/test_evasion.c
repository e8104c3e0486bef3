/* SPDX-License-Identifier: Apache-2.0 */
/* Nobody slips out of the custody of a case by words that are no refusal, and
 * whoever complained is heard whatever becomes of it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "dispute_scene.h"

/* Transfers by which the case is held. */
#define HELD \
	"SELECT count(*) FROM handoff WHERE kind = 1 AND state IN (2, 3, 4)"
/* Transfers that await a decision. */
#define OFFERED "SELECT count(*) FROM handoff WHERE kind = 1 AND state = 1"

/* An event about the newest handoff of a receiver. */
static enum hub_applied
say(struct hub_scene *s, int64_t who, enum hub_event_kind kind, int64_t of)
{
	return hub_scene_event(s, who, kind, dispute_handoff_of(s, of, 0))
	    ->applied;
}

/* lapor says something about its case. */
static enum hub_applied
say_of_case(struct hub_scene *s, enum hub_event_kind kind)
{
	struct hub_event event = hub_event_init(kind);
	char id[IDENT_TEXT_SIZE];

	ident_text(hub_scene_count(s, "SELECT id FROM cases"), id);
	event.handoff.case_id = id;
	event.text = "Demikian.";
	event.rating = 2;
	return hub_scene_say(s, LAPOR, &event)->applied;
}

/* pln has the case, and ksp is offered it. */
static void
pass_to_ksp(struct hub_scene *s)
{
	dispute_hand_in(s);
	assert_int_equal(say(s, PLN, HUB_EV_ACCEPTED, PLN), HUB_APPLIED);
	assert_int_equal(dispute_pass_to(s, PLN, "ksp")->applied, HUB_APPLIED);
}

static void
who_works_on_it_is_relieved_by_a_decision(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_KSP].binding = true;
	dispute_hand_in(s);
	assert_int_equal(say(s, PLN, HUB_EV_ACCEPTED, PLN), HUB_APPLIED);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "ksp")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(dispute_holder(s), KSP);
	assert_int_equal(hub_scene_count(s, HELD), 1);
	assert_int_equal(say(s, PLN, HUB_EV_ANSWERED, PLN), HUB_LATE);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
}

static void
an_answered_case_is_neither_decided_nor_passed_on(void **state)
{
	struct hub_scene *s = *state;

	dispute_hand_in(s);
	assert_int_equal(say(s, PLN, HUB_EV_ANSWERED, PLN), HUB_APPLIED);
	assert_int_equal(dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "ksp")
			     ->applied,
	    HUB_ILLEGAL);
	assert_int_equal(dispute_pass_to(s, PLN, "ksp")->applied, HUB_ILLEGAL);
	assert_int_equal(say_of_case(s, HUB_EV_OBJECTION), HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
}

static void
an_answer_takes_back_what_is_offered(void **state)
{
	struct hub_scene *s = *state;

	pass_to_ksp(s);
	assert_int_equal(say(s, PLN, HUB_EV_ANSWERED, PLN), HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, OFFERED), 0);
	assert_int_equal(say(s, KSP, HUB_EV_ACCEPTED, KSP), HUB_LATE);
	assert_int_equal(dispute_holder(s), PLN);
	assert_int_equal(say_of_case(s, HUB_EV_OBJECTION), HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
}

static void
a_withdrawal_ends_what_is_held_and_what_is_offered(void **state)
{
	struct hub_scene *s = *state;

	pass_to_ksp(s);
	assert_int_equal(say_of_case(s, HUB_EV_WITHDRAWN), HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, HELD), 0);
	assert_int_equal(hub_scene_count(s, OFFERED), 0);
}

static void
what_was_passed_in_vain_does_not_deafen_the_case(void **state)
{
	struct hub_scene *s = *state;

	pass_to_ksp(s);
	assert_int_equal(say(s, PLN, HUB_EV_CANCELLED, KSP), HUB_APPLIED);
	assert_int_equal(say(s, PLN, HUB_EV_NEEDS_INFO, PLN), HUB_APPLIED);
	assert_int_equal(say_of_case(s, HUB_EV_SUPPLEMENT), HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(say(s, PLN, HUB_EV_ANSWERED, PLN), HUB_APPLIED);
	assert_int_equal(say_of_case(s, HUB_EV_RATING), HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_COMPLETED);
}

static void
whoever_complained_is_heard_during_a_dispute(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	assert_int_equal(say_of_case(s, HUB_EV_SUPPLEMENT), HUB_APPLIED);
	assert_int_equal(say_of_case(s, HUB_EV_REMINDER), HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
	assert_int_equal(dispute_told(s, KSP, HUB_EV_SUPPLEMENT), 1);
	assert_int_equal(say_of_case(s, HUB_EV_WITHDRAWN), HUB_APPLIED);
	assert_int_equal(dispute_case_state(s), CASE_WITHDRAWN);
	assert_int_equal(dispute_told(s, KSP, HUB_EV_WITHDRAWN), 1);
	assert_int_equal(say_of_case(s, HUB_EV_WITHDRAWN), HUB_LATE);
}

static void
a_disputed_case_is_not_passed_on(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	assert_int_equal(dispute_pass_to(s, KSP, "ombudsman")->applied,
	    HUB_ILLEGAL);
	assert_int_equal(dispute_case_state(s), CASE_DISPUTED);
}

static void
whom_a_decision_binds_passes_it_on_downwards_alone(void **state)
{
	struct hub_scene *s = *state;

	s->inst[AT_PLN].binding = true;
	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	assert_int_equal(dispute_pass_to(s, PLN, "ombudsman")->applied,
	    HUB_INVALID);
	s->inst[AT_OMBUDSMAN].superior = "pln";
	assert_int_equal(dispute_pass_to(s, PLN, "ombudsman")->applied,
	    HUB_APPLIED);
}

static void
a_case_is_not_passed_back_and_forth(void **state)
{
	struct hub_scene *s = *state;

	pass_to_ksp(s);
	assert_int_equal(say(s, KSP, HUB_EV_ACCEPTED, KSP), HUB_APPLIED);
	assert_int_equal(dispute_pass_to(s, KSP, "pln")->applied, HUB_INVALID);
	assert_int_equal(dispute_say_no(s, KSP, HUB_EV_RETURNED, "pln")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 1);
}

static void
whoever_gave_it_back_does_not_call_it_back(void **state)
{
	struct hub_scene *s = *state;

	dispute_hand_in(s);
	assert_int_equal(say(s, PLN, HUB_EV_ACCEPTED, PLN), HUB_APPLIED);
	assert_int_equal(dispute_say_no(s, PLN, HUB_EV_RETURNED, "ksp")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(say(s, PLN, HUB_EV_CANCELLED, KSP), HUB_FORBIDDEN);
	assert_int_equal(hub_scene_count(s, OFFERED), 1);
}

static void
the_holder_does_not_call_back_what_was_decided(void **state)
{
	struct hub_scene *s = *state;

	dispute_ping_pong(s);
	(void)dispute_decide(s, INSPEKTORAT, HUB_DECISION_TO, "ombudsman");
	assert_int_equal(say(s, KSP, HUB_EV_CANCELLED, OMBUDSMAN),
	    HUB_FORBIDDEN);
	assert_int_equal(hub_scene_count(s, OFFERED), 1);
}

#define SCENE(test) \
	cmocka_unit_test_setup_teardown(test, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(who_works_on_it_is_relieved_by_a_decision),
		SCENE(an_answered_case_is_neither_decided_nor_passed_on),
		SCENE(an_answer_takes_back_what_is_offered),
		SCENE(a_withdrawal_ends_what_is_held_and_what_is_offered),
		SCENE(what_was_passed_in_vain_does_not_deafen_the_case),
		SCENE(whoever_complained_is_heard_during_a_dispute),
		SCENE(a_disputed_case_is_not_passed_on),
		SCENE(whom_a_decision_binds_passes_it_on_downwards_alone),
		SCENE(a_case_is_not_passed_back_and_forth),
		SCENE(whoever_gave_it_back_does_not_call_it_back),
		SCENE(the_holder_does_not_call_back_what_was_decided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
