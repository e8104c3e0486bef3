/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "delivery_recover.h"
#include "hub_scene.h"

/* A handoff's id, kept over the next message. */
static char handoff[IDENT_TEXT_SIZE], case_id[IDENT_TEXT_SIZE];

/* Hands a case in and keeps its ids. */
static void
hand_in(struct hub_scene *s, const char *tracking_id, const char *category)
{
	const struct hub_result *r = hub_scene_hand_in(s, tracking_id,
	    category);

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
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
a_case_is_offered_by_the_first_rule_that_matches(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-1", "electricity");
	struct parcel *p;

	event.handoff.priority_program_id = "PSN-7";
	assert_int_equal(hub_scene_say(s, LAPOR, &event)->applied, HUB_APPLIED);
	p = hub_scene_take(s, KSP);
	assert_non_null(p);
	assert_string_equal(p->what.handoff.receiver, "ksp");
	assert_string_equal(p->what.handoff.narrative, event.handoff.narrative);
	parcel_free(p);
	assert_null(hub_scene_take(s, PLN));
}

static void
what_is_in_hand_is_passed_over_unopened(void **state)
{
	struct hub_scene *s = *state;
	struct reader_room room = { s->room.db, s->content };
	struct parcel_load load;
	int64_t held[2], last;

	for (int i = 0; i < 3; i++) {
		hand_in(s, "", "electricity");
		ident_parse(handoff, i < 2 ? &held[i] : &last);
	}
	parcel_load_init(&load);
	load.conf = &s->conf;
	load.institution = PLN;
	load.now_ms = s->room.now_ms;
	load.limit = 10;
	load.held = held;
	load.held_count = 2;
	assert_int_equal(load.reader.run(&load.reader, &room), DB_OK);
	assert_int_equal(load.count, 3);
	assert_int_equal(load.after_id, last);
	assert_non_null(load.first);
	assert_int_equal(load.first->row.id, last);
	assert_null(load.first->next);
	parcel_free(load.first);
}

static void
an_explicit_target_beats_the_rules(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-1", "electricity");
	struct parcel *p;

	event.handoff.receiver = "ombudsman";
	(void)hub_scene_say(s, LAPOR, &event);
	p = hub_scene_take(s, OMBUDSMAN);
	assert_non_null(p);
	parcel_free(p);
}

static void
what_matches_no_rule_goes_to_the_coordinator(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "T-1", "unheard of");
	assert_int_equal(hub_scene_count(s, "SELECT receiver FROM handoff"),
	    INSPEKTORAT);
}

static void
a_good_handoff_costs_twelve_statements_and_three_entries(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event event = hub_scene_case("T-1", "electricity");
	struct parcel *p;

	s->apply.conf = &s->conf;
	s->apply.actor.institution = LAPOR;
	s->apply.events = &event;
	s->apply.count = 1;
	s->apply.seen_scope = "intake";
	s->apply.seen_text = "key-1";
	hub_scene_run(s, &s->apply.ledger);
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(arrive(s, p, "PLN-1"), DELIVERY_DELIVERED);
	parcel_free(p);
	assert_in_range(s->statements, 9, 12);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM audit_entry"),
	    3);
}

static void
the_same_complaint_again_is_the_same_case(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	hand_in(s, "T-1", "electricity");
	r = hub_scene_hand_in(s, "T-1", "electricity");
	assert_int_equal(r->applied, HUB_DUPLICATE);
	assert_string_equal(r->id, handoff);
	assert_string_equal(r->case_id, case_id);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM cases"), 1);
}

static void
complaints_without_a_tracking_id_are_cases_of_their_own(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "", "electricity");
	hand_in(s, "", "electricity");
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM cases"), 2);
}

static void
delivered_is_not_accepted(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(arrive(s, p, "PLN-1"), DELIVERY_DELIVERED);
	parcel_free(p);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_OFFERED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
}

/* Entries of the log about handoffs of that type. */
static int64_t
count_entries(struct hub_scene *s, const char *type)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM audit_entry WHERE CAST(body AS TEXT)"
	    " LIKE '%%simpul.handoff.%s.v1%%'",
	    type);
	return hub_scene_count(s, sql);
}

