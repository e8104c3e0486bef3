/* SPDX-License-Identifier: Apache-2.0 */
/* What falls due in the life of a case that somebody holds: follow-up, answer,
 * question, reply window, escalation, outage. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cases_due.h"
#include "hub_scene.h"
#include "outage_job.h"

static char handoff[IDENT_TEXT_SIZE];

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

/* PLN holds a case since Monday, 2 February 2026, 16:00 in Bali. */
static struct hub_scene *
held(void **test)
{
	struct hub_scene *s = *test;
	const struct hub_result *r = hub_scene_hand_in(s, "T-1", "electricity");

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
	s->inst[4].holds = true;
	deliver(s, PLN);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff)
			     ->applied,
	    HUB_APPLIED);
	return s;
}

/* PLN says something about it. */
static void
say(struct hub_scene *s, enum hub_event_kind kind)
{
	assert_int_equal(hub_scene_event(s, PLN, kind, handoff)->applied,
	    HUB_APPLIED);
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

/* Entries of the log that say so. */
static int64_t
entries(struct hub_scene *s, const char *words)
{
	char sql[200];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM audit_entry"
	    " WHERE CAST(body AS TEXT) LIKE '%%%s%%'",
	    words);
	return hub_scene_count(s, sql);
}

static int64_t
case_state_of(struct hub_scene *s)
{
	return hub_scene_count(s, "SELECT state FROM cases");
}

static void
a_holder_that_says_nothing_is_reminded_then_told_of(void **test)
{
	struct hub_scene *s = held(test);

	/* Five working days of PLN's: until Monday the 9th ends. */
	hub_scene_watch(s, "2026-02-08T15:59:00Z");
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 0);
	hub_scene_watch(s, "2026-02-08T16:00:10Z");
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 1);
	assert_int_equal(noted(s, HUB_EV_COMMENT), 0);
	hub_scene_watch(s, "2026-02-09T16:00:10Z");
	assert_int_equal(noted(s, HUB_EV_COMMENT), 1);
	assert_int_equal(entries(s, "first_follow_up"), 1);
	hub_scene_watch(s, "2026-02-11T16:00:10Z");
	assert_int_equal(noted(s, HUB_EV_COMMENT), 1);
}

static void
a_holder_that_follows_up_is_left_alone(void **test)
{
	struct hub_scene *s = held(test);

	say(s, HUB_EV_PROGRESS);
	hub_scene_watch(s, "2026-02-12T16:00:10Z");
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	assert_int_equal(noted(s, HUB_EV_COMMENT), 0);
}

static void
a_late_answer_is_reminded_of_told_and_escalated_once(void **test)
{
	static const char *const complaints[] = { "complaint", NULL };
	static struct conf_escalation rule = { .name = "late",
		.classes = complaints,
		.after = 2,
		.to = "ombudsman" };
	struct hub_scene *s = held(test);

	s->conf.escalations = &rule;
	s->conf.escalation_count = 1;
	say(s, HUB_EV_PROGRESS);
	/* Fourteen working days without 16 and 17 February: until the 24th
	 * ends. */
	hub_scene_watch(s, "2026-02-23T15:59:00Z");
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	hub_scene_watch(s, "2026-02-23T16:00:10Z");
	assert_int_equal(told(s, PLN, HUB_EV_REMINDER), 1);
	hub_scene_watch(s, "2026-02-24T16:00:10Z");
	assert_int_equal(noted(s, HUB_EV_COMMENT), 1);
	assert_int_equal(entries(s, "clock.breached"), 1);
	assert_int_equal(told(s, OMBUDSMAN, HUB_EV_HANDOFF), 0);
	hub_scene_watch(s, "2026-02-26T16:00:10Z");
	hub_scene_watch(s, "2026-03-26T16:00:10Z");
	assert_int_equal(told(s, OMBUDSMAN, HUB_EV_HANDOFF), 1);
	assert_int_equal(entries(s, "clock.breached"), 1);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
}

