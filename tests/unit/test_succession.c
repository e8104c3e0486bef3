/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "steer_scene.h"
#include "succession.h"

/* An institution's open work goes over to ksp; how much. */
static unsigned
succeed_of(struct hub_scene *s, const char *from)
{
	struct succession work;
	unsigned moved;

	succession_init(&work);
	work.conf = &s->conf;
	work.from = conf_find(&s->conf, from);
	work.to = conf_find(&s->conf, "ksp");
	work.actor.institution = INSPEKTORAT;
	work.actor.coordinator = true;
	work.reason = "Perda 4/2026.";
	do
		hub_scene_run(s, &work.ledger);
	while (succession_next(&work));
	moved = work.moved;
	succession_release(&work);
	return moved;
}

/* The same of pln's. */
static unsigned
succeed(struct hub_scene *s)
{
	return succeed_of(s, "pln");
}

static void
open_work_goes_over_as_it_stands_and_once(void **state)
{
	static const struct {
		enum hub_event_kind said; /* NONE: only offered */
		enum handoff_state next;
		int64_t holder;
	} rows[] = {
		{ HUB_EV_NONE, HANDOFF_OFFERED, 0 },
		{ HUB_EV_ACCEPTED, HANDOFF_ACCEPTED, KSP },
		{ HUB_EV_PROGRESS, HANDOFF_ACCEPTED, KSP },
		{ HUB_EV_ANSWERED, HANDOFF_ANSWERED, KSP },
	};
	struct hub_scene *s = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		steer_scene_hand_in(s);
		if (rows[i].said != HUB_EV_NONE)
			(void)hub_scene_event(s, PLN, rows[i].said,
			    steer_handoff);
		assert_int_equal(succeed(s), 1);
		assert_int_equal(succeed(s), 0);
		assert_int_equal(hub_scene_count(s,
				     "SELECT state FROM handoff"
				     " ORDER BY id DESC LIMIT 1"),
		    rows[i].next);
		assert_int_equal(hub_scene_count(s,
				     "SELECT receiver FROM handoff"
				     " ORDER BY id DESC LIMIT 1"),
		    KSP);
		if (rows[i].holder != 0)
			assert_int_equal(hub_scene_count(s,
					     "SELECT holder FROM cases"
					     " ORDER BY id DESC LIMIT 1"),
			    rows[i].holder);
		assert_int_equal(hub_scene_count(s,
				     "SELECT max(hops) FROM cases"),
		    0);
	}
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

static void
why_it_goes_over_is_kept_with_the_case_and_committed_to(void **state)
{
	struct hub_scene *s = *state;

	steer_scene_hand_in(s);
	(void)hub_scene_event(s, PLN, HUB_EV_ACCEPTED, steer_handoff);
	assert_int_equal(hub_scene_count(s, "SELECT count(*) FROM event"), 1);
	assert_int_equal(succeed(s), 1);
	assert_int_equal(hub_scene_count(s,
			     "SELECT audience FROM event"
			     " WHERE kind = 9 AND speaker = 2"),
	    HUB_AUDIENCE_PARTIES);
	assert_int_equal(entries(s, "\"succeed\"%payload_in"), 1);
	assert_int_equal(entries(s, "Perda"), 0);
}

/* PLN refuses the case's third hop, and proposes somebody or nobody. */
static void
dispute(struct hub_scene *s, const char *target)
{
	static const struct db_query hops = { "UPDATE cases SET hops = 2" };
	struct hub_event refusal = hub_event_init(HUB_EV_REFUSED);

	steer_scene_hand_in(s);
	assert_int_equal(db_begin(s->room.db), DB_OK);
	assert_int_equal(db_put(s->room.db, &hops, DB_NO_ARGS), DB_OK);
	assert_int_equal(db_commit(s->room.db), DB_OK);
	refusal.handoff_id = steer_handoff;
	refusal.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	refusal.target = target;
	(void)hub_scene_say(s, PLN, &refusal);
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    INSPEKTORAT);
}

static void
disputes_are_the_successors_to_decide(void **state)
{
	struct hub_scene *s = *state;

	dispute(s, "");
	/* The case that the coordinator holds, and the dispute. */
	assert_int_equal(succeed_of(s, "inspektorat"), 2);
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    KSP);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM delivery"
			     " WHERE institution = 3 AND event = 9"),
	    1);
	assert_int_equal(succeed_of(s, "inspektorat"), 0);
}

static void
a_successor_that_is_recused_does_not_decide(void **state)
{
	static const char *const deputies[] = { "ombudsman", NULL };
	struct hub_scene *s = *state;

	s->conf.deputies = deputies;
	dispute(s, "ksp");
	(void)succeed_of(s, "inspektorat");
	assert_int_equal(hub_scene_count(s, "SELECT arbiter FROM dispute"),
	    OMBUDSMAN);
}

static void
pages_of_it_go_over(void **state)
{
	struct hub_scene *s = *state;

	for (int i = 0; i < 70; i++)
		steer_scene_hand_in(s);
	assert_int_equal(succeed(s), 70);
	assert_int_equal(hub_scene_count(s,
			     "SELECT count(*) FROM handoff"
			     " WHERE receiver = 4 AND state < 10"),
	    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    open_work_goes_over_as_it_stands_and_once, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    a_successor_that_is_recused_does_not_decide,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    why_it_goes_over_is_kept_with_the_case_and_committed_to,
		    hub_scene_setup, hub_scene_teardown),
		cmocka_unit_test_setup_teardown(
		    disputes_are_the_successors_to_decide, hub_scene_setup,
		    hub_scene_teardown),
		cmocka_unit_test_setup_teardown(pages_of_it_go_over,
		    hub_scene_setup, hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
