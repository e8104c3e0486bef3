/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "schema.h"
#include "scratch.h"
#include "seen.h"

#define DAY INT64_C(86400000)
#define NOW (20000 * DAY + 5000)

/* A new database whose day has begun. */
static struct db *
fresh(struct scratch *scratch)
{
	struct db *db = NULL;

	assert_int_equal(db_open(scratch_path(scratch, "a.db"), DB_CREATE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(schema_open(db, NULL), DB_OK);
	assert_int_equal(seen_turn(db, NOW), DB_OK);
	return db;
}

/* An entry of that text. */
static struct seen_entry
entry(const char *text, int64_t id)
{
	struct seen_entry e = { .id = id };

	seen_key("intake", "ksp", text, e.key);
	memset(e.digest, (int)id, sizeof(e.digest));
	return e;
}

/* Says it at that time; what was said before stands in ret. */
static enum db_code
say(struct db *db, int64_t now, const char *text, int64_t id,
    struct seen_entry *ret)
{
	struct seen_entry e = entry(text, id);

	return seen_put(db, now, &e, ret);
}

/* Scope, principal and text make the key together, and not by their sum. */
static void
keys_differ_in_each_part(void **state)
{
	static const char *const table[][3] = {
		{ "intake", "ksp", "1" },
		{ "webhook", "ksp", "1" },
		{ "intake", "pln", "1" },
		{ "intake", "ksp", "2" },
		{ "intak", "eksp", "1" },
		{ "intake", "ksp1", "" },
		{ "", "intakeksp", "1" },
	};
	uint8_t keys[7][SEEN_KEY_SIZE], again[SEEN_KEY_SIZE];

	(void)state;
	for (size_t i = 0; i < 7; i++) {
		seen_key(table[i][0], table[i][1], table[i][2], keys[i]);
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(keys[i], keys[j],
			    SEEN_KEY_SIZE);
	}
	seen_key("intake", "ksp", "1", again);
	assert_memory_equal(again, keys[0], SEEN_KEY_SIZE);
}

/* The second time, what came of the first is told, in one statement more. */
static void
the_second_time_tells_of_the_first(void **state)
{
	struct db *db = fresh(*state);
	struct seen_entry before = { .id = 0 };
	uint64_t statements = db_statements(db);

	assert_int_equal(say(db, NOW, "a", 1, &before), DB_OK);
	assert_int_equal(db_statements(db), statements + 1);
	assert_int_equal(say(db, NOW, "b", 2, &before), DB_OK);
	assert_int_equal(before.id, 0);
	assert_int_equal(say(db, NOW, "a", 3, &before), DB_CONFLICT);
	assert_int_equal(before.id, 1);
	assert_int_equal(before.digest[0], 1);
	assert_int_equal(db_statements(db), statements + 4);
	db_close(db);
}

/* Seven days it is known, then it is new again. */
static void
a_key_is_known_for_seven_days(void **state)
{
	struct db *db = fresh(*state);
	struct seen_entry before;

	assert_int_equal(say(db, NOW, "a", 1, &before), DB_OK);
	for (int64_t day = 1; day <= 6; day++) {
		assert_int_equal(seen_turn(db, NOW + day * DAY), DB_OK);
		assert_int_equal(say(db, NOW + day * DAY, "a", 2, &before),
		    DB_CONFLICT);
	}
	assert_int_equal(seen_turn(db, NOW + 7 * DAY), DB_OK);
	assert_int_equal(say(db, NOW + 7 * DAY, "a", 2, &before), DB_OK);
	db_close(db);
}

/* A hub that was off loses neither the young keys nor keeps the old. */
static void
a_hub_that_was_off_turns_every_day_it_missed(void **state)
{
	static const struct {
		int64_t days;
		enum db_code code;
	} table[] = {
		{ 1, DB_CONFLICT },
		{ 3, DB_CONFLICT },
		{ 6, DB_CONFLICT },
		{ 7, DB_OK },
		{ 8, DB_OK },
		{ 9, DB_OK },
		{ 400, DB_OK },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct db *db = fresh(*state);
		int64_t later = NOW + table[i].days * DAY;
		struct seen_entry before;
		char text[16];

		snprintf(text, sizeof(text), "t%zu", i);
		assert_int_equal(db_script(db,
				     "UPDATE setting SET value = '20000'"
				     " WHERE name = 'seen.day'"),
		    DB_OK);
		assert_int_equal(say(db, NOW, text, 1, &before), DB_OK);
		assert_int_equal(seen_turn(db, later), DB_OK);
		assert_int_equal(say(db, later, text, 2, &before),
		    table[i].code);
		db_script(db, "DELETE FROM setting WHERE name = 'seen.day'");
		assert_int_equal(seen_turn(db, NOW), DB_OK);
		db_close(db);
	}
}

/* A clock that was ahead and went back loses no key. */
static void
a_clock_set_back_loses_no_key(void **state)
{
	struct db *db = fresh(*state);
	struct seen_entry before;

	assert_int_equal(say(db, NOW, "a", 1, &before), DB_OK);
	assert_int_equal(seen_turn(db, NOW - 2 * DAY), DB_OK);
	assert_int_equal(say(db, NOW - 2 * DAY, "a", 2, &before), DB_CONFLICT);
	assert_int_equal(seen_turn(db, NOW - DAY), DB_OK);
	assert_int_equal(say(db, NOW - DAY, "a", 2, &before), DB_CONFLICT);
	db_close(db);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_differ_in_each_part),
		IN_SCRATCH(the_second_time_tells_of_the_first),
		IN_SCRATCH(a_key_is_known_for_seven_days),
		IN_SCRATCH(a_hub_that_was_off_turns_every_day_it_missed),
		IN_SCRATCH(a_clock_set_back_loses_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