static void
a_question_stops_the_clock_for_thirty_days_at_most(void **test)
{
	struct hub_scene *s = held(test);
	struct hub_event ask = hub_event_init(HUB_EV_NEEDS_INFO);

	ask.handoff_id = handoff;
	ask.text = "Di banjar mana?";
	ask.asked = HUB_ASKED_COMPLAINANT;
	assert_int_equal(hub_scene_say(s, PLN, &ask)->applied, HUB_APPLIED);
	hub_scene_watch(s, "2026-03-04T07:59:00Z");
	assert_int_equal(case_state_of(s), CASE_NEEDS_INFO);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	hub_scene_watch(s, "2026-03-04T08:00:10Z");
	assert_int_equal(case_state_of(s), CASE_IN_PROGRESS);
	assert_int_equal(entries(s, "clock.resumed"), 1);
	assert_true(
	    hub_scene_count(s, "SELECT due_at FROM cases") > s->room.now_ms);
}

static void
silence_after_the_answer_completes_the_case(void **test)
{
	struct hub_scene *s = held(test);

	say(s, HUB_EV_ANSWERED);
	/* Ten working days: 16 and 17 February are off. */
	hub_scene_watch(s, "2026-02-18T15:59:00Z");
	assert_int_equal(case_state_of(s), CASE_ANSWERED);
	hub_scene_watch(s, "2026-02-18T16:00:10Z");
	assert_int_equal(case_state_of(s), CASE_COMPLETED);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_CLOSED);
	assert_int_equal(entries(s, "case.completed"), 1);
	assert_int_equal(hub_scene_count(s, "SELECT next_at FROM cases"), 0);
	hub_scene_watch(s, "2027-02-18T16:00:10Z");
	assert_int_equal(entries(s, "case.completed"), 1);
}

static void
the_reply_window_begins_when_the_source_has_the_answer(void **test)
{
	struct hub_scene *s = *test;

	s->inst[2].plugin = "ksp";
	(void)held(test);
	deliver(s, LAPOR);
	if (told(s, LAPOR, HUB_EV_ACCEPTED) > 0)
		deliver(s, LAPOR);
	say(s, HUB_EV_ANSWERED);
	hub_scene_watch(s, "2026-02-20T08:00:00Z");
	assert_int_equal(case_state_of(s), CASE_ANSWERED);
	deliver(s, LAPOR);
	hub_scene_watch(s, "2026-03-06T15:59:00Z");
	assert_int_equal(case_state_of(s), CASE_ANSWERED);
	hub_scene_watch(s, "2026-03-06T16:00:10Z");
	assert_int_equal(case_state_of(s), CASE_COMPLETED);
}

static void
an_urgent_case_has_a_day_on_the_wall(void **test)
{
	struct hub_scene *s = *test;
	struct hub_event event = hub_scene_case("T-1", "electricity");

	event.handoff.urgent = true;
	assert_int_equal(hub_scene_say(s, LAPOR, &event)->applied, HUB_APPLIED);
	deliver(s, PLN);
	hub_scene_watch(s, "2026-02-02T19:59:00Z");
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	hub_scene_watch(s, "2026-02-02T20:00:10Z");
	assert_true(told(s, PLN, HUB_EV_REMINDER) == 1);
	hub_scene_watch(s, "2026-02-03T08:00:10Z");
	/* Both the receiver's limit and the citizen's. */
	assert_int_equal(noted(s, HUB_EV_COMMENT), 2);
}

/* Parks what is on its way to PLN. */
static void
park(struct hub_scene *s)
{
	struct parcel *p = hub_scene_take(s, PLN);

	assert_non_null(p);
	hub_scene_dispatch(s, p);
	assert_int_equal(hub_scene_conclude(s, p, VERDICT_FAULT, NULL),
	    DELIVERY_PARKED);
	parcel_free(p);
}

static void
what_is_parked_is_told_at_once_then_decided_on(void **test)
{
	struct hub_scene *s = *test;

	s->inst[0].plugin = "ksp"; /* the coordinator has a wire */
	(void)hub_scene_hand_in(s, "T-1", "electricity");
	park(s);
	hub_scene_watch(s, "2026-02-02T08:01:00Z");
	assert_int_equal(told(s, INSPEKTORAT, HUB_EV_COMMENT), 1);
	hub_scene_watch(s, "2026-02-04T15:59:00Z");
	assert_int_equal(case_state_of(s), CASE_FORWARDED);
	hub_scene_watch(s, "2026-02-04T16:00:10Z");
	assert_int_equal(case_state_of(s), CASE_DISPUTED);
	/* A person may still let it go. */
	assert_int_equal(hub_scene_count(s, "SELECT state FROM handoff"),
	    HANDOFF_OFFERED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT state FROM delivery WHERE event = 18"),
	    DELIVERY_PARKED);
}

