/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "db_faulty.h"
#include "ledger_bed.h"

#define DAY_MS INT64_C(86400000)

/* A ledger in the scratch. */
static struct ledger_bed *
begin(void **state, struct ledger_bed *bed)
{
	ledger_bed_init(bed, *state);
	ledger_bed_start(bed);
	return bed;
}

/* What was committed is there, and each job came home once. */
static void
what_was_committed_is_there(void **state)
{
	struct ledger_bed bed;
	struct bed_job jobs[300] = { 0 };

	begin(state, &bed);
	ledger_bed_group(&bed, jobs, 300);
	for (int i = 0; i < 300; i++) {
		assert_int_equal(jobs[i].job.code, DB_OK);
		assert_int_equal(jobs[i].runs, 1);
	}
	ledger_bed_stop(&bed);
	assert_int_equal(ledger_bed_stored(&bed, "job %"), 300);
	ledger_bed_release(&bed);
}

/* Jobs that wait together share a commit; 256 are a group. */
static void
jobs_that_wait_together_share_a_commit(void **state)
{
	struct ledger_bed bed;
	struct bed_job jobs[300] = { 0 };
	struct ledger_counts before, after;

	begin(state, &bed);
	before = ledger_counts(bed.ledger);
	ledger_bed_group(&bed, jobs, 300);
	after = ledger_counts(bed.ledger);
	assert_int_equal(after.jobs - before.jobs, 301);
	assert_in_range(after.commits - before.commits, 2, 4);
	assert_true(after.wal_bytes > before.wal_bytes);
	ledger_bed_release(&bed);
}

/* A group ends before it writes too much. */
static void
heavy_jobs_make_small_groups(void **state)
{
	struct ledger_bed bed;
	struct bed_job jobs[12] = { 0 };
	struct ledger_counts before, after;

	begin(state, &bed);
	for (int i = 0; i < 12; i++)
		jobs[i].job.weight = LEDGER_GROUP_BYTES / 3;
	jobs[5].job.weight = LEDGER_GROUP_BYTES * 2;
	before = ledger_counts(bed.ledger);
	ledger_bed_group(&bed, jobs, 12);
	after = ledger_counts(bed.ledger);
	/* 3 2 1 3 3, and the gate alone or with the first. */
	assert_in_range(after.commits - before.commits, 5, 6);
	ledger_bed_release(&bed);
}

/* ledger_conf.gather: counts the turns that brought work. */
static void
count_turn(void *ctx)
{
	unsigned *turns = ctx;

	++*turns;
}

static void
jobs_of_one_turn_of_the_loop_go_together(void **state)
{
	struct ledger_bed bed;
	struct bed_job jobs[8] = { 0 }, late = { 0 };
	unsigned turns = 0;

	ledger_bed_init(&bed, *state);
	bed.conf.gather = count_turn;
	bed.conf.gather_ctx = &turns;
	ledger_bed_start(&bed);
	for (int i = 0; i < 8; i++) {
		char name[32];

		(void)snprintf(name, sizeof(name), "turn 1, job %d", i);
		ledger_bed_submit(&bed, &jobs[i], name);
	}
	assert_int_equal(turns, 1);
	assert_int_equal(ledger_waiting(bed.ledger), 0);
	ledger_go(bed.ledger);
	ledger_bed_wait(&bed, &jobs[7]);
	assert_int_equal(ledger_counts(bed.ledger).commits, 1);
	ledger_bed_submit(&bed, &late, "left when the ledger stops");
	assert_int_equal(turns, 2);
	ledger_bed_stop(&bed);
	assert_int_equal(late.done, 1);
	assert_int_equal(ledger_bed_stored(&bed, late.name), 1);
	ledger_bed_release(&bed);
}

