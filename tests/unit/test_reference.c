/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

/* A handoff's id, kept over the next message. */
static char handoff[IDENT_TEXT_SIZE];

/* Hands a case in and keeps its id. */
static void
hand_in(struct hub_scene *s, const char *tracking_id, const char *category)
{
	const struct hub_result *r = hub_scene_hand_in(s, tracking_id,
	    category);

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
}

/* Ends a delivery as arrived under that reference. */
static enum delivery_state
arrive(struct hub_scene *s, struct parcel *p, const char *ref)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	event.remote_ref = ref;
	return hub_scene_conclude(s, p, VERDICT_ANSWER, &event);
}

static void
a_lost_step_that_they_have_done_is_followed_by_the_next(void **state)
{
	struct hub_event done = hub_event_init(HUB_EV_NEXT_STEP);
	struct hub_scene *s = *state;
	struct parcel *p;

	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_LOST, NULL),
	    DELIVERY_UNKNOWN);
	parcel_free(p);
	s->room.now_ms += 3600 * 1000;
	p = hub_scene_take(s, PLN);
	p->purpose = HUB_FOR_PROBE;
	done.remote_ref = "PLN-1";
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_ANSWER, &done),
	    DELIVERY_QUEUED);
	parcel_free(p);
	p = hub_scene_take(s, PLN);
	assert_int_equal(p->row.step, 1);
	assert_string_equal(p->row.remote_ref, "PLN-1");
	assert_int_equal(p->stored.len, 0);
	parcel_free(p);
}

static void
open_references_are_gone_through_in_their_order(void **state)
{
	struct hub_scene *s = *state;
	static const char *const refs[] = { "7", "12" };
	char ref[OUTBOX_REF_MAX + 1];

	for (size_t i = 0; i < 2; i++) {
		struct parcel *p;

		hand_in(s, refs[i], "electricity");
		p = hub_scene_take(s, PLN);
		hub_scene_dispatch(s, p);
		(void)arrive(s, p, refs[i]);
		parcel_free(p);
	}
	(void)outbox_ref_behind(s->room.db, PLN, "", ref);
	assert_string_equal(ref, "12");
	(void)outbox_ref_behind(s->room.db, PLN, "12", ref);
	assert_string_equal(ref, "7");
	(void)hub_scene_event(s, PLN, HUB_EV_REFUSED, handoff);
	(void)outbox_ref_behind(s->room.db, PLN, "", ref);
	assert_string_equal(ref, "7");
	(void)outbox_ref_behind(s->room.db, PLN, "7", ref);
	assert_string_equal(ref, "");
}

static void
a_reference_of_two_open_cases_is_of_neither(void **state)
{
	struct hub_event event = hub_event_init(HUB_EV_ANSWERED);
	struct hub_scene *s = *state;

	for (size_t i = 0; i < 2; i++) {
		struct parcel *p;

		hand_in(s, i == 0 ? "T-1" : "T-2", "electricity");
		p = hub_scene_take(s, PLN);
		hub_scene_dispatch(s, p);
		(void)arrive(s, p, "0");
		parcel_free(p);
	}
	event.remote_ref = "0";
	event.text = "Sudah menyala.";
	assert_int_equal(hub_scene_say(s, PLN, &event)->applied, HUB_INVALID);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_REFUSED, handoff)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_say(s, PLN, &event)->applied, HUB_APPLIED);
}

static void
a_source_speaks_of_its_case_by_its_own_number(void **state)
{
	struct hub_event event = hub_event_init(HUB_EV_SUPPLEMENT);
	struct hub_scene *s = *state;

	hand_in(s, "T-1", "electricity");
	event.remote_ref = "T-1";
	event.text = "Di depan pasar.";
	assert_int_equal(hub_scene_say(s, LAPOR, &event)->applied, HUB_APPLIED);
	assert_int_equal(hub_scene_say(s, PLN, &event)->applied, HUB_UNKNOWN);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_lost_step_that_they_have_done_is_followed_by_the_next),
		TEST(open_references_are_gone_through_in_their_order),
		TEST(a_reference_of_two_open_cases_is_of_neither),
		TEST(a_source_speaks_of_its_case_by_its_own_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
