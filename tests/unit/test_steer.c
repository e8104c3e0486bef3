/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_scene.h"
#include "hub_time.h"
#include "steer_rule.h"

#define DAY INT64_C(86400000)

static char case_id[IDENT_TEXT_SIZE], handoff[IDENT_TEXT_SIZE];

/* Hands a case about electricity in: it is offered to pln. */
static void
hand_in(struct hub_scene *s)
{
	const struct hub_result *r = hub_scene_hand_in(s, "", "electricity");

	assert_int_equal(r->applied, HUB_APPLIED);
	(void)snprintf(case_id, sizeof(case_id), "%s", r->case_id);
	(void)snprintf(handoff, sizeof(handoff), "%s", r->id);
}

/* An institution does it to the case, with those words. */
static const struct hub_result *
steer_by(struct hub_scene *s, int64_t who, const struct steer *steer,
    const char *text)
{
	struct hub_event event = hub_event_init(steer_says(steer->verb));

	event.handoff.case_id = case_id;
	event.text = text;
	apply_release(&s->apply);
	apply_init(&s->apply);
	s->apply.conf = &s->conf;
	s->apply.actor.institution = who;
	s->apply.actor.coordinator = who == INSPEKTORAT;
	s->apply.events = &event;
	s->apply.steer = steer;
	s->apply.count = 1;
	hub_scene_run(s, &s->apply.ledger);
	return &s->apply.rows[0];
}

/* The coordinator does it. */
static const struct hub_result *
steer(struct hub_scene *s, enum steer_verb verb, const char *text)
{
	struct steer how = steer_init(verb);

	how.until = "2026-03-01";
	if (verb == STEER_RECLASSIFY)
		how.urgent = STEER_YES;
	return steer_by(s, INSPEKTORAT, &how, text);
}

/* Puts the last case into a state, by whatever way it came there. */
static void
put_state(struct hub_scene *s, enum case_state state)
{
	static const struct db_query put = {
		"UPDATE cases SET state = ?1"
		" WHERE id = (SELECT max(id) FROM cases)"
	};
	static const struct db_query dispute = {
		"INSERT INTO dispute (id, case_id, handoff_id, proposed,"
		" arbiter, stage, opened_at)"
		" SELECT max(id), max(id), 0, 0, 2, 1, 1 FROM cases"
	};
	struct db *db = s->room.db;

	assert_int_equal(db_begin(db), DB_OK);
	assert_int_equal(db_put(db, &put, DB_ARGS(db_int(state))), DB_OK);
	if (state == CASE_DISPUTED)
		assert_int_equal(db_put(db, &dispute, DB_NO_ARGS), DB_OK);
	assert_int_equal(db_commit(db), DB_OK);
}

/* A delivery arrives. */
static void
arrive(struct hub_scene *s, struct parcel *p)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	(void)hub_scene_conclude(s, p, VERDICT_ANSWER, &event);
}

/* Entries of the log of a type. */
static int64_t
count_entries(struct hub_scene *s, const char *type)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM audit_entry WHERE CAST(body AS TEXT)"
	    " LIKE '%%\"type\":\"%s\"%%'",
	    type);
	return hub_scene_count(s, sql);
}

/* Whether some state leads there by the event. */
static bool
leads_to(enum case_event event, enum case_state state)
{
	size_t count;
	const struct case_step *rows = custody_case_rows(&count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].event == event && rows[i].next == state &&
		    rows[i].state != state)
			return true;
	return false;
}

/* What a verb of the table is answered with in a state. */
static enum hub_applied
expected(enum steer_verb verb, enum case_state state)
{
	enum case_event event = steer_rule(verb)->case_event;

	if (custody_case_find(state, event) != NULL)
		return HUB_APPLIED;
	return verb != STEER_ASK && leads_to(event, state) ? HUB_DUPLICATE
							   : HUB_ILLEGAL;
}

/* One verb in one state, on a case of its own. */
static void
try_one(struct hub_scene *s, enum steer_verb verb, enum case_state state)
{
	enum case_event event = steer_rule(verb)->case_event;
	const struct case_step *step = custody_case_find(state, event);
	const struct hub_result *r;
	struct hub_buf allowed;

	hand_in(s);
	put_state(s, state);
	r = steer(s, verb, "Sesuai rapat.");
	if (r->applied != expected(verb, state))
		fail_msg("%s of a case %s: %d", steer_name(verb),
		    case_state_name(state), (int)r->applied);
	if (r->applied == HUB_APPLIED)
		state = step->next;
	hub_buf_init(&allowed, 512);
	custody_case_allowed(state, &allowed);
	if (r->applied == HUB_ILLEGAL)
		assert_string_equal(r->allowed, hub_buf_str(&allowed));
	hub_buf_release(&allowed);
	assert_int_equal(hub_scene_count(s,
			     "SELECT state FROM cases ORDER BY id DESC"),
	    state);
}