/* A job that fails after it wrote leaves nothing, and nobody else fails. */
static void
a_bad_job_fails_alone(void **state)
{
	static const enum db_code codes[] = { DB_NONE, DB_CONFLICT, DB_FAILED };
	struct ledger_bed bed;

	for (size_t c = 0; c < sizeof(codes) / sizeof(codes[0]); c++) {
		struct bed_job jobs[20] = { 0 };
		struct scratch *scratch = NULL;

		assert_int_equal(scratch_setup((void **)&scratch), 0);
		ledger_bed_init(&bed, scratch);
		ledger_bed_start(&bed);
		for (int i = 0; i < 20; i++)
			jobs[i].audited = true;
		jobs[13].answer = codes[c];
		ledger_bed_group(&bed, jobs, 20);
		for (int i = 0; i < 20; i++)
			assert_int_equal(jobs[i].job.code,
			    i == 13 ? codes[c] : DB_OK);
		assert_int_equal(ledger_counts(bed.ledger).audit_entries, 19);
		ledger_bed_stop(&bed);
		assert_int_equal(ledger_bed_stored(&bed, "job %"), 19);
		assert_int_equal(ledger_bed_stored(&bed, "job 13"), 0);
		assert_int_equal(
		    ledger_bed_number(&bed,
			"SELECT max(seq) = 19 AND count(*) = 20"
			" AND max(case_seq) = 19 FROM audit_entry"),
		    1);
		ledger_bed_release(&bed);
		scratch_teardown((void **)&scratch);
	}
	(void)state;
}

/* Arms the driver from within a job; its own calls count. */
static unsigned fault_nth;
static enum db_code fault_code;

/* A job's: from now on a call will fail. */
static void
arm(struct bed_job *job, struct ledger_room *room)
{
	if (job->runs == 1)
		db_faulty_arm(room->db, fault_nth, fault_code);
}

/* A job's: calls succeed again. */
static void
disarm(struct bed_job *job, struct ledger_room *room)
{
	(void)job;
	db_faulty_disarm(room->db);
}

/* Whichever call of the database fails: each job is wholly there or not at
 * all, as its code says, and the ledger works on. */
static void
whichever_call_fails_each_job_is_whole(void **state)
{
	unsigned nth = 0;
	bool fired;

	do {
		struct ledger_bed bed;
		struct bed_job jobs[6] = { 0 }, after = { .also = disarm };
		struct scratch *scratch = NULL;
		int64_t good = 0;

		assert_int_equal(scratch_setup((void **)&scratch), 0);
		ledger_bed_init(&bed, scratch);
		ledger_bed_start(&bed);
		fault_nth = ++nth;
		fault_code = nth % 2 == 0 ? DB_FULL : DB_FAILED;
		for (int i = 0; i < 6; i++)
			jobs[i].audited = true;
		jobs[0].also = arm;
		ledger_bed_group(&bed, jobs, 6);
		fired = db_faulty_fired();
		ledger_bed_submit(&bed, &after, "after");
		ledger_bed_wait(&bed, &after);
		/* Else the call that fails may be this job's own. */
		if (fired)
			assert_int_equal(after.job.code, DB_OK);
		ledger_bed_stop(&bed);
		for (int i = 0; i < 6; i++) {
			bool is_good = jobs[i].job.code == DB_OK;

			assert_int_equal(ledger_bed_stored(&bed, jobs[i].name),
			    is_good);
			good += is_good;
		}
		assert_int_equal(ledger_bed_number(&bed,
				     "SELECT max(seq) FROM audit_entry"),
		    good);
		ledger_bed_release(&bed);
		scratch_teardown((void **)&scratch);
	} while (fired && nth < 200);
	assert_in_range(nth, 15, 199);
	(void)state;
}

/* A job's: more than the disk takes. */
static void
store_much(struct bed_job *job, struct ledger_room *room)
{
	static const struct db_query add = {
		"INSERT INTO setting (name, value) VALUES (?1 || '+', ?2)"
	};
	static const char big[2 << 20];

	(void)db_put(room->db, &add,
	    DB_ARGS(db_text(job->name), db_blob(big, sizeof(big))));
}