static void
delivery_is_acceptance_for_those_without_a_word_for_it(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	s->inst[4].acceptance = ACCEPTANCE_ON_RECEIPT;
	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(arrive(s, p, "PLN-1"), DELIVERY_DELIVERED);
	parcel_free(p);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_ACCEPTED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM audit_entry"),
	    3);
}

static void
a_delivery_behind_its_own_acceptance_is_still_told(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	s->inst[4].acceptance = ACCEPTANCE_ON_RECEIPT;
	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED,
			     p->what.handoff.id)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(arrive(s, p, "PLN-1"), DELIVERY_DELIVERED);
	parcel_free(p);
	assert_int_equal(count_entries(s, "delivered"), 1);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
}

static void
progress_before_an_acceptance_is_an_implied_one(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "T-1", "electricity");
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_PROGRESS, handoff)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff)
			     ->applied,
	    HUB_DUPLICATE);
}

static void
nobody_speaks_of_a_handoff_that_is_not_theirs(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "T-1", "electricity");
	assert_int_equal(hub_scene_event(s, OMBUDSMAN, HUB_EV_ACCEPTED, handoff)
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(hub_scene_event(s, LAPOR, HUB_EV_ACCEPTED, handoff)
			     ->applied,
	    HUB_FORBIDDEN);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
}

static void
an_illegal_step_is_answered_with_what_is_allowed(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	hand_in(s, "T-1", "electricity");
	r = hub_scene_event(s, PLN, HUB_EV_RETURNED, handoff);
	assert_int_equal(r->applied, HUB_ILLEGAL);
	assert_non_null(strstr(r->allowed, "refused"));
	assert_null(strstr(r->allowed, "returned"));
}

static void
a_late_acceptance_is_kept_and_moves_nothing(void **state)
{
	struct hub_scene *s = *state;
	const struct hub_result *r;

	hand_in(s, "T-1", "electricity");
	(void)hub_scene_event(s, PLN, HUB_EV_REFUSED, handoff);
	r = hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	assert_int_equal(r->applied, HUB_LATE);
	assert_string_equal(r->holder, "inspektorat");
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM event WHERE applied = 1"),
	    1);
}

static void
what_is_said_later_waits_behind_what_was_said_before(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p, *next;

	hand_in(s, "T-1", "electricity");
	assert_int_equal(hub_scene_event(s, LAPOR, HUB_EV_SUPPLEMENT, handoff)
			     ->applied,
	    HUB_APPLIED);
	p = hub_scene_take(s, PLN);
	assert_int_equal(p->row.event, HUB_EV_HANDOFF);
	hub_scene_dispatch(s, p);
	assert_null(hub_scene_take(s, PLN));
	(void)arrive(s, p, "PLN-1");
	next = hub_scene_take(s, PLN);
	assert_non_null(next);
	assert_int_equal(next->what.event.kind, HUB_EV_SUPPLEMENT);
	assert_string_equal(next->what.event.text, "Kami tindak lanjuti.");
	assert_string_equal(next->row.remote_ref, "PLN-1");
	parcel_free(p);
	parcel_free(next);
}

static void
a_handoff_cancelled_before_it_left_is_never_sent(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s, "T-1", "electricity");
	assert_int_equal(hub_scene_event(s, INSPEKTORAT, HUB_EV_CANCELLED,
			     handoff)
			     ->applied,
	    HUB_APPLIED);
	assert_null(hub_scene_take(s, PLN));
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"),
	    INSPEKTORAT);
}

static void
a_cancellation_follows_what_may_have_left(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p, *next;

	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	(void)hub_scene_event(s, INSPEKTORAT, HUB_EV_CANCELLED, handoff);
	assert_null(hub_scene_take(s, PLN));
	(void)arrive(s, p, "PLN-1");
	next = hub_scene_take(s, PLN);
	assert_non_null(next);
	assert_int_equal(next->what.event.kind, HUB_EV_CANCELLED);
	parcel_free(p);
	parcel_free(next);
}

