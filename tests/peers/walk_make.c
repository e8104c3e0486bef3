/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a published log of a random life of so many cases (custody_walk.h),
 * and says who held which case at random instants of it, by the ledger itself.
 *
 *	walk_make FOLDER CASES INSTANTS SEED
 *
 * The log's key, then an object a line: {"at", "cases": {id: holder}}.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <sys/stat.h>

#include <cmocka.h>

#include "audit_epoch.h"
#include "custody_walk.h"
#include "hub_json.h"
#include "hub_time.h"
#include "ident.h"
#include "log.h"
#include "logbook_key.h"
#include "publisher.h"

#define ORIGIN "uji.example/simpul"
#define INSTANTS_MAX 16
#define OUTPUT_MAX (64u << 20)

static const char *folder;
static uint64_t cases, instants, seed;

/* A snapshot on its way out. */
struct snapshot {
	const struct hub_scene *scene;
	struct hub_json_out json;
};

/* db_row_fn: a case and its holder. */
static bool
put_case(void *ctx, const struct db_row *row)
{
	struct snapshot *snapshot = ctx;
	const struct hub_scene *s = snapshot->scene;
	char id[IDENT_TEXT_SIZE];

	ident_text(db_row_int(row, 0), id);
	for (size_t i = 0; i < SCENE_INSTITUTIONS; i++)
		if (s->inst[i].key == db_row_int(row, 1))
			hub_json_put_text(&snapshot->json, id, s->inst[i].id);
	return true;
}

/* Who holds what now; nothing more happens within this second. */
static void
look(struct hub_scene *s)
{
	static const struct db_query query = {
		"SELECT id, holder FROM cases ORDER BY id"
	};
	struct snapshot snapshot = { .scene = s };
	struct hub_buf text;

	hub_buf_init(&text, OUTPUT_MAX);
	hub_json_out_init(&snapshot.json, &text);
	hub_json_open(&snapshot.json, NULL, '{');
	hub_json_put_time(&snapshot.json, "at", s->room.now_ms / 1000);
	hub_json_open(&snapshot.json, "cases", '{');
	(void)db_get(s->room.db, &query, DB_NO_ARGS, put_case, &snapshot);
	hub_json_close(&snapshot.json, '}');
	hub_json_close(&snapshot.json, '}');
	assert_true(hub_buf_ok(&text));
	printf("%s\n", hub_buf_str(&text));
	hub_buf_release(&text);
	s->room.now_ms = (s->room.now_ms / 1000 + 1) * 1000;
}

/* Walks until there are so many cases, and looks when so many are there. */
static void
walk_all(struct hub_scene *s, const uint64_t *looks)
{
	struct custody_walk walk = { .scene = s, .random = seed };
	size_t next = 0;

	/* No power fails between here and the end of it. */
	assert_int_equal(db_script(s->room.db, "PRAGMA synchronous = OFF"),
	    DB_OK);
	assert_int_equal(audit_epoch_open(s->room.audit, s->room.db,
			     s->room.now_ms),
	    DB_OK);
	while (walk.cases < cases || next < instants) {
		custody_walk_step(&walk);
		while (next < instants && walk.cases >= looks[next]) {
			look(s);
			next++;
		}
	}
}

/* qsort's. */
static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The log as files. */
static void
publish(struct hub_scene *s)
{
	char data[PATH_MAX], key[PATH_MAX], last[PATH_MAX];
	const struct publisher_conf conf = { data, ORIGIN, key, last };
	struct publisher *publisher;
	struct hub_error err = { "" };
	struct hub_buf vkey;
	bool more = true;

	(void)snprintf(data, PATH_MAX, "%s/data", folder);
	(void)snprintf(key, PATH_MAX, "%s/audit.pem", folder);
	(void)snprintf(last, PATH_MAX, "%s/last", folder);
	(void)mkdir(data, 0700);
	assert_int_equal(logbook_keygen(key, clock_system(), &err), HUB_OK);
	assert_int_equal(publisher_open(&conf, s->room.db, &publisher, &err),
	    HUB_OK);
	while (more)
		assert_int_equal(publisher_round(publisher, s->room.db,
				     s->room.now_ms, &more, &err),
		    HUB_OK);
	hub_buf_init(&vkey, 4096);
	note_key_write(&publisher->signer.key, &vkey);
	printf("%s\n", hub_buf_str(&vkey));
	hub_buf_release(&vkey);
	publisher_free(publisher);
}

/* All of it, as a test, for whose asserts the scene is made. */
static void
make(void **state)
{
	struct hub_scene *s = *state;
	uint64_t looks[INSTANTS_MAX];

	srandom((unsigned)seed);
	for (size_t i = 0; i < instants; i++)
		looks[i] = 1 + (uint64_t)random() % cases;
	qsort(looks, instants, sizeof(looks[0]), compare);
	walk_all(s, looks);
	publish(s);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(make, hub_scene_setup,
		    hub_scene_teardown),
	};

	if (argc != 5) {
		fprintf(stderr,
		    "usage: walk_make FOLDER CASES INSTANTS SEED\n");
		return 2;
	}
	folder = argv[1];
	cases = strtoull(argv[2], NULL, 10);
	instants = strtoull(argv[3], NULL, 10);
	seed = strtoull(argv[4], NULL, 10);
	if (cases == 0 || instants > INSTANTS_MAX)
		return 2;
	log_set_level(LOG_WARN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
