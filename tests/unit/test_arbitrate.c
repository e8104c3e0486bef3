/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "arbitrate.h"
#include "hub_scene.h"

/* Ids, kept over the next message. */
static char case_id[IDENT_TEXT_SIZE];

/* The scene's pln (4) and ksp (1) by their place in its list. */
enum { AT_INSPEKTORAT, AT_KSP, AT_LAPOR, AT_OMBUDSMAN, AT_PLN };

/* Hands a case in that both pln and ksp are competent for. */
static void
hand_in(struct hub_scene *s)
{
	struct hub_event event = hub_scene_case("T-1", "electricity");
	const struct hub_result *r;

	event.handoff.priority_program_id = "PSN-7";
	event.handoff.receiver = "pln";
	r = hub_scene_say(s, LAPOR, &event);
	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
}

/* The id of the newest handoff of a receiver, in a state (0: any). */
static const char *
handoff_of(struct hub_scene *s, int64_t receiver, int state)
{
	static char text[IDENT_TEXT_SIZE];
	char sql[160];
	int64_t id;

	(void)snprintf(sql, sizeof(sql),
	    "SELECT max(id) FROM handoff WHERE receiver = %d"
	    " AND (%d = 0 OR state = %d)",
	    (int)receiver, state, state);
	id = hub_scene_count(s, sql);
	assert_int_not_equal(id, 0);
	ident_text(id, text);
	return text;
}

/* The receiver says that about its open handoff, proposing a target. */
static const struct hub_result *
say_no(struct hub_scene *s, int64_t who, enum hub_event_kind kind,
    const char *target)
{
	struct hub_event event = hub_event_init(kind);

	event.handoff_id = handoff_of(s, who, 0);
	event.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	event.text = "Bukan kewenangan kami.";
	event.target = target;
	return hub_scene_say(s, who, &event);
}

/* pln refuses and proposes ksp, ksp takes it and returns it: disputed. */
static void
ping_pong(struct hub_scene *s)
{
	hand_in(s);
	assert_int_equal(say_no(s, PLN, HUB_EV_REFUSED, "ksp")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED,
			     handoff_of(s, KSP, HANDOFF_OFFERED))
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(say_no(s, KSP, HUB_EV_RETURNED, "pln")->applied,
	    HUB_APPLIED);
}

/* A decision on the case. */
static const struct hub_result *
decide(struct hub_scene *s, int64_t who, enum hub_decision what,
    const char *target)
{
	struct hub_event event = hub_event_init(HUB_EV_DECISION);

	event.handoff.case_id = case_id;
	event.decision = what;
	event.target = target;
	event.text = "Jaringan listrik adalah kewenangan PLN.";
	return hub_scene_say(s, who, &event);
}

static int64_t
holder(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT holder FROM cases");
}

static int64_t
case_state(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT state FROM cases");
}

/* Deliveries to an institution that say that. */
static int64_t
told(struct hub_scene *s, int64_t who, enum hub_event_kind kind)
{
	char sql[120];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM delivery WHERE institution = %d"
	    " AND event = %d",
	    (int)who, (int)kind);
	return hub_scene_count(s, sql);
}

static void
the_third_hop_is_disputed_and_the_holder_stays(void **state)
{
	struct hub_scene *s = *state;

	ping_pong(s);
	assert_int_equal(case_state(s), CASE_DISPUTED);
	assert_int_equal(holder(s), KSP);
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE state < 10"),
	    0);
}

static void
a_decision_binds_and_they_hold_it_at_once(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	s->inst[AT_PLN].binding = true;
	ping_pong(s);
	r = decide(s, INSPEKTORAT, HUB_DECISION_TO, "pln");
	assert_int_equal(r->applied, HUB_APPLIED);
	assert_string_equal(r->holder, "pln");
	assert_string_equal(r->state, "accepted");
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(holder(s), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT overturned FROM dispute"),
	    1);
	assert_int_equal(told(s, PLN, HUB_EV_HANDOFF), 2);
	assert_int_equal(told(s, PLN, HUB_EV_DECISION), 1);
	assert_int_equal(told(s, KSP, HUB_EV_DECISION), 1);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 2);
}

static void
a_decision_is_a_request_to_whom_it_does_not_bind(void **state)
{
	struct hub_scene *s = *state;

	ping_pong(s);
	assert_int_equal(decide(s, INSPEKTORAT, HUB_DECISION_TO, "ombudsman")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(holder(s), KSP);
	assert_int_equal(case_state(s), CASE_FORWARDED);
	assert_int_equal(told(s, OMBUDSMAN, HUB_EV_HANDOFF), 1);
	assert_int_equal(told(s, OMBUDSMAN, HUB_EV_DECISION), 1);
	assert_int_equal(hub_scene_event(s, OMBUDSMAN, HUB_EV_ACCEPTED,
			     handoff_of(s, OMBUDSMAN, HANDOFF_OFFERED))
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(holder(s), OMBUDSMAN);
}

static void
what_stays_is_with_its_holder_again(void **state)
{
	struct hub_scene *s = *state;

	ping_pong(s);
	assert_int_equal(decide(s, INSPEKTORAT, HUB_DECISION_STAYS, "")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(holder(s), KSP);
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE state = 2"),
	    KSP);
	assert_int_equal(hub_scene_count(s, "SELECT overturned FROM dispute"),
	    1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define SCENE(test) \
	cmocka_unit_test_setup_teardown(test, hub_scene_setup, \
	    hub_scene_teardown)
		SCENE(the_third_hop_is_disputed_and_the_holder_stays),
		SCENE(a_decision_binds_and_they_hold_it_at_once),
		SCENE(a_decision_is_a_request_to_whom_it_does_not_bind),
		SCENE(what_stays_is_with_its_holder_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
