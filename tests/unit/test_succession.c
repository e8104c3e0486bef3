/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "steer_scene.h"
#include "succession.h"

/* pln's open work goes over to ksp; how much. */
static unsigned
succeed(struct hub_scene *s)
{
	struct succession work;
	unsigned moved;

	succession_init(&work);
	work.conf = &s->conf;
	work.from = conf_find(&s->conf, "pln");
	work.to = conf_find(&s->conf, "ksp");
	work.actor.institution = INSPEKTORAT;
	work.actor.coordinator = true;
	do
		hub_scene_run(s, &work.ledger);
	while (succession_next(&work));
	moved = work.moved;
	succession_release(&work);
	return moved;
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
		cmocka_unit_test_setup_teardown(pages_of_it_go_over,
		    hub_scene_setup, hub_scene_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
