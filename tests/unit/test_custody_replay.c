/* SPDX-License-Identifier: Apache-2.0 */
/* Who holds a case, told from the log alone, is who holds it in the ledger. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audit_edge.h"
#include "canon_read.h"
#include "custody_replay.h"
#include "custody_walk.h"
#include "ident.h"
#include "log.h"

#define STEPS 2500	 /* a seed */
#define STEPS_LONG 25000 /* with SIMPUL_LONG */
#define INSTANTS 5

static const uint64_t seeds[] = { 7, 42, 20260202, 502018 };
static struct canon_reader reader;

/* A replay on its way through the entries. */
struct reading {
	struct custody_replay *replay;
	uint64_t index, without; /* without: one that is left out */
};

/* audit_entry_fn: the next entry. */
static bool
feed(void *ctx, const void *entry, size_t len)
{
	struct reading *r = ctx;
	struct hub_error err = { "" };

	if (canon_read(&reader, entry, len, &err) != HUB_OK)
		fail_msg("entry %llu: %s", (unsigned long long)r->index,
		    err.text);
	if (r->index != r->without)
		assert_true(
		    custody_replay_add(r->replay, r->index, &reader.entry));
	r->index++;
	return true;
}

/* All entries but one. */
static struct custody_replay *
replay(struct hub_scene *s, uint64_t without, int64_t at_ms)
{
	struct reading r = { custody_replay_new(at_ms), 0, without };
	struct tlog_frontier tree;

	assert_non_null(r.replay);
	assert_int_equal(audit_edge_load(s->room.db, &tree), DB_OK);
	assert_int_equal(audit_entries(s->room.db, 0, tree.size, feed, &r),
	    DB_OK);
	return r.replay;
}

/* A comparison with the ledger. */
struct comparing {
	const struct hub_scene *scene;
	const struct custody_replay *replay;
	uint64_t compared;
};

/* The id of an institution of the scene. */
static const char *
name_of(const struct hub_scene *s, int64_t key)
{
	for (size_t i = 0; i < SCENE_INSTITUTIONS; i++)
		if (s->inst[i].key == key)
			return s->inst[i].id;
	return "nobody";
}

/* db_row_fn: a case and its holder. */
static bool
compare(void *ctx, const struct db_row *row)
{
	struct comparing *c = ctx;
	const char *holder = name_of(c->scene, db_row_int(row, 1));
	struct custody_holder h;
	char id[IDENT_TEXT_SIZE];

	ident_text(db_row_int(row, 0), id);
	if (!custody_replay_find(c->replay, id, &h))
		fail_msg("the log does not speak of %s", id);
	if (!h.known || h.gap)
		fail_msg("%s is not known", id);
	if (strcmp(h.holder, holder) != 0)
		fail_msg("%s is held by %s, by the log %s", id, holder,
		    h.holder);
	c->compared++;
	return true;
}

/* The log tells of every case what the ledger has. */
static uint64_t
compare_all(struct hub_scene *s, int64_t at_ms)
{
	static const struct db_query query = {
		"SELECT id, holder FROM cases ORDER BY id"
	};
	struct comparing c = { .scene = s };
	struct custody_replay *r = replay(s, UINT64_MAX, at_ms);

	c.replay = r;
	(void)db_get(s->room.db, &query, DB_NO_ARGS, compare, &c);
	custody_replay_free(r);
	return c.compared;
}

/* A walk, looked at now and then. */
static uint64_t
walk_from(struct hub_scene *s, uint64_t seed, int steps)
{
	struct custody_walk walk = { .scene = s, .random = seed };
	uint64_t compared = 0;

	for (int i = 1; i <= steps; i++) {
		custody_walk_step(&walk);
		if (i % (steps / INSTANTS) == (int)(seed % 97))
			compared += compare_all(s, INT64_MAX);
	}
	return compared + compare_all(s, s->room.now_ms);
}

static void
the_log_alone_tells_who_holds_each_case(void **state)
{
	int steps = getenv("SIMPUL_LONG") != NULL ? STEPS_LONG : STEPS;

	(void)state;
	for (size_t i = 0; i < sizeof(seeds) / sizeof(seeds[0]); i++) {
		void *scene = NULL;

		assert_int_equal(hub_scene_setup(&scene), 0);
		assert_true(walk_from(scene, seeds[i], steps) > 100);
		assert_int_equal(hub_scene_teardown(&scene), 0);
	}
}

/* What is looked for among the cases of a replay. */
struct gap {
	uint64_t cases, gaps, from, to;
};

/* custody_holder_fn: counts gaps. */
static void
count_gap(void *ctx, const struct custody_holder *h)
{
	struct gap *gap = ctx;

	gap->cases++;
	if (!h->gap || h->joined[0] != '\0')
		return;
	gap->gaps++;
	gap->from = h->gap_from;
	gap->to = h->gap_to;
}

/* What follows when that entry is not there. */
static struct gap
leave_out(struct hub_scene *s, uint64_t without)
{
	struct gap gap = { .cases = 0 };
	struct custody_replay *r = replay(s, without, INT64_MAX);

	custody_replay_each(r, count_gap, &gap);
	custody_replay_free(r);
	return gap;
}

static void
an_entry_left_out_is_told_by_its_neighbours(void **state)
{
	struct custody_walk walk = { .random = 7 };
	struct tlog_frontier tree;
	uint64_t told = 0;
	void *scene = NULL;

	(void)state;
	assert_int_equal(hub_scene_setup(&scene), 0);
	walk.scene = scene;
	for (int i = 0; i < 400; i++)
		custody_walk_step(&walk);
	assert_int_equal(audit_edge_load(walk.scene->room.db, &tree), DB_OK);
	assert_int_equal(leave_out(scene, UINT64_MAX).gaps, 0);
	for (uint64_t i = 0; i < tree.size; i += 7) {
		struct gap gap = leave_out(scene, i);

		assert_true(gap.gaps <= 1);
		told += gap.gaps;
		if (gap.gaps == 0)
			continue;
		assert_true(gap.to > i);
		assert_true(gap.from == CUSTODY_BEGINNING || gap.from < i);
	}
	assert_true(told > tree.size / 20);
	assert_int_equal(hub_scene_teardown(&scene), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_alone_tells_who_holds_each_case),
		cmocka_unit_test(an_entry_left_out_is_told_by_its_neighbours),
	};

	log_set_level(LOG_WARN);
	canon_reader_init(&reader);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