static void
a_second_contact_is_told_once_and_decides_nothing(void **test)
{
	struct hub_scene *s = *test;

	s->inst[4].second_contact = s->inst[1].id;
	(void)snprintf(handoff, sizeof(handoff), "%s",
	    hub_scene_hand_in(s, "T-1", "electricity")->id);
	park(s);
	hub_scene_watch(s, "2026-02-02T08:01:00Z");
	hub_scene_watch(s, "2026-02-02T10:01:00Z");
	assert_int_equal(told(s, KSP, HUB_EV_COMMENT), 1);
	assert_int_not_equal(hub_scene_event(s, KSP, HUB_EV_ACCEPTED, handoff)
				 ->applied,
	    HUB_APPLIED);
	assert_int_equal(case_state_of(s), CASE_FORWARDED);
}

static void
what_is_parked_and_taken_back_holds_up_nothing(void **test)
{
	struct hub_scene *s = *test;
	const struct hub_result *r = hub_scene_hand_in(s, "T-1", "electricity");

	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
	park(s);
	assert_int_equal(hub_scene_event(s, INSPEKTORAT, HUB_EV_CANCELLED,
			     handoff)
			     ->applied,
	    HUB_APPLIED);
	/* It may have arrived: the cancellation follows, at once. */
	assert_int_equal(hub_scene_count(s,
			     "SELECT ready FROM delivery WHERE event = 19"),
	    1);
}

static void
nothing_expires_in_an_outage_and_one_notice_tells_of_it(void **test)
{
	struct outage_row outage = { .id = 1,
		.institution = PLN,
		.since = INT64_C(1770195600000) }; /* 4 February, 17:00 */
	struct hub_scene *s = *test;

	(void)hub_scene_hand_in(s, "T-1", "electricity");
	(void)hub_scene_hand_in(s, "T-2", "electricity");
	deliver(s, PLN);
	deliver(s, PLN);
	assert_int_equal(outages_add(s->room.db, &outage), DB_OK);
	hub_scene_watch(s, "2026-02-13T08:00:00Z");
	assert_int_equal(noted(s, HUB_EV_COMMENT), 1);
	assert_int_equal(noted(s, HUB_EV_REMINDER), 0);
	/* Friday the 13th is over when it ends: two days of three are left. */
	outage.until = INT64_C(1770991200000); /* 13 February, 22:00 */
	outage.told_at = 1;
	assert_int_equal(outages_set(s->room.db, &outage), DB_OK);
	hub_scene_watch(s, "2026-02-18T08:00:00Z");
	assert_int_equal(noted(s, HUB_EV_REMINDER), 2);
	assert_int_equal(noted(s, HUB_EV_COMMENT), 1);
	hub_scene_watch(s, "2026-02-18T16:00:10Z");
	assert_int_equal(noted(s, HUB_EV_COMMENT), 3);
}

/* The first look after a start. */
static void
start(struct hub_scene *s)
{
	struct watch watch;

	watch_init(&watch);
	watch.conf = &s->conf;
	hub_scene_run(s, &watch.ledger);
	assert_int_equal(watch.alive_next, s->room.now_ms);
	watch_release(&watch);
}

static void
the_time_of_a_hub_that_was_down_is_an_outage(void **test)
{
	struct hub_scene *s = *test;

	start(s);
	s->room.now_ms += 55000;
	start(s);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM outage"), 0);
	s->room.now_ms += 86400000;
	start(s);
	start(s);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM outage"), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT until - since FROM outage"
			     " WHERE institution = 0"),
	    86400000);
}

static void
an_outage_that_is_over_starts_the_clocks_again(void **test)
{
	struct hub_scene *s = *test;
	struct outage_job job;

	(void)hub_scene_hand_in(s, "T-1", "electricity");
	deliver(s, PLN);
	hub_scene_watch(s, "2026-02-04T09:00:00Z");
	outage_job_init(&job);
	job.name = "pln";
	job.institution = PLN;
	job.reason = "gangguan jaringan";
	hub_scene_run(s, &job.ledger);
	assert_true(job.changed);
	hub_scene_run(s, &job.ledger);
	assert_false(job.changed);
	hub_scene_watch(s, "2026-02-06T15:00:00Z");
	job.over = true;
	job.since = job.until = 0;
	hub_scene_run(s, &job.ledger);
	assert_true(job.changed);
	hub_scene_run(s, &job.ledger);
	assert_false(job.changed);
	/* The 4th and 5th ended in it: 3rd, 6th and 9th count. */
	hub_scene_watch(s, "2026-02-09T15:59:00Z");
	assert_int_equal(noted(s, HUB_EV_REMINDER), 1);
	assert_int_equal(entries(s, "clock.breached"), 0);
	hub_scene_watch(s, "2026-02-09T16:00:10Z");
	assert_int_equal(entries(s, "clock.breached"), 1);
	assert_int_equal(entries(s, "institution.suspended"), 2);
}

