/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_time.h"
#include "steer_scene.h"

#define DAY INT64_C(86400000)
#define NOTICES "SELECT count(*) FROM event WHERE speaker = 0 AND audience = 3"

/* A delivery arrives. */
static void
arrive(struct hub_scene *s, struct parcel *p)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	(void)hub_scene_conclude(s, p, VERDICT_ANSWER, &event);
}

static void
archiving_ends_what_was_taken_and_is_told(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	s->inst[2].plugin = "ksp"; /* lapor has a wire */
	steer_scene_hand_in(s);
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	arrive(s, p);
	parcel_free(p);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff);
	assert_int_equal(steer_scene_do(s, STEER_ARCHIVE, "Sudah selesai.")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_CLOSED);
	assert_int_equal(hub_scene_count(s, "SELECT next_at FROM cases"), 0);
	p = hub_scene_take(s, PLN);
	assert_int_equal(p->what.event.kind, HUB_EV_CANCELLED);
	parcel_free(p);
	/* Received, taken, archived. */
	assert_int_equal(hub_scene_count(s,
			     "SELECT group_concat(event, '') FROM delivery"
			     " WHERE institution = 1"),
	    929);
}

static void
an_offer_that_never_left_is_recalled_when_the_case_ends(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	assert_int_equal(steer_scene_do(s, STEER_WITHDRAW, "Lewat telepon.")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_CANCELLED);
	assert_null(hub_scene_take(s, PLN));
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM delivery"),
	    1);
}

static void
an_offer_that_has_left_is_cancelled_behind_it(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	steer_scene_hand_in(s);
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(steer_scene_do(s, STEER_ARCHIVE, "Ganda.")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_CANCELLED);
	assert_null(hub_scene_take(s, PLN)); /* behind what is on its way */
	arrive(s, p);
	parcel_free(p);
	p = hub_scene_take(s, PLN);
	assert_int_equal(p->what.event.kind, HUB_EV_CANCELLED);
	assert_non_null(strstr(p->what.event.text, "tidak lagi"));
	parcel_free(p);
}

static void
a_reopened_case_is_offered_to_its_holder_with_a_new_clock(void **state)
{
	struct hub_scene *s = *state;
	int64_t received;

	steer_scene_hand_in(s);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff);
	(void)steer_scene_do(s, STEER_ARCHIVE, "Keliru.");
	received = hub_scene_count(s, "SELECT received FROM cases");
	s->room.now_ms += 30 * DAY;
	assert_int_equal(steer_scene_do(s, STEER_REOPEN, "Ternyata belum.")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT received FROM cases"),
	    received + 30 * DAY);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT reopened FROM cases"), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE state = 1"),
	    PLN);
	(void)snprintf(steer_handoff, sizeof(steer_handoff), "%s",
	    s->apply.rows[0].id);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
}

static void
a_new_class_counts_from_the_first_day(void **state)
{
	struct hub_scene *s = *state;
	struct steer how = steer_init(STEER_RECLASSIFY);
	struct parcel *p;
	int64_t due;

	steer_scene_hand_in(s);
	s->room.now_ms += 3 * DAY;
	how.classification = HUB_CLASS_INFORMATION_REQUEST;
	how.category = "informasi";
	how.secret = STEER_YES;
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	/* Five working days behind Monday, 2 February. */
	assert_true(hub_time_parse("2026-02-10T00:00:00+08:00", &due));
	assert_int_equal(hub_scene_count(s, "SELECT due_at FROM cases"),
	    due * 1000);
	p = hub_scene_take(s, PLN);
	assert_string_equal(p->what.handoff.category, "informasi");
	assert_true(p->what.handoff.secret);
	assert_int_equal(p->what.handoff.classification,
	    HUB_CLASS_INFORMATION_REQUEST);
	assert_non_null(strstr(p->what.handoff.narrative, "banjar"));
	parcel_free(p);
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_DUPLICATE);
	how.secret = STEER_NO;
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
}

static void
a_question_to_the_complainant_stops_the_clock_once(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	assert_int_equal(steer_scene_do(s, STEER_ASK, "Di banjar mana?")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT due_at FROM cases"), 0);
	assert_int_equal(steer_scene_do(s, STEER_ASK, "Di banjar mana?")
			     ->applied,
	    HUB_DUPLICATE);
	assert_int_equal(steer_scene_do(s, STEER_ASK, "Sejak kapan?")->applied,
	    HUB_ILLEGAL);
	(void)hub_scene_event(s, LAPOR, HUB_EV_SUPPLEMENT, steer_handoff);
	assert_int_equal(hub_scene_count(s, "SELECT due_at > 0 FROM cases"), 1);
	assert_int_equal(steer_scene_do(s, STEER_ASK, "Di banjar mana?")
			     ->applied,
	    HUB_APPLIED);
}

/* What the next delivery to an institution says, which then arrives. */
static enum hub_event_kind
next_says(struct hub_scene *s, int64_t institution)
{
	struct parcel *p = hub_scene_take(s, institution);
	enum hub_event_kind kind;

	if (p == NULL)
		return HUB_EV_NONE;
	kind = p->what.event.kind;
	hub_scene_dispatch(s, p);
	arrive(s, p);
	parcel_free(p);
	return kind;
}

static void
who_has_the_case_hears_what_rests_goes_on_or_is_asked(void **state)
{
	struct hub_scene *s = *state;
	struct steer how = steer_init(STEER_ASK);
	struct hub_event event = hub_event_init(HUB_EV_NEEDS_INFO);

	steer_scene_hand_in(s);
	assert_int_equal(next_says(s, PLN), HUB_EV_HANDOFF);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff);
	(void)steer_scene_do(s, STEER_POSTPONE, "Menunggu anggaran.");
	assert_int_equal(next_says(s, PLN), HUB_EV_COMMENT);
	(void)steer_scene_do(s, STEER_RESUME, "");
	assert_int_equal(next_says(s, PLN), HUB_EV_COMMENT);
	(void)steer_scene_do(s, STEER_REMIND, "");
	assert_int_equal(next_says(s, PLN), HUB_EV_REMINDER);
	(void)steer_scene_do(s, STEER_RECLASSIFY, "");
	assert_int_equal(next_says(s, PLN), HUB_EV_COMMENT);
	(void)steer_scene_do(s, STEER_HOLD, "Perkara hukum.");
	assert_int_equal(next_says(s, PLN), HUB_EV_NONE);
	event.handoff.case_id = steer_case_id;
	event.text = "Sampai di mana?";
	event.asked = HUB_ASKED_HOLDER;
	s->apply.events = &event;
	s->apply.steer = &how;
	hub_scene_run(s, &s->apply.ledger);
	assert_int_equal(s->apply.rows[0].applied, HUB_APPLIED);
	assert_int_equal(next_says(s, PLN), HUB_EV_NEEDS_INFO);
	/* Their answer is for whoever asked, and adds nothing to the case. */
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_SUPPLEMENT,
			     steer_handoff)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(next_says(s, PLN), HUB_EV_NONE);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
}

