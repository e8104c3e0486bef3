/* SPDX-License-Identifier: Apache-2.0 */
/* What falls due: limits of handoffs that nobody decides on. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

/* PLN is offered a case on Monday, 2 February 2026 and has three working days
 * of its own, in WITA. */
#define BEFORE_REMINDER "2026-02-04T15:59:00Z"
#define REMINDER "2026-02-04T16:00:10Z"
#define BEFORE_LIMIT "2026-02-05T15:59:00Z"
#define LIMIT "2026-02-05T16:00:10Z"
#define BEFORE_END "2026-02-09T15:59:00Z"
#define END "2026-02-09T16:00:10Z"

static char handoff[IDENT_TEXT_SIZE];

/* Hands a case in for PLN and keeps its handoff's id. */
static void
hand_in(struct hub_scene *s)
{
	const struct hub_result *r = hub_scene_hand_in(s, "T-1", "electricity");

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
}

/* The next delivery to an institution goes out and arrives. */
static void
deliver(struct hub_scene *s, int64_t institution)
{
	struct parcel *p = hub_scene_take(s, institution);
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	assert_non_null(p);
	event.remote_ref = "REF-1";
	hub_scene_dispatch(s, p);
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_ANSWER, &event),
	    DELIVERY_DELIVERED);
	parcel_free(p);
}

/* Deliveries of an event to an institution. */
static int64_t
told(struct hub_scene *s, int64_t institution, enum hub_event_kind kind)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM delivery WHERE institution = %d AND event ="
	    " %d",
	    (int)institution, (int)kind);
	return hub_scene_count(s, sql);
}

/* Notices of a kind that stand in the case's timeline. */
static int64_t
noted(struct hub_scene *s, enum hub_event_kind kind)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM event WHERE speaker = 0 AND kind = %d",
	    (int)kind);
	return hub_scene_count(s, sql);
}

static int64_t
state(struct hub_scene *s)
{
	return hub_scene_count(s,
	    "SELECT state FROM handoff ORDER BY id LIMIT 1");
}

/* A delivered handoff that PLN says nothing about. */
static struct hub_scene *
silent(void **test)
{
	struct hub_scene *s = *test;

	hand_in(s);
	deliver(s, PLN);
	return s;
}

static void
the_receiver_is_reminded_one_working_day_before_its_limit(void **test)
{
	struct hub_scene *s = silent(test);

	hub_scene_watch(s, BEFORE_REMINDER);
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 0);
	hub_scene_watch(s, REMINDER);
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 1);
	hub_scene_watch(s, BEFORE_LIMIT);
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 1);
	assert_int_equal(noted(s, HUB_EV_COMMENT), 0);
}

static void
at_the_limit_superior_and_coordinator_are_told_once(void **test)
{
	struct hub_scene *s = silent(test);

	s->inst[4].superior = "ksp";
	hub_scene_watch(s, LIMIT);
	hub_scene_watch(s, BEFORE_END);
	assert_int_equal(noted(s, HUB_EV_COMMENT), 1);
	assert_int_equal(told(s, KSP, HUB_EV_COMMENT), 1);
	assert_int_equal(state(s), HANDOFF_OFFERED);
}

static void
silence_expires_two_working_days_later_into_a_dispute(void **test)
{
	struct hub_scene *s = silent(test);

	hub_scene_watch(s, BEFORE_END);
	assert_int_equal(state(s), HANDOFF_OFFERED);
	hub_scene_watch(s, END);
	assert_int_equal(state(s), HANDOFF_EXPIRED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_DISPUTED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM dispute"
			     " WHERE decided_at = 0"),
	    1);
}

static void
an_expired_handoff_that_left_is_cancelled_behind_it(void **test)
{
	struct hub_scene *s = silent(test);

	hub_scene_watch(s, END);
	assert_int_equal(told(s, PLN, HUB_EV_CANCELLED), 1);
}

static void
silence_is_acceptance_where_the_agreement_says_so(void **test)
{
	struct hub_scene *s = silent(test);

	s->inst[4].agreement_deemed = s->inst[4].holds = true;
	s->inst[4].agreement_until = "2026-12-31";
	hub_scene_watch(s, BEFORE_END);
	assert_int_equal(state(s), HANDOFF_OFFERED);
	hub_scene_watch(s, END);
	assert_int_equal(state(s), HANDOFF_ACCEPTED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM audit_entry WHERE"
			     " CAST(body AS TEXT) LIKE '%deemed%'"),
	    1);
}

static void
an_agreement_that_has_ended_deems_nothing(void **test)
{
	struct hub_scene *s = silent(test);

	s->inst[4].agreement_deemed = s->inst[4].holds = true;
	hub_scene_watch(s, END);
	assert_int_equal(state(s), HANDOFF_EXPIRED);
}

static void
nothing_is_due_before_it_was_delivered(void **test)
{
	struct hub_scene *s = *test;

	hand_in(s);
	hub_scene_watch(s, "2026-02-04T09:00:00Z");
	deliver(s, PLN);
	hub_scene_watch(s, LIMIT);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	/* Delivered on Wednesday: due when Monday ends. */
	hub_scene_watch(s, "2026-02-08T16:00:10Z");
	assert_int_equal(noted(s, HUB_EV_REMINDER), 1);
	assert_int_equal(hub_scene_count(s, "SELECT due_at FROM handoff"),
	    INT64_C(1770652800000));
}

static void
what_was_overdue_at_a_start_is_done_once(void **test)
{
	struct hub_scene *s = silent(test);

	hub_scene_watch(s, "2026-03-30T00:00:00Z");
	hub_scene_watch(s, "2026-03-30T01:00:00Z");
	hub_scene_watch(s, "2026-05-30T01:00:00Z");
	assert_int_equal(state(s), HANDOFF_EXPIRED);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM dispute"), 1);
	assert_int_equal(told(s, PLN, HUB_EV_CANCELLED), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM audit_entry WHERE"
			     " CAST(body AS TEXT) LIKE '%clock.breached%'"),
	    2);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_receiver_is_reminded_one_working_day_before_its_limit),
		TEST(at_the_limit_superior_and_coordinator_are_told_once),
		TEST(silence_expires_two_working_days_later_into_a_dispute),
		TEST(an_expired_handoff_that_left_is_cancelled_behind_it),
		TEST(silence_is_acceptance_where_the_agreement_says_so),
		TEST(an_agreement_that_has_ended_deems_nothing),
		TEST(nothing_is_due_before_it_was_delivered),
		TEST(what_was_overdue_at_a_start_is_done_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
