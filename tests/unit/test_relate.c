/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "steer_scene.h"

#define DAY_MS INT64_C(86400000)

/* Three cases of one matter, by lapor, and their first handoffs. */
struct three {
	char id[3][IDENT_TEXT_SIZE], handoff[3][IDENT_TEXT_SIZE];
};

/* Hands them in, a day between. */
static struct three
hand_in(struct hub_scene *s)
{
	struct three t;

	for (int i = 0; i < 3; i++) {
		steer_scene_hand_in(s);
		memcpy(t.id[i], steer_case_id, IDENT_TEXT_SIZE);
		memcpy(t.handoff[i], steer_handoff, IDENT_TEXT_SIZE);
		s->room.now_ms += DAY_MS;
	}
	return t;
}

/* The coordinator says what two cases are, or are no more. */
static enum hub_applied
relate(struct hub_scene *s, const char *a, const char *b, enum relation_kind as,
    bool undo)
{
	struct steer how = steer_init(STEER_RELATE);

	how.other = b;
	how.as = as;
	how.undo = undo;
	memmove(steer_case_id, a, strlen(a) + 1);
	return steer_scene_by(s, INSPEKTORAT, &how, "Pokoknya sama.")->applied;
}

/* A column of a case. */
static int64_t
of(struct hub_scene *s, const char *column, const char *case_id)
{
	char sql[160];
	int64_t id = 0;

	assert_true(ident_parse(case_id, &id));
	(void)snprintf(sql, sizeof(sql), "SELECT %s FROM cases WHERE id = %lld",
	    column, (long long)id);
	return hub_scene_count(s, sql);
}

/* How many things of a kind stand in a case's timeline. */
static int64_t
said(struct hub_scene *s, enum hub_event_kind kind, const char *case_id)
{
	char sql[160];
	int64_t id = 0;

	assert_true(ident_parse(case_id, &id));
	(void)snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM event WHERE case_id = %lld AND kind = %d",
	    (long long)id, (int)kind);
	return hub_scene_count(s, sql);
}

/* The id of a joined case's lead, 0: none. */
static int64_t
number(const char *id)
{
	int64_t n = 0;

	assert_true(ident_parse(id, &n));
	return n;
}

static void
the_same_have_one_custody_and_one_answer(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);

	assert_int_equal(relate(s, t.id[0], t.id[1], RELATION_SAME, false),
	    HUB_APPLIED);
	assert_int_equal(of(s, "joined", t.id[1]), number(t.id[0]));
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff WHERE state = 15"),
	    1);
	assert_int_equal(of(s, "next_at", t.id[1]), 0);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, t.handoff[0]);
	assert_int_equal(of(s, "holder", t.id[1]), PLN);
	assert_int_equal(of(s, "state", t.id[1]), CASE_IN_PROGRESS);
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, t.handoff[0]);
	assert_int_equal(of(s, "state", t.id[1]), CASE_ANSWERED);
	assert_int_equal(of(s, "state", t.id[2]), CASE_FORWARDED);
	assert_int_equal(said(s, HUB_EV_ANSWERED, t.id[0]), 1);
	assert_int_equal(said(s, HUB_EV_ANSWERED, t.id[1]), 1);
	assert_int_equal(said(s, HUB_EV_ANSWERED, t.id[2]), 0);
	(void)hub_scene_event(s, LAPOR, HUB_EV_OBJECTION, t.handoff[1]);
	assert_int_equal(s->apply.rows[0].applied, HUB_APPLIED);
	assert_string_equal(s->apply.rows[0].case_id, t.id[1]);
	assert_int_equal(of(s, "state", t.id[0]), CASE_IN_PROGRESS);
	assert_int_equal(of(s, "state", t.id[1]), CASE_IN_PROGRESS);
}

static void
a_chain_is_flattened_whichever_way_it_is_told(void **state)
{
	static const struct {
		int a, b;
	} rows[][2] = {
		{ { 0, 1 }, { 1, 2 } },
		{ { 2, 1 }, { 0, 1 } },
		{ { 1, 2 }, { 2, 0 } },
	};
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct three t = hand_in(s);

		for (int j = 0; j < 2; j++)
			assert_int_equal(relate(s, t.id[rows[i][j].a],
					     t.id[rows[i][j].b], RELATION_SAME,
					     false),
			    HUB_APPLIED);
		assert_int_equal(of(s, "joined", t.id[0]), 0);
		assert_int_equal(of(s, "joined", t.id[1]), number(t.id[0]));
		assert_int_equal(of(s, "joined", t.id[2]), number(t.id[0]));
		assert_int_equal(relate(s, t.id[2], t.id[0], RELATION_SAME,
				     false),
		    HUB_DUPLICATE);
		assert_int_equal(relate(s, t.id[1], t.id[2], RELATION_SAME,
				     false),
		    HUB_DUPLICATE);
	}
}

