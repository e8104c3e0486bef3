/* SPDX-License-Identifier: Apache-2.0 */
/* Several institutions on one case: the lead answers once, for all. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

/* The lead's transfer, the case, and the part of a co-handler. */
static char lead[IDENT_TEXT_SIZE], case_id[IDENT_TEXT_SIZE];
static char part[IDENT_TEXT_SIZE];

/* Somebody passes the case on, as that kind; the result. */
static const struct hub_result *
pass(struct hub_scene *s, int64_t who, const char *to, enum hub_kind kind)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);

	event.handoff.case_id = case_id;
	event.handoff.receiver = to;
	event.handoff.kind = kind;
	return hub_scene_say(s, who, &event);
}

/* pln holds a case, and ksp is asked for a part of it. */
static void
begin(struct hub_scene *s)
{
	const struct hub_result *r = hub_scene_hand_in(s, "T-1", "electricity");

	(void)snprintf(lead, sizeof(lead), "%s", r->id);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, lead);
	r = pass(s, PLN, "ksp", HUB_KIND_JOINT);
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(part, sizeof(part), "%s", r->id);
}

/* The lead's answer; what came of it. */
static const struct hub_result *
answer(struct hub_scene *s, const char *text, bool without_waiting)
{
	struct hub_event event = hub_event_init(HUB_EV_ANSWERED);

	event.handoff_id = lead;
	event.text = text;
	event.without_waiting = without_waiting;
	return hub_scene_say(s, PLN, &event);
}

/* The number of a query about the one case. */
static int64_t
case_state(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT state FROM cases");
}

/* How many deliveries of a kind of event wait for an institution. */
static int64_t
told(struct hub_scene *s, int64_t who, enum hub_event_kind kind)
{
	char sql[120];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM delivery WHERE institution = %d AND"
	    " event = %d",
	    (int)who, (int)kind);
	return hub_scene_count(s, sql);
}

static void
a_co_handler_takes_its_part_and_no_case(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	assert_true(hub_scene_count(s,
			"SELECT due_at FROM handoff WHERE kind = 3") > 0);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED, part)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
}

static void
the_leads_answer_waits_for_the_part_and_goes_on_with_it(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	s->inst[2].plugin = "ksp"; /* lapor has a wire */
	begin(s);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, part);
	r = answer(s, "Sudah diperbaiki.", false);
	assert_int_equal(r->applied, HUB_APPLIED);
	assert_non_null(strstr(r->detail, "ksp"));
	assert_string_equal(r->state, "working");
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(told(s, LAPOR, HUB_EV_ANSWERED), 0);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_CONTRIBUTION, part)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(case_state(s), CASE_ANSWERED);
	assert_int_equal(told(s, LAPOR, HUB_EV_ANSWERED), 1);
	assert_int_equal(told(s, LAPOR, HUB_EV_CONTRIBUTION), 0);
	assert_int_equal(told(s, PLN, HUB_EV_CONTRIBUTION), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE applied = 2"),
	    0);
}

static void
an_answer_of_a_co_handler_is_its_contribution(void **state)
{
	struct hub_scene *s = *state;

	s->inst[2].plugin = "ksp";
	begin(s);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ANSWERED, part)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT kind FROM event ORDER BY id DESC LIMIT 1"),
	    HUB_EV_CONTRIBUTION);
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(told(s, LAPOR, HUB_EV_ANSWERED), 0);
	/* No part is open any more: the lead's answer goes at once. */
	(void)answer(s, "Sudah diperbaiki.", false);
	assert_int_equal(case_state(s), CASE_ANSWERED);
}

static void
the_lead_may_go_without(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	(void)answer(s, "Sudah diperbaiki.", true);
	assert_int_equal(case_state(s), CASE_ANSWERED);
}

static void
the_lead_may_say_it_again(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	(void)answer(s, "Sudah diperbaiki.", false);
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_string_equal(answer(s, "Sudah diperbaiki.", false)->detail, "");
	assert_int_equal(case_state(s), CASE_ANSWERED);
	(void)hub_scene_event(s, KSP, HUB_EV_CONTRIBUTION, part);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE kind = 7 AND"
			     " applied = 0"),
	    1);
}

