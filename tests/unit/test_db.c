/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "clock.h"
#include "db.h"
#include "limits.h"
#include "schema.h"
#include "scratch.h"

static const struct db_query add = { "INSERT INTO t VALUES (?1, ?2)" };
static const struct db_query list = { "SELECT id, v FROM t ORDER BY id" };
static const struct db_query count = { "SELECT count(*) FROM t" };

/* A new database with one table, in WAL mode. */
static struct db *
fresh(struct scratch *scratch)
{
	struct db *db = NULL;

	assert_int_equal(db_open(scratch_path(scratch, "a.db"), DB_CREATE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(db_script(db,
			     "PRAGMA journal_mode = WAL;"
			     "CREATE TABLE t (id INTEGER PRIMARY KEY, v)"),
	    DB_OK);
	return db;
}

/* db_row_fn: the first column. */
static bool
take_int(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return true;
}

/* How many rows the table has. */
static int64_t
rows(struct db *db)
{
	int64_t n = -1;

	assert_int_equal(db_get(db, &count, DB_NO_ARGS, take_int, &n), DB_OK);
	return n;
}

/* db_row_fn: five columns, each as it was put. */
static bool
check_values(void *ctx, const struct db_row *row)
{
	size_t len = 99;

	*(bool *)ctx = true;
	assert_true(db_row_int(row, 0) == INT64_MIN);
	assert_string_equal(db_row_text(row, 1), "tembusan \xe2\x82\xac");
	assert_memory_equal(db_row_blob(row, 2, &len), "a\0b", 3);
	assert_int_equal(len, 3);
	assert_string_equal(db_row_text(row, 3), "");
	assert_int_equal(db_row_int(row, 3), 0);
	assert_null(db_row_blob(row, 3, &len));
	assert_int_equal(len, 0);
	assert_string_equal(db_row_text(row, 4), "blob");
	return true;
}

/* Numbers, texts, bytes and NULL come back as they were put. */
static void
values_come_back_as_they_were_put(void **state)
{
	static const struct db_query query = {
		"SELECT ?1, ?2, ?3, ?4, typeof(?5)"
	};
	struct db *db = fresh(*state);
	bool seen = false;

	assert_int_equal(db_get(db, &query,
			     DB_ARGS(db_int(INT64_MIN),
				 db_text("tembusan \xe2\x82\xac"),
				 db_blob("a\0b", 3), db_null(),
				 db_blob(NULL, 0)),
			     check_values, &seen),
	    DB_OK);
	assert_true(seen);
	db_close(db);
}

/* Each code has its cause. */
static void
each_code_has_its_cause(void **state)
{
	static const struct db_query change = {
		"UPDATE t SET v = 1 WHERE id = ?1"
	};
	static const struct db_query wrong = { "SELECT v FROM nowhere" };
	struct db *db = fresh(*state);
	int64_t n;

	assert_int_equal(db_put(db, &change, DB_ARGS(db_int(1))), DB_NONE);
	assert_int_equal(db_get(db, &list, DB_NO_ARGS, take_int, &n), DB_NONE);
	assert_int_equal(db_put(db, &add, DB_ARGS(db_int(1), db_int(2))),
	    DB_OK);
	assert_int_equal(db_put(db, &change, DB_ARGS(db_int(1))), DB_OK);
	assert_int_equal(db_put(db, &add, DB_ARGS(db_int(1), db_int(2))),
	    DB_CONFLICT);
	assert_non_null(strstr(db_error(db), "UNIQUE"));
	assert_int_equal(db_put(db, &add, DB_ARGS(db_int(1))), DB_FAILED);
	assert_non_null(strstr(db_error(db), "number of parameters"));
	assert_int_equal(db_put(db, &wrong, DB_NO_ARGS), DB_FAILED);
	assert_non_null(strstr(db_error(db), "no such table"));
	assert_string_equal(db_code_name(DB_UNSAFE), "unsafe");
	db_close(db);
}

/* db_row_fn: runs the query that is running. */
static bool
run_again(void *ctx, const struct db_row *row)
{
	int64_t n;

	(void)row;
	assert_int_equal(db_get(ctx, &list, DB_NO_ARGS, take_int, &n),
	    DB_FAILED);
	assert_int_equal(db_get(ctx, &count, DB_NO_ARGS, take_int, &n), DB_OK);
	return true;
}

/* A query within its own rows is refused, another one is not. */
static void
a_query_within_its_own_rows_is_refused(void **state)
{
	struct db *db = fresh(*state);

	db_put(db, &add, DB_ARGS(db_int(1), db_int(2)));
	assert_int_equal(db_get(db, &list, DB_NO_ARGS, run_again, db), DB_OK);
	db_close(db);
}

/* db_row_fn: counts itself and stops. */
static bool
stop_at_first(void *ctx, const struct db_row *row)
{
	(void)row;
	++*(int *)ctx;
	return false;
}

/* Ending early stops the rows but not the change. */
static void
ending_early_stops_the_rows_but_not_the_change(void **state)
{
	static const struct db_query change = {
		"UPDATE t SET v = 7 RETURNING id"
	};
	static const struct db_query sevens = {
		"SELECT count(*) FROM t WHERE v = 7"
	};
	struct db *db = fresh(*state);
	int64_t n = 0;
	int calls = 0;

	for (int i = 0; i < 5; i++)
		db_put(db, &add, DB_ARGS(db_int(i), db_int(2)));
	assert_int_equal(db_get(db, &change, DB_NO_ARGS, stop_at_first, &calls),
	    DB_OK);
	assert_int_equal(calls, 1);
	db_get(db, &sevens, DB_NO_ARGS, take_int, &n);
	assert_int_equal(n, 5);
	calls = 0;
	assert_int_equal(db_get(db, &list, DB_NO_ARGS, stop_at_first, &calls),
	    DB_OK);
	assert_int_equal(calls, 1);
	db_close(db);
}

/* More queries than the table of prepared ones began with. */
static void
a_thousand_queries_are_kept(void **state)
{
	static struct db_query queries[1000];
	static char sql[1000][32];
	struct db *db = fresh(*state);

	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 1000; i++) {
			int64_t n = -1;

			snprintf(sql[i], sizeof(sql[i]), "SELECT %d", i);
			queries[i].sql = sql[i];
			assert_int_equal(db_get(db, &queries[i], DB_NO_ARGS,
					     take_int, &n),
			    DB_OK);
			assert_int_equal(n, i);
		}
	}
	assert_int_equal(db_statements(db), 2000);
	db_close(db);
}

