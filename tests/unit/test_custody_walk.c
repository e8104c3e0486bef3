/* SPDX-License-Identifier: Apache-2.0 */
/* What holds of custody whatever anybody does, in whatever order. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "custody_walk.h"
#include "fsck.h"
#include "log.h"

#define STEPS 2500	 /* a seed */
#define STEPS_LONG 25000 /* with SIMPUL_LONG */
#define FSCK_EVERY 100	 /* steps between two looks at everything */

/* Walks to go; a number on the command line is one more seed to try. */
static uint64_t seeds[] = { 7, 42, 20260202, 502018 };

/* The scene's institutions, as fsck looks for them. */
static const char institutions[] =
    "INSERT INTO institution (id, name) VALUES (1, 'lapor'),"
    " (2, 'inspektorat'), (3, 'ksp'), (4, 'pln'), (5, 'ombudsman')";

/* db_row_fn: a number. */
static bool
take_int(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

/* Who holds which open case, as one number. */
static int64_t
holders(struct hub_scene *s)
{
	static const struct db_query query = {
		"SELECT coalesce(sum((id % 1000003) * holder), 0) FROM cases"
	};
	int64_t sum = -1;

	(void)db_get(s->room.db, &query, DB_NO_ARGS, take_int, &sum);
	return sum;
}

/* Open cases that nobody holds, or two do by their handoffs. */
static int64_t
lost(struct hub_scene *s)
{
	static const struct db_query query = {
		"SELECT count(*) FROM cases c WHERE c.state < 10"
		" AND (c.holder < 1 OR c.holder > 5 OR (SELECT count(*)"
		" FROM handoff h WHERE h.case_id = c.id AND h.kind = 1"
		" AND h.state IN (2, 3, 4)) > 1)"
	};
	int64_t count = -1;

	(void)db_get(s->room.db, &query, DB_NO_ARGS, take_int, &count);
	return count;
}

/* fsck_say_fn: a finding. */
static void
hear(void *ctx, const char *sentence)
{
	(void)ctx;
	print_error("fsck: %s\n", sentence);
}

/* Every rule of fsck holds. */
static void
look_at_all(struct hub_scene *s, const struct custody_walk *walk, int step)
{
	struct fsck fsck = { .data_dir = scratch_path(s->scratch, ""),
		.key_file = "",
		.say = hear };
	struct hub_error err = { .text = "" };

	if (fsck_run(&fsck, &err) != HUB_OK)
		fail_msg("fsck: %s", err.text);
	if (fsck.found > 0)
		fail_msg("after step %d (%s)", step, walk->last);
}

/* One walk from a seed. */
static void
walk_from(struct hub_scene *s, uint64_t seed, int steps)
{
	struct custody_walk walk = { .scene = s, .random = seed };

	assert_int_equal(db_script(s->room.db, institutions), DB_OK);
	/* Decisions bind one of them. */
	for (size_t i = 0; i < SCENE_INSTITUTIONS; i++)
		s->inst[i].binding = s->inst[i].key == PLN;
	for (int i = 1; i <= steps; i++) {
		int64_t before = holders(s), after;

		walk.may_move = false;
		custody_walk_step(&walk);
		after = holders(s);
		if (before != after && !walk.may_move)
			fail_msg("seed %llu, step %d: %s changed a holder",
			    (unsigned long long)seed, i, walk.last);
		if (lost(s) != 0)
			fail_msg("seed %llu, step %d: %s lost a holder",
			    (unsigned long long)seed, i, walk.last);
		if (i % FSCK_EVERY == 0)
			look_at_all(s, &walk, i);
	}
	assert_true(walk.applied > (uint64_t)steps / 10);
	assert_true(walk.put_off > (uint64_t)steps / 200);
	assert_true(walk.joined > (uint64_t)steps / 500);
}

static void
a_case_has_one_holder_whatever_anybody_does(void **state)
{
	int steps = getenv("SIMPUL_LONG") != NULL ? STEPS_LONG : STEPS;

	(void)state;
	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
		void *scene = NULL;

		assert_int_equal(hub_scene_setup(&scene), 0);
		walk_from(scene, seeds[i], steps);
		assert_int_equal(hub_scene_teardown(&scene), 0);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_has_one_holder_whatever_anybody_does),
	};

	log_set_level(LOG_WARN);
	if (argc > 1)
		seeds[0] = strtoull(argv[1], NULL, 10);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