static void
a_lost_part_is_waited_for_no_longer(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	(void)answer(s, "Sudah diperbaiki.", false);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_REFUSED, part)->applied,
	    HUB_APPLIED);
	assert_int_equal(case_state(s), CASE_ANSWERED);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM dispute"), 0);
	assert_true(told(s, PLN, HUB_EV_COMMENT) > 0);
}

static void
a_part_that_was_taken_may_be_returned(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, part);
	(void)answer(s, "Sudah diperbaiki.", false);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_RETURNED, part)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(case_state(s), CASE_ANSWERED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
}

static void
the_lead_may_take_a_part_back(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, part);
	(void)answer(s, "Sudah diperbaiki.", false);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_CANCELLED, part)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(case_state(s), CASE_ANSWERED);
	assert_int_equal(told(s, KSP, HUB_EV_CANCELLED), 1);
}

static void
a_new_holder_leads_and_its_own_part_is_no_part(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;
	char next[IDENT_TEXT_SIZE];

	begin(s);
	assert_int_equal(pass(s, PLN, "ombudsman", HUB_KIND_JOINT)->applied,
	    HUB_APPLIED);
	r = pass(s, INSPEKTORAT, "ksp", HUB_KIND_TRANSFER);
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(next, sizeof(next), "%s", r->id);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE kind = 3 AND"
			     " state = 1"),
	    2);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED, next)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), KSP);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE kind = 3 AND"
			     " state = 1"),
	    OMBUDSMAN);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE kind = 3 AND"
			     " state = 1"),
	    1);
}

static void
parts_end_with_the_case(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_event_init(HUB_EV_RATING);

	begin(s);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, part);
	(void)answer(s, "Sudah diperbaiki.", true);
	event.handoff.case_id = case_id;
	event.rating = 4;
	assert_int_equal(hub_scene_say(s, LAPOR, &event)->applied, HUB_APPLIED);
	assert_int_equal(case_state(s), CASE_COMPLETED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE state < 10"),
	    0);
	assert_int_equal(told(s, KSP, HUB_EV_CANCELLED), 1);
}

static void
a_co_handler_asks_the_lead_and_stops_no_clock(void **state)
{
	struct hub_scene *s = *state;

	s->inst[2].plugin = "ksp";
	begin(s);
	(void)hub_scene_event(s, KSP, HUB_EV_ACCEPTED, part);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_NEEDS_INFO, part)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(told(s, PLN, HUB_EV_NEEDS_INFO), 1);
	assert_int_equal(told(s, LAPOR, HUB_EV_NEEDS_INFO), 0);
	assert_int_equal(hub_scene_count(s, "SELECT paused_at FROM cases"), 0);
}

static void
nobody_is_asked_twice_for_a_part(void **state)
{
	struct hub_scene *s = *state;

	begin(s);
	assert_int_equal(pass(s, PLN, "ksp", HUB_KIND_JOINT)->applied,
	    HUB_INVALID);
	assert_int_equal(pass(s, PLN, "pln", HUB_KIND_JOINT)->applied,
	    HUB_INVALID);
}

static void
what_a_co_handler_may_not_say_is_answered_with_what_it_may(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	begin(s);
	r = hub_scene_event(s, KSP, HUB_EV_RETURNED, part);
	assert_int_equal(r->applied, HUB_ILLEGAL);
	assert_non_null(strstr(r->allowed, "contribution"));
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_co_handler_takes_its_part_and_no_case),
		TEST(the_leads_answer_waits_for_the_part_and_goes_on_with_it),
		TEST(an_answer_of_a_co_handler_is_its_contribution),
		TEST(the_lead_may_go_without),
		TEST(the_lead_may_say_it_again),
		TEST(a_lost_part_is_waited_for_no_longer),
		TEST(a_part_that_was_taken_may_be_returned),
		TEST(the_lead_may_take_a_part_back),
		TEST(a_new_holder_leads_and_its_own_part_is_no_part),
		TEST(parts_end_with_the_case),
		TEST(a_co_handler_asks_the_lead_and_stops_no_clock),
		TEST(nobody_is_asked_twice_for_a_part),
		TEST(
		    what_a_co_handler_may_not_say_is_answered_with_what_it_may),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
