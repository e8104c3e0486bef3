/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "steer_scene.h"

#define DAY_MS INT64_C(86400000)

/* pln says something about the last case, which it calls so. */
static enum hub_applied
say(struct hub_scene *s, enum hub_event_kind kind, const char *their_id)
{
	struct hub_event event = hub_event_init(kind);

	event.handoff_id = steer_handoff;
	event.their_id = their_id;
	event.text = "Seperti adanya.";
	return hub_scene_say(s, PLN, &event)->applied;
}

/* pln corrects what it calls so. */
static const struct hub_result *
correct(struct hub_scene *s, const char *corrects)
{
	struct hub_event event = hub_event_init(HUB_EV_CORRECTION);

	event.handoff_id = steer_handoff;
	event.corrects = corrects;
	event.text = "Salah ketik.";
	return hub_scene_say(s, PLN, &event);
}

/* A column of the last case's first handoff. */
static int64_t
of_handoff(struct hub_scene *s, const char *column)
{
	char sql[128];
	int64_t id = 0;

	assert_true(ident_parse(steer_handoff, &id));
	(void)snprintf(sql, sizeof(sql),
	    "SELECT %s FROM handoff WHERE id = %lld", column, (long long)id);
	return hub_scene_count(s, sql);
}

/* A column of the last case. */
static int64_t
of_case(struct hub_scene *s, const char *column)
{
	char sql[128];

	(void)snprintf(sql, sizeof(sql),
	    "SELECT %s FROM cases ORDER BY id DESC LIMIT 1", column);
	return hub_scene_count(s, sql);
}

static void
what_a_correction_undoes(void **state)
{
	static const struct {
		enum hub_event_kind before, kind; /* before: NONE for nothing */
		const char *corrects;
		enum handoff_state next;
		enum case_state of_case;
		int64_t holder, hops, handoffs;
	} rows[] = {
		{ HUB_EV_ACCEPTED, HUB_EV_ANSWERED, "ev", HANDOFF_WORKING,
		    CASE_IN_PROGRESS, PLN, 0, 1 },
		{ HUB_EV_NONE, HUB_EV_ANSWERED, "answered", HANDOFF_WORKING,
		    CASE_IN_PROGRESS, PLN, 0, 1 },
		{ HUB_EV_NONE, HUB_EV_ACCEPTED, "ev", HANDOFF_RETURNED,
		    CASE_FORWARDED, PLN, 0, 2 },
		{ HUB_EV_NONE, HUB_EV_REFUSED, "ev", HANDOFF_OFFERED,
		    CASE_FORWARDED, INSPEKTORAT, 0, 2 },
		{ HUB_EV_ACCEPTED, HUB_EV_RETURNED, "returned",
		    HANDOFF_ACCEPTED, CASE_IN_PROGRESS, PLN, 0, 2 },
		{ HUB_EV_ACCEPTED, HUB_EV_PROGRESS, "ev", HANDOFF_WORKING,
		    CASE_IN_PROGRESS, PLN, 0, 1 },
		{ HUB_EV_NONE, HUB_EV_COMMENT, "ev", HANDOFF_OFFERED,
		    CASE_FORWARDED, INSPEKTORAT, 0, 1 },
	};
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t handoffs = hub_scene_count(s,
		    "SELECT count(*) FROM handoff");

		steer_scene_hand_in(s);
		if (rows[i].before != HUB_EV_NONE)
			(void)say(s, rows[i].before, "");
		assert_int_equal(say(s, rows[i].kind, "ev"), HUB_APPLIED);
		assert_int_equal(correct(s, rows[i].corrects)->applied,
		    HUB_APPLIED);
		assert_int_equal(of_handoff(s, "state"), rows[i].next);
		assert_int_equal(of_case(s, "state"), rows[i].of_case);
		assert_int_equal(of_case(s, "hops"), rows[i].hops);
		if (rows[i].holder == PLN)
			assert_int_equal(of_case(s, "holder"), PLN);
		assert_int_equal(hub_scene_count(s,
				     "SELECT count(*) FROM handoff") -
			handoffs,
		    rows[i].handoffs);
		assert_int_equal(correct(s, rows[i].corrects)->applied,
		    HUB_ILLEGAL);
	}
}

static void
it_is_possible_for_one_working_day_of_the_speaker(void **state)
{
	static const struct {
		int64_t days; /* the first since Monday, 2 February */
		enum hub_applied applied;
	} rows[] = { { 2, HUB_ILLEGAL }, { 1, HUB_APPLIED },
		{ 0, HUB_APPLIED } };
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct hub_result *r;

		steer_scene_hand_in(s);
		(void)say(s, HUB_EV_ANSWERED, "ev");
		s->room.now_ms += rows[i].days * DAY_MS;
		r = correct(s, "ev");
		assert_int_equal(r->applied, rows[i].applied);
		if (r->applied == HUB_ILLEGAL)
			assert_string_equal(r->detail,
			    "it was possible to correct that until "
			    "2026-02-03T16:00:00Z");
	}
}