/* The limit of a file's size, as a disk that is full. */
static void
limit_files(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A full disk fails jobs; with room again the same ledger goes on. */
static void
a_full_disk_fails_jobs_and_not_the_ledger(void **state)
{
	struct ledger_bed bed;
	struct bed_job full = { .also = store_much, .audited = true };
	struct bed_job also_full = { .also = store_much };
	struct bed_job later = { .audited = true };

	begin(state, &bed);
	limit_files(1 << 20);
	ledger_bed_submit(&bed, &full, "full");
	ledger_bed_wait(&bed, &full);
	assert_int_equal(full.job.code, DB_FULL);
	ledger_bed_submit(&bed, &also_full, "also full");
	ledger_bed_wait(&bed, &also_full);
	assert_int_equal(also_full.job.code, DB_FULL);
	limit_files(RLIM_INFINITY);
	ledger_bed_submit(&bed, &later, "later");
	ledger_bed_wait(&bed, &later);
	assert_int_equal(later.job.code, DB_OK);
	ledger_bed_stop(&bed);
	assert_int_equal(ledger_bed_stored(&bed, "%full%"), 0);
	assert_int_equal(ledger_bed_stored(&bed, "later"), 1);
	assert_int_equal(ledger_bed_number(&bed,
			     "SELECT max(seq) FROM audit_entry"),
	    1);
	ledger_bed_release(&bed);
}

/* A second ledger in the same folder is refused, and told by whom. */
static void
two_ledgers_do_not_share_a_folder(void **state)
{
	struct hub_error err = { "" };
	struct ledger_bed bed;
	struct ledger *second = NULL;
	char pid[32];

	begin(state, &bed);
	assert_int_equal(ledger_start(&bed.conf, &second, &err),
	    HUB_MISCONFIGURED);
	snprintf(pid, sizeof(pid), "process, number %d", (int)getpid());
	assert_non_null(strstr(err.text, "data is in use by another"));
	assert_non_null(strstr(err.text, pid));
	assert_null(second);
	ledger_bed_stop(&bed);
	ledger_bed_start(&bed);
	ledger_bed_release(&bed);
}

/* What does not fit is refused in a sentence, and the folder is free. */
static void
what_does_not_fit_is_refused_in_a_sentence(void **state)
{
	struct scratch *scratch = *state;
	struct hub_error err = { "" };
	struct ledger *ledger = NULL;
	struct ledger_bed bed;
	struct ledger_conf conf;
	char other[128];

	begin(state, &bed);
	ledger_bed_stop(&bed);
	snprintf(other, sizeof(other), "%s", scratch_path(scratch, "other"));
	content_keygen(other, clock_system(), NULL);
	conf = bed.conf;
	conf.key_file = other;
	assert_int_equal(ledger_start(&conf, &ledger, &err), HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "not the one that this database"));
	conf = bed.conf;
	conf.data_dir = "/nowhere/at/all";
	assert_int_equal(ledger_start(&conf, &ledger, &err), HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "no data directory /nowhere/at/all;"));
	scratch_write(scratch, "data/simpul.db",
	    "ini bukan basis data, melainkan teks biasa yang panjangnya cukup "
	    "untuk sebuah kepala berkas basis data");
	assert_int_equal(ledger_start(&bed.conf, &ledger, &err),
	    HUB_MISCONFIGURED);
	assert_non_null(strstr(err.text, "file is not a database"));
	assert_null(ledger);
	ledger_bed_release(&bed);
}

/* Jobs that are queued when the ledger stops are run. */
static void
stopping_runs_what_is_queued(void **state)
{
	struct ledger_bed bed;
	struct bed_job jobs[50] = { 0 };

	begin(state, &bed);
	for (int i = 0; i < 50; i++) {
		char name[32];

		snprintf(name, sizeof(name), "job %d", i);
		ledger_bed_submit(&bed, &jobs[i], name);
	}
	ledger_bed_stop(&bed);
	for (int i = 0; i < 50; i++)
		assert_int_equal(jobs[i].done, 1);
	assert_int_equal(ledger_bed_stored(&bed, "job %"), 50);
	ledger_bed_release(&bed);
}

/* The log is written back as it grows and gone when the ledger stops. */
static void
the_log_is_written_back_as_it_grows(void **state)
{
	struct scratch *scratch = *state;
	struct ledger_bed bed;

	begin(state, &bed);
	for (int i = 0; i < 20; i++) {
		struct bed_job job = { .also = store_much };
		char name[32];

		snprintf(name, sizeof(name), "job %d", i);
		ledger_bed_submit(&bed, &job, name);
		ledger_bed_wait(&bed, &job);
		assert_int_equal(job.job.code, DB_OK);
	}
	assert_true(ledger_counts(bed.ledger).wal_bytes > 40u << 20);
	assert_in_range(scratch_size(scratch, "data/simpul.db-wal"), 0,
	    10 << 20);
	ledger_bed_stop(&bed);
	assert_int_equal(scratch_size(scratch, "data/simpul.db-wal"), -1);
	ledger_bed_release(&bed);
}

