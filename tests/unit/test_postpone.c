/* SPDX-License-Identifier: Apache-2.0 */
/* A case that the coordinator puts off: the clocks of its handoffs stand
 * still, and it goes back to where it was. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "steer_scene.h"

/* PLN has three working days from Monday, 2 February 2026, and two more until
 * its silence has an end, all of them in WITA. */
#define TUESDAY "2026-02-03T04:00:00Z"
#define LONG_OVER "2026-02-13T04:00:00Z"
/* Three working days behind the 15th: 16 and 17 February are days off. */
#define BEFORE_NEW_REMINDER "2026-02-19T15:59:00Z"
#define NEW_REMINDER "2026-02-19T16:00:10Z"
#define BEFORE_NEW_END "2026-02-24T15:59:00Z"
#define NEW_END "2026-02-24T16:00:10Z"

/* The next delivery to PLN goes out and arrives. */
static void
deliver(struct hub_scene *s)
{
	struct parcel *p = hub_scene_take(s, PLN);
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	assert_non_null(p);
	event.remote_ref = "REF-1";
	hub_scene_dispatch(s, p);
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_ANSWER, &event),
	    DELIVERY_DELIVERED);
	parcel_free(p);
}

/* The coordinator puts the last case off until that day has ended. */
static void
put_off(struct hub_scene *s, const char *until)
{
	struct steer how = steer_init(STEER_POSTPONE);

	how.until = until;
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "Banjir.")
			     ->applied,
	    HUB_APPLIED);
}

/* Notices that stand in the case's timeline. */
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
handoff_state(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT state FROM handoff ORDER BY id");
}

static int64_t
case_state(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT state FROM cases ORDER BY id DESC");
}

static void
the_clock_of_an_offer_stands_still_meanwhile(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	deliver(s);
	hub_scene_watch(s, TUESDAY);
	put_off(s, "2026-02-15");
	hub_scene_watch(s, LONG_OVER);
	assert_int_equal(handoff_state(s), HANDOFF_OFFERED);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	/* It goes on by itself. */
	hub_scene_watch(s, "2026-02-15T16:00:10Z");
	assert_int_equal(case_state(s), CASE_FORWARDED);
	hub_scene_watch(s, BEFORE_NEW_REMINDER);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	hub_scene_watch(s, NEW_REMINDER);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 1);
	hub_scene_watch(s, BEFORE_NEW_END);
	assert_int_equal(handoff_state(s), HANDOFF_OFFERED);
	hub_scene_watch(s, NEW_END);
	assert_int_equal(handoff_state(s), HANDOFF_EXPIRED);
	assert_int_equal(case_state(s), CASE_DISPUTED);
}

static void
the_citizen_waits_all_the_same(void **state)
{
	struct hub_scene *s = *state;
	int64_t due;

	steer_scene_hand_in(s);
	due = hub_scene_count(s, "SELECT due_at FROM cases");
	put_off(s, "2026-02-15");
	hub_scene_watch(s, LONG_OVER);
	(void)steer_scene_do(s, STEER_RESUME, "");
	hub_scene_watch(s, "2026-02-13T05:00:00Z");
	assert_int_equal(hub_scene_count(s, "SELECT due_at FROM cases"), due);
}

static void
whoever_holds_it_owes_its_first_word_later(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	deliver(s);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff);
	hub_scene_watch(s, TUESDAY);
	put_off(s, "2026-02-15");
	hub_scene_watch(s, LONG_OVER);
	(void)steer_scene_do(s, STEER_RESUME, "");
	hub_scene_watch(s, "2026-02-18T15:59:00Z");
	assert_int_equal(case_state(s), CASE_IN_PROGRESS);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
}

/* Where a case goes back to. */
static const struct back {
	enum steer_verb first;	   /* NONE: nothing */
	enum hub_event_kind taken; /* by pln before; NONE: not */
	enum hub_event_kind said;  /* by pln meanwhile; NONE: nothing */
	enum case_state next;
} backs[] = {
	{ STEER_NONE, HUB_EV_NONE, HUB_EV_NONE, CASE_FORWARDED },
	{ STEER_VERIFY, HUB_EV_NONE, HUB_EV_NONE, CASE_FORWARDED },
	{ STEER_NONE, HUB_EV_ACCEPTED, HUB_EV_NONE, CASE_IN_PROGRESS },
	{ STEER_NONE, HUB_EV_NONE, HUB_EV_ACCEPTED, CASE_IN_PROGRESS },
	{ STEER_ASK, HUB_EV_NONE, HUB_EV_NONE, CASE_FORWARDED },
	{ STEER_ASK, HUB_EV_ACCEPTED, HUB_EV_NONE, CASE_IN_PROGRESS },
};

static void
it_goes_back_to_the_state_that_it_was_in(void **state)
{
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(backs) / sizeof(backs[0]); i++) {
		steer_scene_hand_in(s);
		if (backs[i].taken != HUB_EV_NONE)
			(void)hub_scene_event(s, PLN, backs[i].taken,
			    steer_handoff);
		if (backs[i].first != STEER_NONE)
			(void)steer_scene_do(s, backs[i].first, "Di mana?");
		put_off(s, "2026-02-15");
		if (backs[i].said != HUB_EV_NONE)
			(void)hub_scene_event(s, PLN, backs[i].said,
			    steer_handoff);
		assert_int_equal(case_state(s), CASE_POSTPONED);
		assert_int_equal(steer_scene_do(s, STEER_RESUME, "")->applied,
		    HUB_APPLIED);
		if (case_state(s) != (int64_t)backs[i].next)
			fail_msg("%zu: got %s, want %s", i,
			    case_state_name((enum case_state)case_state(s)),
			    case_state_name(backs[i].next));
	}
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM postponement"
			     " WHERE until_at = 0"),
	    0);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_clock_of_an_offer_stands_still_meanwhile),
		TEST(the_citizen_waits_all_the_same),
		TEST(whoever_holds_it_owes_its_first_word_later),
		TEST(it_goes_back_to_the_state_that_it_was_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