static void
an_archived_dispute_waits_for_nobody(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	steer_scene_put(s, CASE_DISPUTED);
	assert_int_equal(steer_scene_do(s, STEER_ARCHIVE, "Tidak perlu lagi.")
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM dispute"
			     " WHERE decided_at = 0"),
	    0);
}

/* A case about PLN is offered to it; it is about nothing secret yet. */
static void
hand_in_about_pln(struct hub_scene *s)
{
	struct hub_event event = hub_scene_case("T-1", "electricity");
	const struct hub_result *r;

	event.handoff.reported_body = "pln";
	r = hub_scene_say(s, LAPOR, &event);
	(void)snprintf(steer_case_id, IDENT_TEXT_SIZE, "%s", r->case_id);
	(void)snprintf(steer_handoff, IDENT_TEXT_SIZE, "%s", r->id);
	assert_int_equal(hub_scene_count(s, "SELECT receiver FROM handoff"),
	    PLN);
}

/* The coordinator finds that the case needs an examination. */
static void
find_supervisory(struct hub_scene *s)
{
	struct steer how = steer_init(STEER_RECLASSIFY);

	how.classification = HUB_CLASS_SUPERVISORY;
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "Pungutan.")
			     ->applied,
	    HUB_APPLIED);
}

static void
what_gets_supervisory_leaves_whom_it_is_about(void **state)
{
	struct hub_scene *s = *state;

	hand_in_about_pln(s);
	find_supervisory(s);
	assert_int_equal(hub_scene_count(s,
			     "SELECT state FROM handoff WHERE receiver = 4"),
	    HANDOFF_CANCELLED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE state = 1"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff)
			     ->applied,
	    HUB_LATE);
}

static void
held_by_whom_it_is_about_an_arbiter_decides(void **state)
{
	struct hub_scene *s = *state;

	hand_in_about_pln(s);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff);
	find_supervisory(s);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_DISPUTED);
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    INSPEKTORAT);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
}

static void
an_update_that_is_parked_is_told_to_the_coordinator_once(void **state)
{
	static const struct db_query again = {
		"UPDATE delivery SET state = 1, ready = 1 WHERE state = 7"
	};
	struct hub_scene *s = *state;
	struct parcel *p;

	steer_scene_hand_in(s);
	for (int i = 0; i < 2; i++) {
		struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

		p = hub_scene_take(s, PLN);
		assert_non_null(p);
		hub_scene_dispatch(s, p);
		(void)hub_scene_conclude(s, p,
		    i == 0 ? VERDICT_ANSWER : VERDICT_FAULT,
		    i == 0 ? &event : NULL);
		parcel_free(p);
		if (i == 0)
			(void)steer_scene_do(s, STEER_REMIND, "Mohon.");
	}
	assert_int_equal(hub_scene_count(s, NOTICES), 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_begin(s->room.db), DB_OK);
		assert_int_equal(db_put(s->room.db, &again, DB_NO_ARGS), DB_OK);
		assert_int_equal(db_commit(s->room.db), DB_OK);
		p = hub_scene_take(s, PLN);
		assert_non_null(p);
		hub_scene_dispatch(s, p);
		assert_int_equal(hub_scene_conclude(s, p, VERDICT_FAULT, NULL),
		    DELIVERY_PARKED);
		parcel_free(p);
	}
	assert_int_equal(hub_scene_count(s, NOTICES), 1);
}

int
main(void)
{
#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, hub_scene_setup, hub_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(archiving_ends_what_was_taken_and_is_told),
		TEST(an_offer_that_never_left_is_recalled_when_the_case_ends),
		TEST(an_offer_that_has_left_is_cancelled_behind_it),
		TEST(a_reopened_case_is_offered_to_its_holder_with_a_new_clock),
		TEST(a_new_class_counts_from_the_first_day),
		TEST(a_question_to_the_complainant_stops_the_clock_once),
		TEST(who_has_the_case_hears_what_rests_goes_on_or_is_asked),
		TEST(an_update_that_is_parked_is_told_to_the_coordinator_once),
		TEST(an_archived_dispute_waits_for_nobody),
		TEST(what_gets_supervisory_leaves_whom_it_is_about),
		TEST(held_by_whom_it_is_about_an_arbiter_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