static void
every_verb_follows_the_table_from_every_state(void **state)
{
	struct hub_scene *s = *state;

	for (unsigned v = STEER_NONE + 1; v < STEER_COUNT; v++) {
		if (steer_rule((enum steer_verb)v)->case_event == CASE_EV_NONE)
			continue;
		for (unsigned c = CASE_RECEIVED; c <= CASE_WITHDRAWN; c++)
			try_one(s, (enum steer_verb)v, (enum case_state)c);
	}
}

static void
what_is_done_leaves_one_entry_and_again_none(void **state)
{
	static const struct {
		enum steer_verb verb;
		const char *type;
	} rows[] = {
		{ STEER_VERIFY, "simpul.case.verified.v1" },
		{ STEER_HOLD, "simpul.hold.placed.v1" },
		{ STEER_RELEASE, "simpul.hold.released.v1" },
		{ STEER_RECLASSIFY, "simpul.case.reclassified.v1" },
		{ STEER_REMIND, "simpul.message.received.v1" },
		{ STEER_POSTPONE, "simpul.case.postponed.v1" },
		{ STEER_RESUME, "simpul.case.resumed.v1" },
		{ STEER_ARCHIVE, "simpul.case.archived.v1" },
		{ STEER_REOPEN, "simpul.case.reopened.v1" },
		{ STEER_WITHDRAW, "simpul.case.withdrawn.v1" },
	};
	struct hub_scene *s = *state;
	int64_t before;

	hand_in(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(steer(s, rows[i].verb, "Alasan.")->applied,
		    HUB_APPLIED);
		assert_int_equal(count_entries(s, rows[i].type), 1);
		before = hub_scene_count(s, "SELECT count(*) FROM audit_entry");
		assert_int_equal(steer(s, rows[i].verb, "Alasan.")->applied,
		    HUB_DUPLICATE);
		assert_int_equal(hub_scene_count(s,
				     "SELECT count(*) FROM audit_entry"),
		    before);
	}
}

static void
nobody_but_the_coordinator_does_it(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s);
	for (unsigned v = STEER_NONE + 1; v < STEER_COUNT; v++) {
		struct steer how = steer_init((enum steer_verb)v);

		assert_int_equal(steer_by(s, LAPOR, &how, "x")->applied,
		    HUB_FORBIDDEN);
		assert_int_equal(steer_by(s, PLN, &how, "x")->applied,
		    HUB_FORBIDDEN);
	}
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_FORWARDED);
}

static void
what_is_missing_is_told_and_nothing_is_done(void **state)
{
	static const enum steer_verb reasoned[] = { STEER_ARCHIVE,
		STEER_POSTPONE, STEER_REOPEN, STEER_HOLD, STEER_ASK,
		STEER_WITHDRAW };
	struct hub_scene *s = *state;
	struct steer nothing = steer_init(STEER_RECLASSIFY);
	const struct hub_result *r;

	hand_in(s);
	for (size_t i = 0; i < sizeof(reasoned) / sizeof(reasoned[0]); i++) {
		r = steer(s, reasoned[i], "");
		assert_int_equal(r->applied, HUB_INVALID);
		assert_string_equal(r->detail,
		    "text: is missing, expected the reason in words");
	}
	r = steer_by(s, INSPEKTORAT, &nothing, "x");
	assert_int_equal(r->applied, HUB_INVALID);
	(void)snprintf(case_id, sizeof(case_id), "0000000000001");
	assert_int_equal(steer(s, STEER_VERIFY, "")->applied, HUB_UNKNOWN);
}

static void
a_postponement_lasts_to_the_end_of_a_local_day(void **state)
{
	static const char *const wrong[] = { "", "2026-02-30", "01/03/2026",
		"2026-3-1", "2026-03-01T00:00:00Z", "besok", "2026-02-01" };
	struct hub_scene *s = *state;
	struct steer how = steer_init(STEER_POSTPONE);
	int64_t end;

	hand_in(s);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		how.until = wrong[i];
		assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
		    HUB_INVALID);
	}
	how.until = "2026-03-01";
	assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	assert_true(hub_time_parse("2026-03-02T00:00:00+08:00", &end));
	assert_int_equal(hub_scene_count(s, "SELECT until_at FROM cases"),
	    end * 1000);
	assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_DUPLICATE);
	how.until = "2026-02-02"; /* today is not over */
	assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT next_at <= until_at FROM cases"),
	    1);
}

