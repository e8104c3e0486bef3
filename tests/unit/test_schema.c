/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "schema.h"
#include "scratch.h"

/* A database of that name, as the script leaves it. */
static struct db *
made_by(struct scratch *scratch, const char *name, const char *script)
{
	struct db *db = NULL;

	assert_int_equal(db_open(scratch_path(scratch, name), DB_CREATE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(db_script(db, script), DB_OK);
	return db;
}

/* db_row_fn: the first column. */
static bool
take_int(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return true;
}

/* db_row_fn: the first column as text. */
static bool
take_text(void *ctx, const struct db_row *row)
{
	snprintf(ctx, 16, "%s", db_row_text(row, 0));
	return true;
}

/* A new file becomes a database of ours, and stays one. */
static void
a_new_file_becomes_ours_once(void **state)
{
	static const struct db_query tables = {
		"SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
	};
	static const struct db_query mode = { "PRAGMA journal_mode" };
	struct db *db = made_by(*state, "a.db", "");
	int64_t before = 0, after = 0;
	char text[16] = "";

	assert_int_equal(schema_check(db, NULL), DB_CORRUPT);
	assert_int_equal(schema_open(db, NULL), DB_OK);
	assert_int_equal(schema_check(db, NULL), DB_OK);
	db_get(db, &tables, DB_NO_ARGS, take_int, &before);
	db_get(db, &mode, DB_NO_ARGS, take_text, text);
	assert_string_equal(text, "wal");
	db_close(db);
	assert_int_equal(db_open(scratch_path(*state, "a.db"), DB_CREATE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(schema_open(db, NULL), DB_OK);
	db_get(db, &tables, DB_NO_ARGS, take_int, &after);
	assert_true(before > 10);
	assert_int_equal(after, before);
	db_close(db);
}

/* Foreign, younger and half-made databases are refused in a sentence. */
static void
what_is_not_ours_is_refused_in_a_sentence(void **state)
{
	static const struct {
		const char *name, *script, *says;
	} table[] = {
		{ "foreign.db", "CREATE TABLE t (a); PRAGMA application_id = 7",
		    "another program: application_id is 0x00000007" },
		{ "unmarked.db", "CREATE TABLE t (a)", "another program" },
		{ "younger.db",
		    "PRAGMA application_id = 0x53696d70;"
		    "PRAGMA user_version = 99",
		    "younger hub: version 99" },
		{ "half.db",
		    "CREATE TABLE t (a); PRAGMA application_id = 0x53696d70",
		    "half made" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		static const struct db_query mode = { "PRAGMA journal_mode" };
		struct hub_error err = { "" };
		char text[16] = "";
		struct db *db = made_by(*state, table[i].name, table[i].script);

		assert_int_not_equal(schema_open(db, &err), DB_OK);
		assert_non_null(strstr(err.text, table[i].says));
		assert_int_not_equal(schema_check(db, NULL), DB_OK);
		db_get(db, &mode, DB_NO_ARGS, take_text, text);
		assert_string_equal(text, "delete");
		db_close(db);
	}
}

/* Audit entries can be added, never changed and never deleted. */
static void
audit_entries_never_change(void **state)
{
	static const struct db_query add = {
		"INSERT INTO audit_entry VALUES (0, 0, 0, x'7b7d', x'')"
	};
	static const struct db_query change = {
		"UPDATE audit_entry SET body = x'00'"
	};
	static const struct db_query delete = { "DELETE FROM audit_entry" };
	static const struct db_query sum = {
		"SELECT count(*) || ' ' || hex(max(body)) FROM audit_entry"
	};
	static const struct db_query replace[] = {
		{ "INSERT OR REPLACE INTO audit_entry"
		  " VALUES (0, 0, 0, x'00', x'')" },
		{ "REPLACE INTO audit_entry VALUES"
		  " (1, 0, 0, x'00', x''), (0, 0, 0, x'00', x'')" },
		{ "INSERT INTO audit_entry VALUES (0, 0, 0, x'00', x'')"
		  " ON CONFLICT (seq) DO UPDATE SET body = excluded.body" },
		{ "INSERT INTO audit_entry VALUES (-1, 0, 0, x'00', x'')" },
	};
	struct db *db = made_by(*state, "a.db", "");
	char text[16] = "";

	assert_int_equal(schema_open(db, NULL), DB_OK);
	assert_int_equal(db_put(db, &add, DB_NO_ARGS), DB_OK);
	assert_int_equal(db_put(db, &change, DB_NO_ARGS), DB_CONFLICT);
	assert_non_null(strstr(db_error(db), "never change"));
	assert_int_equal(db_put(db, &delete, DB_NO_ARGS), DB_CONFLICT);
	for (size_t i = 0; i < sizeof(replace) / sizeof(replace[0]); i++) {
		assert_int_equal(db_put(db, &replace[i], DB_NO_ARGS),
		    DB_CONFLICT);
		assert_non_null(strstr(db_error(db), "never change"));
	}
	db_get(db, &sum, DB_NO_ARGS, take_text, text);
	assert_string_equal(text, "1 7B7D");
	db_close(db);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(a_new_file_becomes_ours_once),
		IN_SCRATCH(what_is_not_ours_is_refused_in_a_sentence),
		IN_SCRATCH(audit_entries_never_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