static void
what_may_have_left_is_unknown_after_a_crash(void **state)
{
	struct hub_scene *s = *state;
	int64_t count = 0;
	struct parcel *p;

	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	parcel_free(p);
	s->room.boot++;
	assert_int_equal(delivery_recover(&s->room, &count), DB_OK);
	assert_int_equal(audit_before_commit(s->room.audit, s->room.db), DB_OK);
	assert_int_equal(count, 1);
	assert_int_equal(count_entries(s, "unknown"), 1);
	p = hub_scene_take(s, PLN);
	assert_int_equal(p->row.state, DELIVERY_UNKNOWN);
	assert_true(p->stored.len > 0);
	parcel_free(p);
}

static void
an_answer_without_sense_is_parked_after_three_more_tries(void **state)
{
	struct hub_scene *s = *state;
	enum delivery_state got = DELIVERY_WAITING;
	int tries = 0;

	hand_in(s, "T-1", "electricity");
	while (got == DELIVERY_WAITING && tries < 10) {
		struct parcel *p;

		s->room.now_ms += 900000;
		p = hub_scene_take(s, PLN);
		assert_non_null(p);
		hub_scene_dispatch(s, p);
		got = hub_scene_conclude(s, p, VERDICT_MALFORMED, NULL);
		parcel_free(p);
		tries++;
	}
	assert_int_equal(got, DELIVERY_PARKED);
	assert_int_equal(tries, 4);
}

static void
what_cannot_be_said_there_goes_to_the_coordinator(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_UNSAYABLE, NULL),
	    DELIVERY_REFUSED);
	parcel_free(p);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE state = 1"),
	    INSPEKTORAT);
}

static void
identity_is_not_seen_before_an_acceptance(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	hand_in(s, "T-1", "electricity");
	p = hub_scene_take(s, PLN);
	assert_string_equal(p->what.handoff.complainant.name, "");
	parcel_free(p);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	p = hub_scene_take(s, PLN);
	assert_string_equal(p->what.handoff.complainant.name, "Ni Made Uji");
	assert_string_equal(p->what.handoff.complainant.phone, "");
	assert_string_equal(p->disclosed, "name");
	parcel_free(p);
}

static void
identity_is_not_seen_in_a_letter_that_is_not_encrypted(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	s->inst[4].mailbox = "surat";
	hand_in(s, "T-1", "electricity");
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	p = hub_scene_take(s, PLN);
	assert_string_equal(p->what.handoff.complainant.name, "");
	assert_string_equal(p->disclosed, "");
	parcel_free(p);
}

static void
identity_is_not_seen_after_the_agreement_has_ended(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	s->inst[4].agreement_until = "2026-02-01"; /* yesterday */
	hand_in(s, "T-1", "electricity");
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	p = hub_scene_take(s, PLN);
	assert_string_equal(p->what.handoff.complainant.name, "");
	assert_string_equal(p->disclosed, "");
	parcel_free(p);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_case_is_offered_by_the_first_rule_that_matches),
		TEST(what_is_in_hand_is_passed_over_unopened),
		TEST(an_explicit_target_beats_the_rules),
		TEST(what_matches_no_rule_goes_to_the_coordinator),
		TEST(a_good_handoff_costs_twelve_statements_and_three_entries),
		TEST(the_same_complaint_again_is_the_same_case),
		TEST(complaints_without_a_tracking_id_are_cases_of_their_own),
		TEST(delivered_is_not_accepted),
		TEST(delivery_is_acceptance_for_those_without_a_word_for_it),
		TEST(a_delivery_behind_its_own_acceptance_is_still_told),
		TEST(progress_before_an_acceptance_is_an_implied_one),
		TEST(nobody_speaks_of_a_handoff_that_is_not_theirs),
		TEST(an_illegal_step_is_answered_with_what_is_allowed),
		TEST(a_late_acceptance_is_kept_and_moves_nothing),
		TEST(what_is_said_later_waits_behind_what_was_said_before),
		TEST(a_handoff_cancelled_before_it_left_is_never_sent),
		TEST(a_cancellation_follows_what_may_have_left),
		TEST(what_may_have_left_is_unknown_after_a_crash),
		TEST(an_answer_without_sense_is_parked_after_three_more_tries),
		TEST(what_cannot_be_said_there_goes_to_the_coordinator),
		TEST(identity_is_not_seen_before_an_acceptance),
		TEST(identity_is_not_seen_in_a_letter_that_is_not_encrypted),
		TEST(identity_is_not_seen_after_the_agreement_has_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
