/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"

#define DAY_MS INT64_C(86400000)

/* lapor hands a case in that has a past. */
static const struct hub_result *
import(struct hub_scene *s, const char *tracking_id,
    const struct act_past *past)
{
	struct hub_event event = hub_scene_case(tracking_id, "electricity");

	event.claimed_at = past->received_ms / 1000;
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = LAPOR;
	s->apply.actor.channel = "control";
	s->apply.events = &event;
	s->apply.count = 1;
	s->apply.past = past;
	hub_scene_run(s, &s->apply.ledger);
	return &s->apply.rows[0];
}

/* A case that ended ten days after it was received. */
static struct act_past
over(const struct hub_scene *s, enum case_state state)
{
	return (struct act_past){ s->room.now_ms - 40 * DAY_MS,
		s->room.now_ms - 30 * DAY_MS, state };
}

/* The case's row. */
static struct case_row
row(struct hub_scene *s, const char *tracking_id)
{
	struct case_row c;

	assert_int_equal(cases_by_tracking(s->room.db, LAPOR, tracking_id, &c),
	    DB_OK);
	return c;
}

static void
the_clock_of_an_open_case_began_where_it_was_received(void **state)
{
	struct hub_scene *s = *state;
	struct act_past past = { .received_ms = s->room.now_ms - 3 * DAY_MS };
	struct case_row c, fresh;

	assert_int_equal(import(s, "T-1", &past)->applied, HUB_APPLIED);
	assert_int_equal(hub_scene_hand_in(s, "T-2", "electricity")->applied,
	    HUB_APPLIED);
	c = row(s, "T-1");
	fresh = row(s, "T-2");
	assert_int_equal(c.state, CASE_FORWARDED);
	assert_int_equal(c.received, past.received_ms);
	assert_true(c.due_at < fresh.due_at);
	assert_int_equal(c.holder, fresh.holder);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 2);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM delivery"),
	    2);
}

static void
without_a_day_of_receipt_it_is_today(void **state)
{
	struct hub_scene *s = *state;
	struct act_past past = { .received_ms = 0 };

	assert_int_equal(import(s, "T-1", &past)->applied, HUB_APPLIED);
	assert_int_equal(row(s, "T-1").received, s->room.now_ms);
}

static void
what_had_ended_stays_so_and_goes_nowhere(void **state)
{
	static const enum case_state states[] = { CASE_COMPLETED, CASE_ARCHIVED,
		CASE_WITHDRAWN };
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		struct act_past past = over(s, states[i]);
		char id[8];
		struct case_row c;

		(void)snprintf(id, sizeof(id), "T-%zu", i);
		assert_int_equal(import(s, id, &past)->applied, HUB_APPLIED);
		assert_string_equal(s->apply.rows[0].id, "");
		c = row(s, id);
		assert_int_equal(c.state, states[i]);
		assert_int_equal(c.received, past.received_ms);
		assert_int_equal(c.ended_at, past.ended_ms);
		assert_int_equal(c.next_at, 0);
	}
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"), 0);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM delivery"),
	    0);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM audit_entry WHERE "
			     "instr(body, '\"action\":\"import\"') > 0 AND "
			     "instr(body, '\"claimed_at\":\"2025-12-24') > 0"),
	    3);
}

static void
the_same_one_again_is_the_same_case(void **state)
{
	struct hub_scene *s = *state;
	struct act_past past = over(s, CASE_COMPLETED);
	struct act_past open = { .received_ms = past.received_ms };
	char before[IDENT_TEXT_SIZE];
	const struct hub_result *r = import(s, "T-1", &past);

	(void)snprintf(before, sizeof(before), "%s", r->case_id);
	for (unsigned i = 0; i < 3; i++) {
		r = import(s, "T-1", i == 1 ? &open : &past);
		assert_int_equal(r->applied, HUB_DUPLICATE);
		assert_string_equal(r->case_id, before);
	}
	assert_int_equal(row(s, "T-1").state, CASE_COMPLETED);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM cases"), 1);
}

static void
what_had_ended_can_be_reopened(void **state)
{
	struct hub_scene *s = *state;
	struct act_past past = over(s, CASE_COMPLETED);
	struct steer steer = steer_init(STEER_REOPEN);
	struct hub_event event = hub_event_init(steer_says(STEER_REOPEN));
	char id[IDENT_TEXT_SIZE];

	(void)snprintf(id, sizeof(id), "%s", import(s, "T-1", &past)->case_id);
	event.handoff.case_id = id;
	event.text = "Pelapor keberatan.";
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = INSPEKTORAT;
	s->apply.actor.coordinator = true;
	s->apply.events = &event;
	s->apply.count = 1;
	s->apply.steer = &steer;
	hub_scene_run(s, &s->apply.ledger);
	assert_int_equal(s->apply.rows[0].applied, HUB_APPLIED);
	assert_true(case_open(row(s, "T-1").state));
}

int
main(void)
{
#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_clock_of_an_open_case_began_where_it_was_received),
		TEST(without_a_day_of_receipt_it_is_today),
		TEST(what_had_ended_stays_so_and_goes_nowhere),
		TEST(the_same_one_again_is_the_same_case),
		TEST(what_had_ended_can_be_reopened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
