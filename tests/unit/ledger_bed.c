/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ledger_bed.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 60000

/* A folder, a key, a home. */
void
ledger_bed_init(struct ledger_bed *bed, struct scratch *scratch)
{
	memset(bed, 0, sizeof(*bed));
	bed->scratch = scratch;
	clock_shifted_init(&bed->clock);
	snprintf(bed->data_dir, sizeof(bed->data_dir), "%s",
	    scratch_path(scratch, "data"));
	snprintf(bed->key_file, sizeof(bed->key_file), "%s",
	    scratch_path(scratch, "key"));
	assert_int_equal(mkdir(bed->data_dir, 0700), 0);
	assert_int_equal(content_keygen(bed->key_file, &bed->clock.clock, NULL),
	    HUB_OK);
	assert_int_equal(job_home_init(&bed->home), 0);
	bed->conf = (struct ledger_conf){
		.data_dir = bed->data_dir,
		.key_file = bed->key_file,
		.source = "urn:simpul:bali",
		.observer = "node-1",
		.node = 1,
		.clock = &bed->clock.clock,
		.home = &bed->home,
	};
}

/* Starts the ledger. */
void
ledger_bed_start(struct ledger_bed *bed)
{
	struct hub_error err = { "" };

	if (ledger_start(&bed->conf, &bed->ledger, &err) != HUB_OK)
		fail_msg("ledger_start: %s", err.text);
}

/* Stops the ledger. */
void
ledger_bed_stop(struct ledger_bed *bed)
{
	ledger_stop(bed->ledger);
	bed->ledger = NULL;
	job_home_run(&bed->home);
}

/* Ends the bed; the folder is the scratch's. */
void
ledger_bed_release(struct ledger_bed *bed)
{
	if (bed->ledger != NULL)
		ledger_bed_stop(bed);
	job_home_release(&bed->home);
}

/* Stores the job's name. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	static const struct db_query add = {
		"INSERT INTO setting (name, value) VALUES (?1, '')"
	};
	struct bed_job *mine = (struct bed_job *)job;
	struct audit_note note = audit_note_init("simpul.case.received.v1");
	enum db_code code;

	mine->runs++;
	if (mine->also != NULL)
		mine->also(mine, room);
	code = db_put(room->db, &add, DB_ARGS(db_text(mine->name)));
	note.case_id = 7;
	if (code == DB_OK && mine->audited)
		code = audit_append(room->audit, room->db, room->now_ms, &note);
	return code == DB_OK ? mine->answer : code;
}

/* Counts that it came home. */
static void
done(struct job *job)
{
	((struct bed_job *)job)->done++;
}

/* Submits a job. */
void
ledger_bed_submit(struct ledger_bed *bed, struct bed_job *job, const char *name)
{
	job->bed = bed;
	job->job.run = run;
	job->job.job.done = done;
	snprintf(job->name, sizeof(job->name), "%s", name);
	ledger_submit(bed->ledger, &job->job);
}

/* Brings jobs home until this one is there. */
void
ledger_bed_wait(struct ledger_bed *bed, const struct bed_job *job)
{
	struct pollfd ready = { .fd = bed->home.fd, .events = POLLIN };

	while (job->done == 0) {
		if (poll(&ready, 1, PATIENCE_MS) <= 0)
			fail_msg("%s never came home", job->name);
		job_home_run(&bed->home);
	}
	assert_int_equal(job->done, 1);
}

struct gate {
	struct bed_job job;
	pthread_mutex_t shut;
};

/* Waits until the test opens the gate. */
static void
pass(struct bed_job *job, struct ledger_room *room)
{
	struct gate *gate = (struct gate *)job;

	(void)room;
	pthread_mutex_lock(&gate->shut);
	pthread_mutex_unlock(&gate->shut);
}

/* Submits jobs that the ledger finds together. */
void
ledger_bed_group(struct ledger_bed *bed, struct bed_job *jobs, unsigned count)
{
	struct gate gate = { .job.also = pass };
	char name[32];

	pthread_mutex_init(&gate.shut, NULL);
	pthread_mutex_lock(&gate.shut);
	snprintf(name, sizeof(name), "gate %d",
	    (int)ledger_counts(bed->ledger).jobs);
	ledger_bed_submit(bed, &gate.job, name);
	for (unsigned i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "job %u", i);
		ledger_bed_submit(bed, &jobs[i], name);
	}
	pthread_mutex_unlock(&gate.shut);
	ledger_bed_wait(bed, &gate.job);
	for (unsigned i = 0; i < count; i++)
		ledger_bed_wait(bed, &jobs[i]);
	pthread_mutex_destroy(&gate.shut);
}

/* db_row_fn: a number. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

/* Asks the database itself. */
int64_t
ledger_bed_number(struct ledger_bed *bed, const char *sql)
{
	const struct db_query query = { sql };
	struct db *db = NULL;
	int64_t number = -1;
	char path[200];

	snprintf(path, sizeof(path), "%s/simpul.db", bed->data_dir);
	assert_int_equal(db_open(path, DB_READ, &db, NULL), DB_OK);
	assert_int_equal(db_get(db, &query, DB_NO_ARGS, take_number, &number),
	    DB_OK);
	db_close(db);
	return number;
}

/* Counts what jobs stored. */
int64_t
ledger_bed_stored(struct ledger_bed *bed, const char *pattern)
{
	char sql[128];

	snprintf(sql, sizeof(sql),
	    "SELECT count(*) FROM setting WHERE name LIKE '%s'", pattern);
	return ledger_bed_number(bed, sql);
}