/* When a day begins, the table that will hold the next one's keys is empty. */
static void
a_day_that_begins_turns_what_was_seen(void **state)
{
	static const char sql[] =
	    "SELECT value FROM setting WHERE name = 'seen.day'";
	struct bed_job today = { 0 }, tomorrow = { 0 };
	struct ledger_bed bed;
	int64_t day;

	begin(state, &bed);
	ledger_bed_submit(&bed, &today, "today");
	ledger_bed_wait(&bed, &today);
	day = clock_now_ms(&bed.clock.clock) / DAY_MS;
	bed.clock.offset_ms = DAY_MS;
	ledger_bed_submit(&bed, &tomorrow, "tomorrow");
	ledger_bed_wait(&bed, &tomorrow);
	ledger_bed_stop(&bed);
	assert_in_range(ledger_bed_number(&bed, sql), day + 1, day + 2);
	ledger_bed_release(&bed);
}

/* A job's: a case with the next id. */
static void
mint(struct bed_job *job, struct ledger_room *room)
{
	static const struct db_query add = {
		"INSERT INTO content (id, case_id, kind, sealed)"
		" VALUES (?1, 1, 1, x'00')"
	};

	(void)job;
	db_put(room->db, &add, DB_ARGS(db_int(ident_new(&room->ident))));
}

/* Ids grow even when the clock was set back between two lives. */
static void
ids_grow_over_a_clock_set_back(void **state)
{
	static const char sql[] = "SELECT max(id) FROM content";
	struct bed_job first = { .also = mint }, second = { .also = mint };
	struct ledger_bed bed;
	int64_t before;

	begin(state, &bed);
	ledger_bed_submit(&bed, &first, "first");
	ledger_bed_stop(&bed);
	before = ledger_bed_number(&bed, sql);
	bed.clock.offset_ms = -DAY_MS;
	ledger_bed_start(&bed);
	ledger_bed_submit(&bed, &second, "second");
	ledger_bed_stop(&bed);
	assert_int_equal(ledger_bed_number(&bed,
			     "SELECT count(*) FROM content"),
	    2);
	assert_true(ledger_bed_number(&bed, sql) > before);
	ledger_bed_release(&bed);
}

/* A new log begins with its first epoch, once. */
static void
a_log_is_opened_once(void **state)
{
	struct ledger_bed bed;

	begin(state, &bed);
	ledger_bed_stop(&bed);
	ledger_bed_start(&bed);
	ledger_bed_stop(&bed);
	assert_int_equal(ledger_bed_number(&bed,
			     "SELECT count(*) FROM audit_entry"),
	    1);
	assert_int_equal(ledger_bed_number(&bed,
			     "SELECT instr(body, 'simpul.log.opened.v1') > 0"
			     " AND instr(body, '\"log\":{\"epoch\":1}') > 0"
			     " FROM audit_entry"),
	    1);
	ledger_bed_release(&bed);
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(what_was_committed_is_there),
		IN_SCRATCH(jobs_that_wait_together_share_a_commit),
		IN_SCRATCH(heavy_jobs_make_small_groups),
		IN_SCRATCH(jobs_of_one_turn_of_the_loop_go_together),
		IN_SCRATCH(a_bad_job_fails_alone),
		IN_SCRATCH(whichever_call_fails_each_job_is_whole),
		IN_SCRATCH(a_full_disk_fails_jobs_and_not_the_ledger),
		IN_SCRATCH(two_ledgers_do_not_share_a_folder),
		IN_SCRATCH(what_does_not_fit_is_refused_in_a_sentence),
		IN_SCRATCH(stopping_runs_what_is_queued),
		IN_SCRATCH(the_log_is_written_back_as_it_grows),
		IN_SCRATCH(a_day_that_begins_turns_what_was_seen),
		IN_SCRATCH(ids_grow_over_a_clock_set_back),
		IN_SCRATCH(a_log_is_opened_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
