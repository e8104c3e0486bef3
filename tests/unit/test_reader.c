/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "ledger_bed.h"
#include "reader.h"

struct look {
	struct reader_job job;
	const struct db_query *query;
	int64_t number;
	bool done;
};

/* db_row_fn: a number. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

/* On the thread: asks the job's question. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct look *look = (struct look *)job;

	assert_non_null(room->content);
	return db_get(room->db, look->query, DB_NO_ARGS, take_number,
	    &look->number);
}

/* Came home. */
static void
done(struct job *job)
{
	((struct look *)job)->done = true;
}

/* Asks and waits for the answer. */
static enum db_code
ask(struct ledger_bed *bed, struct reader *reader, struct look *look)
{
	struct pollfd ready = { .fd = bed->home.fd, .events = POLLIN };

	look->job.run = run;
	look->job.job.done = done;
	reader_submit(reader, &look->job);
	while (!look->done) {
		assert_int_equal(poll(&ready, 1, 60000), 1);
		job_home_run(&bed->home);
	}
	return look->job.code;
}

/* A look sees what was committed before it, and may not write. */
static void
a_look_sees_commits_and_may_not_write(void **state)
{
	static const struct db_query count = {
		"SELECT count(*) FROM setting WHERE name = 'a'"
	};
	static const struct db_query write = { "DELETE FROM setting" };
	struct look before = { .query = &count }, after = { .query = &count };
	struct look wrong = { .query = &write };
	struct bed_job job = { .runs = 0 };
	struct reader *reader = NULL;
	struct ledger_bed bed;

	ledger_bed_init(&bed, *state);
	ledger_bed_start(&bed);
	assert_int_equal(reader_start(bed.data_dir, ledger_content(bed.ledger),
			     &bed.home, &reader, NULL),
	    HUB_OK);
	assert_int_equal(ask(&bed, reader, &before), DB_OK);
	assert_int_equal(before.number, 0);
	ledger_bed_submit(&bed, &job, "a");
	ledger_bed_wait(&bed, &job);
	assert_int_equal(ask(&bed, reader, &after), DB_OK);
	assert_int_equal(after.number, 1);
	assert_int_equal(ask(&bed, reader, &wrong), DB_FAILED);
	reader_stop(reader);
	ledger_bed_release(&bed);
}

/* A look that takes too long ends, and the ledger has not waited for it. */
static void
a_look_that_takes_too_long_ends(void **state)
{
	static const struct db_query endless = {
		"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL"
		" SELECT x + 1 FROM c) SELECT count(*) FROM c"
	};
	struct look look = { .query = &endless };
	struct reader *reader = NULL;
	struct bed_job job = { .runs = 0 };
	struct ledger_bed bed;

	ledger_bed_init(&bed, *state);
	ledger_bed_start(&bed);
	assert_int_equal(reader_start(bed.data_dir, ledger_content(bed.ledger),
			     &bed.home, &reader, NULL),
	    HUB_OK);
	look.job.run = run;
	look.job.job.done = done;
	reader_submit(reader, &look.job);
	ledger_bed_submit(&bed, &job, "meanwhile");
	ledger_bed_wait(&bed, &job);
	assert_false(look.done);
	reader_stop(reader);
	job_home_run(&bed.home);
	assert_true(look.done);
	assert_int_equal(look.job.code, DB_BUSY);
	ledger_bed_release(&bed);
}

/* Without a database of ours there is nothing to read. */
static void
there_is_no_reader_without_a_database(void **state)
{
	struct hub_error err = { "" };
	struct reader *reader = NULL;
	struct ledger_bed bed;

	ledger_bed_init(&bed, *state);
	assert_int_equal(reader_start(bed.data_dir, NULL, &bed.home, &reader,
			     &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "simpul.db: No such file"));
	assert_null(reader);
	ledger_bed_release(&bed);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(a_look_sees_commits_and_may_not_write),
		IN_SCRATCH(a_look_that_takes_too_long_ends),
		IN_SCRATCH(there_is_no_reader_without_a_database),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