static void
what_others_have_gone_on_with_stays(void **state)
{
	struct hub_scene *s = *state;
	char next[IDENT_TEXT_SIZE];

	steer_scene_hand_in(s);
	(void)say(s, HUB_EV_REFUSED, "ev");
	ident_text(hub_scene_count(s, "SELECT max(id) FROM handoff"), next);
	assert_int_equal(hub_scene_event(s, INSPEKTORAT, HUB_EV_ACCEPTED, next)
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(correct(s, "ev")->applied, HUB_ILLEGAL);
	assert_int_equal(of_handoff(s, "state"), HANDOFF_REFUSED);
	assert_int_equal(of_case(s, "holder"), INSPEKTORAT);

	steer_scene_hand_in(s);
	(void)say(s, HUB_EV_ACCEPTED, "ev");
	(void)say(s, HUB_EV_PROGRESS, "");
	assert_int_equal(correct(s, "ev")->applied, HUB_ILLEGAL);
}

/* The last case is disputed: pln refuses what another refused before. */
static void
dispute(struct hub_scene *s)
{
	static const struct db_query hops = {
		"UPDATE cases SET hops = 2"
		" WHERE id = (SELECT max(id) FROM cases)"
	};

	steer_scene_hand_in(s);
	assert_int_equal(db_begin(s->room.db), DB_OK);
	assert_int_equal(db_put(s->room.db, &hops, DB_NO_ARGS), DB_OK);
	assert_int_equal(db_commit(s->room.db), DB_OK);
	assert_int_equal(say(s, HUB_EV_REFUSED, "ev"), HUB_APPLIED);
	assert_int_equal(of_case(s, "state"), CASE_DISPUTED);
}

static void
what_is_disputed_over_is_taken_back_until_it_is_ruled_on(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event ruling = hub_event_init(HUB_EV_DECISION);

	dispute(s);
	assert_int_equal(correct(s, "ev")->applied, HUB_APPLIED);
	assert_int_equal(of_handoff(s, "state"), HANDOFF_OFFERED);
	assert_int_equal(of_case(s, "state"), CASE_FORWARDED);
	assert_int_equal(of_case(s, "hops"), 2);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM dispute"
			     " WHERE decided_at = 0"),
	    0);
	assert_int_equal(hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff)
			     ->applied,
	    HUB_APPLIED);

	dispute(s);
	ruling.decision = HUB_DECISION_TO;
	ruling.target = "ksp";
	ruling.text = "KSP yang berwenang.";
	ruling.handoff.case_id = steer_case_id;
	assert_int_equal(hub_scene_say(s, INSPEKTORAT, &ruling)->applied,
	    HUB_APPLIED);
	assert_int_equal(correct(s, "ev")->applied, HUB_ILLEGAL);
	assert_int_equal(of_handoff(s, "state"), HANDOFF_REFUSED);
}

static void
what_nobody_knows_is_a_record_of_its_own(void **state)
{
	struct hub_scene *s = *state;
	struct hub_event theirs = hub_event_init(HUB_EV_CORRECTION);

	steer_scene_hand_in(s);
	(void)say(s, HUB_EV_ANSWERED, "ev");
	assert_int_equal(correct(s, "lain")->applied, HUB_APPLIED);
	theirs.handoff_id = steer_handoff;
	theirs.corrects = "ev";
	theirs.text = "Bukan begitu.";
	assert_int_equal(hub_scene_say(s, LAPOR, &theirs)->applied,
	    HUB_APPLIED);
	assert_int_equal(of_handoff(s, "state"), HANDOFF_ANSWERED);
}

static void
without_a_name_it_is_their_last_word_about_the_handoff(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	assert_int_equal(correct(s, "")->applied, HUB_ILLEGAL);
	(void)say(s, HUB_EV_ACCEPTED, "");
	(void)say(s, HUB_EV_ANSWERED, "");
	(void)say(s, HUB_EV_NEEDS_INFO, "");
	assert_int_equal(correct(s, "")->applied, HUB_APPLIED);
	assert_int_equal(of_handoff(s, "state"), HANDOFF_WORKING);
	/* The one before it: others went on since. */
	assert_int_equal(correct(s, "")->applied, HUB_ILLEGAL);

	steer_scene_hand_in(s);
	(void)say(s, HUB_EV_REFUSED, "");
	assert_int_equal(correct(s, "")->applied, HUB_APPLIED);
	assert_int_equal(of_handoff(s, "state"), HANDOFF_OFFERED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_a_correction_undoes,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    it_is_possible_for_one_working_day_of_the_speaker,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    what_others_have_gone_on_with_stays, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_disputed_over_is_taken_back_until_it_is_ruled_on,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    without_a_name_it_is_their_last_word_about_the_handoff,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    what_nobody_knows_is_a_record_of_its_own, hub_scene_setup,
		    hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