static void
archiving_ends_what_was_taken_and_is_told(void **state)
{
	struct hub_scene *s = *state;
	struct parcel *p;

	s->inst[2].plugin = "ksp"; /* lapor has a wire */
	hand_in(s);
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	arrive(s, p);
	parcel_free(p);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	assert_int_equal(steer(s, STEER_ARCHIVE, "Sudah selesai.")->applied,
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

	hand_in(s);
	assert_int_equal(steer(s, STEER_WITHDRAW, "Lewat telepon.")->applied,
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

	hand_in(s);
	p = hub_scene_take(s, PLN);
	hub_scene_dispatch(s, p);
	assert_int_equal(steer(s, STEER_ARCHIVE, "Ganda.")->applied,
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

	hand_in(s);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	(void)steer(s, STEER_ARCHIVE, "Keliru.");
	received = hub_scene_count(s, "SELECT received FROM cases");
	s->room.now_ms += 30 * DAY;
	assert_int_equal(steer(s, STEER_REOPEN, "Ternyata belum.")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT received FROM cases"),
	    received + 30 * DAY);
	assert_int_equal(hub_scene_count(s, "SELECT holder FROM cases"), PLN);
	assert_int_equal(hub_scene_count(s, "SELECT reopened FROM cases"), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff WHERE state = 1"),
	    PLN);
	(void)snprintf(handoff, sizeof(handoff), "%s", s->apply.rows[0].id);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff)
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

	hand_in(s);
	s->room.now_ms += 3 * DAY;
	how.classification = HUB_CLASS_INFORMATION_REQUEST;
	how.category = "informasi";
	how.secret = STEER_YES;
	assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
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
	assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_DUPLICATE);
	how.secret = STEER_NO;
	assert_int_equal(steer_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT hops FROM cases"), 0);
}

static void
a_question_to_the_complainant_stops_the_clock_once(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s);
	assert_int_equal(steer(s, STEER_ASK, "Di banjar mana?")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s, "SELECT due_at FROM cases"), 0);
	assert_int_equal(steer(s, STEER_ASK, "Di banjar mana?")->applied,
	    HUB_DUPLICATE);
	assert_int_equal(steer(s, STEER_ASK, "Sejak kapan?")->applied,
	    HUB_ILLEGAL);
	(void)hub_scene_event(s, LAPOR, HUB_EV_SUPPLEMENT, handoff);
	assert_int_equal(hub_scene_count(s, "SELECT due_at > 0 FROM cases"), 1);
	assert_int_equal(steer(s, STEER_ASK, "Di banjar mana?")->applied,
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

	hand_in(s);
	assert_int_equal(next_says(s, PLN), HUB_EV_HANDOFF);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, handoff);
	(void)steer(s, STEER_POSTPONE, "Menunggu anggaran.");
	assert_int_equal(next_says(s, PLN), HUB_EV_COMMENT);
	(void)steer(s, STEER_RESUME, "");
	assert_int_equal(next_says(s, PLN), HUB_EV_COMMENT);
	(void)steer(s, STEER_REMIND, "");
	assert_int_equal(next_says(s, PLN), HUB_EV_REMINDER);
	(void)steer(s, STEER_RECLASSIFY, "");
	assert_int_equal(next_says(s, PLN), HUB_EV_COMMENT);
	(void)steer(s, STEER_HOLD, "Perkara hukum.");
	assert_int_equal(next_says(s, PLN), HUB_EV_NONE);
	event.handoff.case_id = case_id;
	event.text = "Sampai di mana?";
	event.asked = HUB_ASKED_HOLDER;
	s->apply.events = &event;
	s->apply.steer = &how;
	hub_scene_run(s, &s->apply.ledger);
	assert_int_equal(s->apply.rows[0].applied, HUB_APPLIED);
	assert_int_equal(next_says(s, PLN), HUB_EV_NEEDS_INFO);
	assert_int_equal(hub_scene_count(s, "SELECT state FROM cases"),
	    CASE_IN_PROGRESS);
}

static void
an_archived_dispute_waits_for_nobody(void **state)
{
	struct hub_scene *s = *state;

	hand_in(s);
	put_state(s, CASE_DISPUTED);
	assert_int_equal(steer(s, STEER_ARCHIVE, "Tidak perlu lagi.")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM dispute"
			     " WHERE decided_at = 0"),
	    0);
}

int
main(void)
{
#define TEST(f) \
	cmocka_unit_test_setup_teardown(f, hub_scene_setup, hub_scene_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_verb_follows_the_table_from_every_state),
		TEST(what_is_done_leaves_one_entry_and_again_none),
		TEST(nobody_but_the_coordinator_does_it),
		TEST(what_is_missing_is_told_and_nothing_is_done),
		TEST(a_postponement_lasts_to_the_end_of_a_local_day),
		TEST(archiving_ends_what_was_taken_and_is_told),
		TEST(an_offer_that_never_left_is_recalled_when_the_case_ends),
		TEST(an_offer_that_has_left_is_cancelled_behind_it),
		TEST(a_reopened_case_is_offered_to_its_holder_with_a_new_clock),
		TEST(a_new_class_counts_from_the_first_day),
		TEST(a_question_to_the_complainant_stops_the_clock_once),
		TEST(who_has_the_case_hears_what_rests_goes_on_or_is_asked),
		TEST(an_archived_dispute_waits_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