static void
undone_the_younger_is_offered_anew(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);

	(void)relate(s, t.id[1], t.id[0], RELATION_SAME, false);
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, t.handoff[0]);
	assert_int_equal(relate(s, t.id[0], t.id[1], RELATION_SAME, true),
	    HUB_APPLIED);
	assert_int_equal(of(s, "joined", t.id[1]), 0);
	assert_int_equal(of(s, "state", t.id[1]), CASE_FORWARDED);
	assert_int_equal(of(s, "holder", t.id[1]), INSPEKTORAT);
	assert_int_equal(of(s, "state", t.id[0]), CASE_ANSWERED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT receiver FROM handoff"
			     " ORDER BY id DESC LIMIT 1"),
	    PLN);
	assert_int_equal(relate(s, t.id[0], t.id[1], RELATION_SAME, true),
	    HUB_DUPLICATE);
}

static void
what_cannot_be_is_told(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);
	struct steer how = steer_init(STEER_RELATE);

	assert_int_equal(relate(s, t.id[0], t.id[0], RELATION_SAME, false),
	    HUB_INVALID);
	assert_int_equal(relate(s, t.id[0], "0zz", RELATION_SAME, false),
	    HUB_INVALID);
	assert_int_equal(relate(s, t.id[0], t.id[1], RELATION_NONE, false),
	    HUB_INVALID);
	how.other = t.id[1];
	how.as = RELATION_SAME;
	assert_int_equal(steer_scene_by(s, PLN, &how, "Sama.")->applied,
	    HUB_FORBIDDEN);
	(void)hub_scene_event(s, LAPOR, HUB_EV_WITHDRAWN, t.handoff[2]);
	assert_int_equal(relate(s, t.id[0], t.id[2], RELATION_SAME, false),
	    HUB_ILLEGAL);
	(void)relate(s, t.id[0], t.id[1], RELATION_SAME, false);
	memcpy(steer_case_id, t.id[1], IDENT_TEXT_SIZE);
	assert_int_equal(steer_scene_do(s, STEER_ARCHIVE, "Selesai.")->applied,
	    HUB_ILLEGAL);
}

static void
who_withdraws_takes_only_their_own_complaint_back(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);

	(void)relate(s, t.id[0], t.id[1], RELATION_SAME, false);
	assert_int_equal(hub_scene_event(s, LAPOR, HUB_EV_WITHDRAWN,
			     t.handoff[1])
			     ->applied,
	    HUB_APPLIED);
	assert_int_equal(of(s, "state", t.id[1]), CASE_WITHDRAWN);
	assert_int_equal(of(s, "joined", t.id[1]), 0);
	assert_int_equal(of(s, "state", t.id[0]), CASE_FORWARDED);
	(void)hub_scene_event(s, PLN, HUB_EV_ANSWERED, t.handoff[0]);
	assert_int_equal(of(s, "state", t.id[1]), CASE_WITHDRAWN);
}

static void
related_is_a_note_that_changes_nothing_else(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);
	int64_t handoffs = hub_scene_count(s, "SELECT count(*) FROM handoff");

	assert_int_equal(relate(s, t.id[0], t.id[1], RELATION_RELATED, false),
	    HUB_APPLIED);
	assert_int_equal(relate(s, t.id[1], t.id[0], RELATION_RELATED, false),
	    HUB_DUPLICATE);
	assert_int_equal(of(s, "joined", t.id[1]), 0);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM handoff"),
	    handoffs);
	assert_int_equal(relate(s, t.id[0], t.id[1], RELATION_RELATED, true),
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM relation"
			     " WHERE undone_at = 0"),
	    0);
}

static void
the_clock_that_began_first_counts(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);
	struct steer urgent = steer_init(STEER_RECLASSIFY);
	int64_t due;

	urgent.urgent = STEER_YES;
	memcpy(steer_case_id, t.id[1], IDENT_TEXT_SIZE);
	(void)steer_scene_by(s, INSPEKTORAT, &urgent, "");
	due = of(s, "due_at", t.id[1]);
	assert_true(due < of(s, "due_at", t.id[0]));
	(void)relate(s, t.id[0], t.id[1], RELATION_SAME, false);
	assert_int_equal(of(s, "due_at", t.id[0]), due);
	(void)relate(s, t.id[0], t.id[2], RELATION_SAME, false);
	assert_int_equal(of(s, "due_at", t.id[2]), due);
}

static void
a_joined_case_is_not_decided_on(void **state)
{
	struct hub_scene *s = *state;
	struct three t = hand_in(s);
	struct hub_event event = hub_event_init(HUB_EV_DECISION);
	const struct hub_result *r;

	(void)relate(s, t.id[0], t.id[1], RELATION_SAME, false);
	event.decision = HUB_DECISION_TO;
	event.target = "ksp";
	event.text = "KSP yang berwenang.";
	event.handoff.case_id = t.id[1];
	r = hub_scene_say(s, INSPEKTORAT, &event);
	assert_int_equal(r->applied, HUB_ILLEGAL);
	assert_non_null(strstr(r->detail, "joined"));
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM dispute"), 0);
	event.handoff.case_id = t.id[0];
	assert_int_equal(hub_scene_say(s, INSPEKTORAT, &event)->applied,
	    HUB_APPLIED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_same_have_one_custody_and_one_answer, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    a_chain_is_flattened_whichever_way_it_is_told,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    undone_the_younger_is_offered_anew, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(a_joined_case_is_not_decided_on,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_is_told,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    who_withdraws_takes_only_their_own_complaint_back,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    related_is_a_note_that_changes_nothing_else,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    the_clock_that_began_first_counts, hub_scene_setup,
		    hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
