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

struct bed {
	struct db *db;
	struct seen *seen;
};

/* A new database whose day has begun. */
static struct bed
fresh(struct scratch *scratch)
{
	struct bed bed = { NULL, NULL };

	assert_int_equal(db_open(scratch_path(scratch, "a.db"), DB_CREATE,
			     &bed.db, NULL),
	    DB_OK);
	assert_int_equal(schema_open(bed.db, NULL), DB_OK);
	assert_int_equal(seen_open(bed.db, NOW, &bed.seen), DB_OK);
	return bed;
}

/* Forgets all but the file. */
static void
close_bed(struct bed *bed)
{
	seen_free(bed->seen);
	db_close(bed->db);
}

/* What a hub that starts anew at that time knows. */
static void
start_anew(struct bed *bed, int64_t now)
{
	seen_free(bed->seen);
	assert_int_equal(seen_open(bed->db, now, &bed->seen), DB_OK);
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
say(struct bed *bed, int64_t now, const char *text, int64_t id,
    struct seen_entry *ret)
{
	struct seen_entry e = entry(text, id);

	return seen_put(bed->seen, now, &e, ret);
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

/* Once or again, what is said costs one statement. */
static void
the_second_time_tells_of_the_first(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry before = { .id = 0 };
	uint64_t statements = db_statements(bed.db);

	assert_int_equal(say(&bed, NOW, "a", 1, &before), DB_OK);
	assert_int_equal(db_statements(bed.db), statements + 1);
	assert_int_equal(say(&bed, NOW, "b", 2, &before), DB_OK);
	assert_int_equal(before.id, 0);
	assert_int_equal(say(&bed, NOW, "a", 3, &before), DB_CONFLICT);
	assert_int_equal(before.id, 1);
	assert_int_equal(before.digest[0], 1);
	assert_int_equal(db_statements(bed.db), statements + 3);
	close_bed(&bed);
}

/* Seven days it is known, then it is new again. */
static void
a_key_is_known_for_seven_days(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry before;

	assert_int_equal(say(&bed, NOW, "a", 1, &before), DB_OK);
	for (int64_t day = 1; day <= 6; day++) {
		assert_int_equal(seen_turn(bed.seen, NOW + day * DAY), DB_OK);
		assert_int_equal(say(&bed, NOW + day * DAY, "a", 2, &before),
		    DB_CONFLICT);
	}
	assert_int_equal(seen_turn(bed.seen, NOW + 7 * DAY), DB_OK);
	assert_int_equal(say(&bed, NOW + 7 * DAY, "a", 2, &before), DB_OK);
	close_bed(&bed);
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
		struct bed bed = fresh(*state);
		int64_t later = NOW + table[i].days * DAY;
		struct seen_entry before;
		char text[16];

		snprintf(text, sizeof(text), "t%zu", i);
		assert_int_equal(db_script(bed.db,
				     "UPDATE setting SET value = '20000'"
				     " WHERE name = 'seen.day'"),
		    DB_OK);
		assert_int_equal(say(&bed, NOW, text, 1, &before), DB_OK);
		start_anew(&bed, later);
		assert_int_equal(say(&bed, later, text, 2, &before),
		    table[i].code);
		db_script(bed.db,
		    "DELETE FROM setting WHERE name = 'seen.day'");
		assert_int_equal(seen_turn(bed.seen, NOW), DB_OK);
		close_bed(&bed);
	}
}

/* A clock that was ahead and went back loses no key. */
static void
a_clock_set_back_loses_no_key(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry before;

	assert_int_equal(say(&bed, NOW, "a", 1, &before), DB_OK);
	assert_int_equal(seen_turn(bed.seen, NOW - 2 * DAY), DB_OK);
	assert_int_equal(say(&bed, NOW - 2 * DAY, "a", 2, &before),
	    DB_CONFLICT);
	assert_int_equal(seen_turn(bed.seen, NOW - DAY), DB_OK);
	assert_int_equal(say(&bed, NOW - DAY, "a", 2, &before), DB_CONFLICT);
	close_bed(&bed);
}

/* A hub that starts anew knows what the last one was told. */
static void
a_start_knows_what_was_said_before(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry before;
	char text[16];

	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "t%d", i);
		assert_int_equal(say(&bed, NOW + i % 6 * DAY, text, i, &before),
		    DB_OK);
	}
	start_anew(&bed, NOW);
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "t%d", i);
		assert_int_equal(say(&bed, NOW, text, -1, &before),
		    DB_CONFLICT);
		assert_int_equal(before.id, i);
	}
	assert_int_equal(say(&bed, NOW, "new", 1, &before), DB_OK);
	close_bed(&bed);
}