/* What was committed is there after a reopening, what was not is not. */
static void
only_what_was_committed_stays(void **state)
{
	struct db *db = fresh(*state);

	assert_int_equal(db_begin(db), DB_OK);
	db_put(db, &add, DB_ARGS(db_int(1), db_int(1)));
	assert_int_equal(db_commit(db), DB_OK);
	assert_int_equal(db_begin(db), DB_OK);
	db_put(db, &add, DB_ARGS(db_int(2), db_int(1)));
	db_rollback(db);
	db_rollback(db);
	assert_int_equal(db_begin(db), DB_OK);
	db_put(db, &add, DB_ARGS(db_int(3), db_int(1)));
	db_close(db);
	assert_int_equal(db_open(scratch_path(*state, "a.db"), DB_WRITE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(rows(db), 1);
	db_close(db);
}

/* The log is counted, and emptied by a checkpoint only. */
static void
the_log_is_counted_and_emptied_by_a_checkpoint_only(void **state)
{
	struct db *db = fresh(*state);
	static char big[100000];
	uint64_t before = db_wal_bytes(db), first;

	assert_int_equal(db_put(db, &add,
			     DB_ARGS(db_int(1), db_blob(big, sizeof(big)))),
	    DB_OK);
	first = db_wal_bytes(db) - before;
	assert_in_range(first, sizeof(big), sizeof(big) * 3 / 2);
	for (int i = 2; i < 200; i++)
		db_put(db, &add, DB_ARGS(db_int(i), db_blob(big, sizeof(big))));
	assert_true(scratch_size(*state, "a.db-wal") > 19000000);
	assert_int_equal(db_checkpoint(db, true), DB_OK);
	assert_int_equal(scratch_size(*state, "a.db-wal"), 0);
	before = db_wal_bytes(db);
	db_put(db, &add, DB_ARGS(db_int(200), db_blob(big, sizeof(big))));
	assert_in_range(db_wal_bytes(db) - before, sizeof(big),
	    sizeof(big) * 3 / 2);
	assert_int_equal(rows(db), 200);
	db_close(db);
}

/* Pages are 8 KB, and nobody else may read the file. */
static void
the_file_is_private_and_has_pages_of_8_kb(void **state)
{
	static const struct db_query page = { "PRAGMA page_size" };
	struct db *db = fresh(*state);
	struct stat st;
	int64_t n = 0;

	assert_int_equal(db_get(db, &page, DB_NO_ARGS, take_int, &n), DB_OK);
	assert_int_equal(n, 8192);
	assert_int_equal(stat(scratch_path(*state, "a.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	db_close(db);
}

/* A reader sees commits, changes nothing, and has two seconds. */
static void
a_reader_changes_nothing_and_has_two_seconds(void **state)
{
	static const struct db_query endless = {
		"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL"
		" SELECT x + 1 FROM c) SELECT count(*) FROM c"
	};
	struct db *db = fresh(*state), *reader = NULL;
	int64_t began, n;

	assert_int_equal(db_open(scratch_path(*state, "a.db"), DB_READ, &reader,
			     NULL),
	    DB_OK);
	assert_int_equal(rows(reader), 0);
	db_put(db, &add, DB_ARGS(db_int(1), db_int(1)));
	assert_int_equal(rows(reader), 1);
	assert_int_equal(db_put(reader, &add, DB_ARGS(db_int(2), db_int(1))),
	    DB_FAILED);
	began = clock_steady_ms(clock_system());
	assert_int_equal(db_get(reader, &endless, DB_NO_ARGS, take_int, &n),
	    DB_BUSY);
	assert_in_range(clock_steady_ms(clock_system()) - began, DB_READ_MS,
	    DB_READ_MS * 30);
	assert_int_equal(rows(reader), 1);
	db_close(reader);
	db_close(db);
}

/* Neither a folder, nor a missing file, nor another file is a database. */
static void
what_is_no_database_is_named_in_a_sentence(void **state)
{
	static const struct {
		const char *name, *says;
		enum db_code code;
	} table[] = {
		{ "missing.db", "missing.db: No such file", DB_FAILED },
		{ "text.db", "text.db: file is not a database", DB_CORRUPT },
		{ "", ": ", DB_FAILED },
	};
	struct hub_error err = { "" };
	struct db *db = NULL;

	scratch_write(*state, "text.db",
	    "Laporan ini bukan basis data, melainkan hanya sebuah teks yang "
	    "cukup panjang untuk sebuah kepala berkas.");
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		enum db_code code = db_open(scratch_path(*state, table[i].name),
		    DB_WRITE, &db, &err);

		assert_int_equal(code, table[i].code);
		assert_non_null(strstr(err.text, table[i].says));
		assert_null(db);
	}
}

/* A full disk fails one statement; with room again the next succeeds. */
static void
a_full_disk_is_survived(void **state)
{
	static char big[300000];
	struct rlimit limit = { 1 << 20, RLIM_INFINITY }, before;
	struct db *db = fresh(*state);
	enum db_code code = DB_OK;
	int64_t kept = 0;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	setrlimit(RLIMIT_FSIZE, &limit);
	while (code == DB_OK && kept < 100) {
		assert_int_equal(db_begin(db), DB_OK);
		code = db_put(db, &add,
		    DB_ARGS(db_int(++kept), db_blob(big, sizeof(big))));
		if (code == DB_OK)
			code = db_commit(db);
		if (code != DB_OK)
			db_rollback(db);
	}
	assert_int_equal(code, DB_FULL);
	assert_int_equal(rows(db), kept - 1);
	limit.rlim_cur = before.rlim_cur;
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_int_equal(db_put(db, &add,
			     DB_ARGS(db_int(500), db_blob(big, sizeof(big)))),
	    DB_OK);
	assert_int_equal(rows(db), kept);
	assert_int_equal(db_check(db, NULL), DB_OK);
	db_close(db);
}

/* So does a database that may not grow. */
static void
a_database_that_may_not_grow_is_full(void **state)
{
	static char big[300000];
	struct db *db = fresh(*state);

	db_script(db, "PRAGMA max_page_count = 10");
	assert_int_equal(db_put(db, &add,
			     DB_ARGS(db_int(1), db_blob(big, sizeof(big)))),
	    DB_FULL);
	db_script(db, "PRAGMA max_page_count = 1000");
	assert_int_equal(db_put(db, &add,
			     DB_ARGS(db_int(1), db_blob(big, sizeof(big)))),
	    DB_OK);
	db_close(db);
}

/* A copy made while others write holds what was there when it began. */
static void
a_backup_is_whole_and_refuses_to_overwrite(void **state)
{
	struct db *db = fresh(*state), *reader = NULL, *copy = NULL;
	const char *to = scratch_path(*state, "copy.db");
	struct hub_error err = { "" };

	for (int i = 0; i < 3000; i++)
		db_put(db, &add, DB_ARGS(db_int(i), db_text("isi laporan")));
	assert_int_equal(db_open(scratch_path(*state, "a.db"), DB_READ, &reader,
			     NULL),
	    DB_OK);
	assert_int_equal(db_begin(db), DB_OK);
	db_put(db, &add, DB_ARGS(db_int(9999), db_text("isi laporan")));
	assert_int_equal(db_backup(reader, to, &err), DB_OK);
	assert_int_equal(db_commit(db), DB_OK);
	assert_int_equal(db_backup(reader, to, &err), DB_FAILED);
	assert_non_null(strstr(err.text, "is there already"));
	assert_int_equal(db_open(to, DB_WRITE, &copy, NULL), DB_OK);
	assert_int_equal(rows(copy), 3000);
	assert_int_equal(db_check(copy, NULL), DB_OK);
	db_close(copy);
	db_close(reader);
	db_close(db);
}

/* A page overwritten by a stranger is found. */
static void
a_damaged_page_is_found(void **state)
{
	struct hub_error err = { "" };
	struct db *db = fresh(*state);
	char junk[4096];
	int fd;

	for (int i = 0; i < 3000; i++)
		db_put(db, &add, DB_ARGS(db_int(i), db_text("isi laporan")));
	assert_int_equal(db_check(db, &err), DB_OK);
	db_close(db);
	memset(junk, 0x5a, sizeof(junk));
	fd = open(scratch_path(*state, "a.db"), O_WRONLY);
	assert_int_equal(pwrite(fd, junk, sizeof(junk), 8192), 4096);
	close(fd);
	assert_int_equal(db_open(scratch_path(*state, "a.db"), DB_WRITE, &db,
			     NULL),
	    DB_OK);
	assert_int_equal(db_check(db, &err), DB_CORRUPT);
	assert_non_null(strstr(err.text, "damaged"));
	db_close(db);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(values_come_back_as_they_were_put),
		IN_SCRATCH(each_code_has_its_cause),
		IN_SCRATCH(a_query_within_its_own_rows_is_refused),
		IN_SCRATCH(ending_early_stops_the_rows_but_not_the_change),
		IN_SCRATCH(a_thousand_queries_are_kept),
		IN_SCRATCH(only_what_was_committed_stays),
		IN_SCRATCH(the_log_is_counted_and_emptied_by_a_checkpoint_only),
		IN_SCRATCH(the_file_is_private_and_has_pages_of_8_kb),
		IN_SCRATCH(a_reader_changes_nothing_and_has_two_seconds),
		IN_SCRATCH(what_is_no_database_is_named_in_a_sentence),
		IN_SCRATCH(a_full_disk_is_survived),
		IN_SCRATCH(a_database_that_may_not_grow_is_full),
		IN_SCRATCH(a_backup_is_whole_and_refuses_to_overwrite),
		IN_SCRATCH(a_damaged_page_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