/* Days off of two years, of which the second is known late. */
static const char two_years[] = "# version: 2027-1\n"
				"date,kind,name\n"
				"2026-01-01,national,Tahun Baru Masehi\n"
				"2026-12-25,national,Natal\n"
				"2027-01-01,national,Tahun Baru Masehi\n"
				"2027-01-04,national,Hari Raya\n";

/* Digests of the rules with the one and with the other. */
#define OLDER "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define NEWER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

/* calendar_complaint_fn: the days are good. */
static void
hear(void *ctx, unsigned line, const char *sentence)
{
	(void)ctx;
	fail_msg("line %u: %s", line, sentence);
}

static void
a_newer_calendar_counts_anew_what_lay_beyond_the_older(void **test)
{
	struct hub_scene *s = *test;
	int64_t due;

	hub_scene_watch(s, "2026-12-21T04:00:00Z");
	s->conf.rules_sha256 = OLDER;
	for (int i = 0; i < 70; i++)
		(void)hub_scene_hand_in(s, "", "electricity");
	hub_scene_watch(s, "2026-12-21T04:01:00Z");
	due = hub_scene_count(s, "SELECT min(due_at) FROM cases");
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM cases WHERE flags & 16"),
	    70);
	s->conf.rules_sha256 = NEWER;
	s->conf.hub.place.calendar.days = calendar_read(&s->arena, two_years,
	    sizeof(two_years) - 1, hear, NULL);
	hub_scene_watch(s, "2026-12-21T04:02:00Z");
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM cases WHERE flags & 16"),
	    0);
	assert_true(hub_scene_count(s, "SELECT min(due_at) FROM cases") > due);
	assert_int_equal(hub_scene_count(s,
			     "SELECT value = '" NEWER "' FROM setting"
			     " WHERE name = 'calendar'"),
	    1);
}

/* db_row_fn: one line of a plan. */
static bool
take_plan(void *ctx, const struct db_row *row)
{
	(void)snprintf(ctx, 200, "%s", db_row_text(row, 3));
	return true;
}

static void
what_is_due_is_found_by_an_index_and_in_its_order(void **test)
{
	static const struct db_query plan = { "EXPLAIN QUERY PLAN " CASES_DUE };
	struct hub_scene *s = *test;
	char last[200] = "";

	assert_int_equal(db_get(s->room.db, &plan,
			     DB_ARGS(db_int(1), db_int(64)), take_plan, last),
	    DB_OK);
	assert_string_equal(last,
	    "SEARCH cases USING COVERING INDEX cases_next (next_at>? AND "
	    "next_at<?)");
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, hub_scene_setup, \
	    hub_scene_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_holder_that_says_nothing_is_reminded_then_told_of),
		TEST(a_holder_that_follows_up_is_left_alone),
		TEST(a_late_answer_is_reminded_of_told_and_escalated_once),
		TEST(a_question_stops_the_clock_for_thirty_days_at_most),
		TEST(silence_after_the_answer_completes_the_case),
		TEST(the_reply_window_begins_when_the_source_has_the_answer),
		TEST(an_urgent_case_has_a_day_on_the_wall),
		TEST(what_is_parked_is_told_at_once_then_decided_on),
		TEST(a_second_contact_is_told_once_and_decides_nothing),
		TEST(what_is_parked_and_taken_back_holds_up_nothing),
		TEST(nothing_expires_in_an_outage_and_one_notice_tells_of_it),
		TEST(the_time_of_a_hub_that_was_down_is_an_outage),
		TEST(an_outage_that_is_over_starts_the_clocks_again),
		TEST(a_newer_calendar_counts_anew_what_lay_beyond_the_older),
		TEST(what_is_due_is_found_by_an_index_and_in_its_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