/* What came to nothing may be said again, and only that. */
static void
what_was_dropped_may_be_said_again(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry a = entry("a", 1), before;

	assert_int_equal(say(&bed, NOW, "a", 1, &before), DB_OK);
	assert_int_equal(say(&bed, NOW, "b", 2, &before), DB_OK);
	assert_int_equal(seen_drop(bed.seen, a.key), DB_OK);
	assert_int_equal(seen_drop(bed.seen, a.key), DB_NONE);
	assert_int_equal(say(&bed, NOW, "b", 3, &before), DB_CONFLICT);
	assert_int_equal(say(&bed, NOW, "a", 3, &before), DB_OK);
	start_anew(&bed, NOW);
	assert_int_equal(say(&bed, NOW, "a", 4, &before), DB_CONFLICT);
	assert_int_equal(before.id, 3);
	close_bed(&bed);
}

/* What comes again and again stays known; what came once does not. */
static void
what_is_said_again_is_kept_from_then_on(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry a = entry("a", 1), before;

	assert_int_equal(seen_renew(bed.seen, NOW, a.key), DB_NONE);
	assert_int_equal(say(&bed, NOW, "a", 1, &before), DB_OK);
	assert_int_equal(say(&bed, NOW, "once", 2, &before), DB_OK);
	for (int day = 1; day <= 20; day++) {
		assert_int_equal(seen_turn(bed.seen, NOW + day * DAY), DB_OK);
		assert_int_equal(seen_renew(bed.seen, NOW + day * DAY, a.key),
		    DB_OK);
	}
	start_anew(&bed, NOW + 26 * DAY);
	assert_int_equal(say(&bed, NOW + 26 * DAY, "a", 3, &before),
	    DB_CONFLICT);
	assert_int_equal(before.id, 1);
	assert_memory_equal(before.digest, a.digest, SEEN_KEY_SIZE);
	assert_int_equal(say(&bed, NOW + 26 * DAY, "once", 3, &before), DB_OK);
	close_bed(&bed);
}

/* What a transaction that failed said, dropped or turned, it did not. */
static void
a_rollback_undoes_in_memory_what_it_undoes_on_disk(void **state)
{
	struct bed bed = fresh(*state);
	struct seen_entry kept = entry("kept", 1), before;
	const int64_t later = NOW + 7 * DAY;

	assert_int_equal(say(&bed, NOW, "kept", 1, &before), DB_OK);
	seen_committed(bed.seen);
	assert_int_equal(db_begin(bed.db), DB_OK);
	assert_int_equal(say(&bed, NOW, "undone", 2, &before), DB_OK);
	assert_int_equal(seen_drop(bed.seen, kept.key), DB_OK);
	db_rollback(bed.db);
	seen_rolled_back(bed.seen);
	assert_int_equal(say(&bed, NOW, "undone", 3, &before), DB_OK);
	assert_int_equal(say(&bed, NOW, "kept", 3, &before), DB_CONFLICT);
	seen_committed(bed.seen);

	assert_int_equal(db_begin(bed.db), DB_OK);
	assert_int_equal(seen_turn(bed.seen, later), DB_OK);
	db_rollback(bed.db);
	seen_rolled_back(bed.seen);
	assert_int_equal(say(&bed, NOW, "kept", 4, &before), DB_CONFLICT);
	assert_int_equal(before.id, 1);
	close_bed(&bed);
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
		IN_SCRATCH(a_start_knows_what_was_said_before),
		IN_SCRATCH(what_was_dropped_may_be_said_again),
		IN_SCRATCH(what_is_said_again_is_kept_from_then_on),
		IN_SCRATCH(a_rollback_undoes_in_memory_what_it_undoes_on_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
