/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "hub_time.h"
#include "steer_scene.h"

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

	steer_scene_hand_in(s);
	steer_scene_put(s, state);
	r = steer_scene_do(s, verb, "Sesuai rapat.");
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

	steer_scene_hand_in(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(steer_scene_do(s, rows[i].verb, "Alasan.")
				     ->applied,
		    HUB_APPLIED);
		assert_int_equal(count_entries(s, rows[i].type), 1);
		before = hub_scene_count(s, "SELECT count(*) FROM audit_entry");
		assert_int_equal(steer_scene_do(s, rows[i].verb, "Alasan.")
				     ->applied,
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

	steer_scene_hand_in(s);
	for (unsigned v = STEER_NONE + 1; v < STEER_COUNT; v++) {
		struct steer how = steer_init((enum steer_verb)v);

		assert_int_equal(steer_scene_by(s, LAPOR, &how, "x")->applied,
		    HUB_FORBIDDEN);
		assert_int_equal(steer_scene_by(s, PLN, &how, "x")->applied,
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
		STEER_WITHDRAW, STEER_UNLINK };
	struct hub_scene *s = *state;
	struct steer nothing = steer_init(STEER_RECLASSIFY);
	const struct hub_result *r;

	steer_scene_hand_in(s);
	for (size_t i = 0; i < sizeof(reasoned) / sizeof(reasoned[0]); i++) {
		r = steer_scene_do(s, reasoned[i], "");
		assert_int_equal(r->applied, HUB_INVALID);
		assert_string_equal(r->detail,
		    "text: is missing, expected the reason in words");
	}
	r = steer_scene_by(s, INSPEKTORAT, &nothing, "x");
	assert_int_equal(r->applied, HUB_INVALID);
	(void)snprintf(steer_case_id, sizeof(steer_case_id), "0000000000001");
	assert_int_equal(steer_scene_do(s, STEER_VERIFY, "")->applied,
	    HUB_UNKNOWN);
}

static void
a_postponement_lasts_to_the_end_of_a_local_day(void **state)
{
	static const char *const wrong[] = { "", "2026-02-30", "01/03/2026",
		"2026-3-1", "2026-03-01T00:00:00Z", "besok", "2026-02-01" };
	struct hub_scene *s = *state;
	struct steer how = steer_init(STEER_POSTPONE);
	int64_t end;

	steer_scene_hand_in(s);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		how.until = wrong[i];
		assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")
				     ->applied,
		    HUB_INVALID);
	}
	how.until = "2026-03-01";
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	assert_true(hub_time_parse("2026-03-02T00:00:00+08:00", &end));
	assert_int_equal(hub_scene_count(s, "SELECT until_at FROM cases"),
	    end * 1000);
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_DUPLICATE);
	how.until = "2026-02-02"; /* today is not over */
	assert_int_equal(steer_scene_by(s, INSPEKTORAT, &how, "x")->applied,
	    HUB_APPLIED);
	assert_int_equal(hub_scene_count(s,
			     "SELECT next_at <= until_at FROM cases"),
	    1);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
