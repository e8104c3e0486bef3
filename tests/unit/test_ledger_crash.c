/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cmocka.h>

#include "db_faulty.h"
#include "ledger_bed.h"

#define JOBS 300 /* of a process that nothing ends */

/* Without crash points in the build none of them kills. */
#ifdef SIMPUL_FAULTS
static const bool faults = true;
#else
static const bool faults = false;
#endif

/* A job's: the commit behind it will not be kept by the disk. */
static void
lose_the_commit(struct bed_job *job, struct ledger_room *room)
{
	(void)job;
	db_faulty_arm(room->db, 2, DB_UNSAFE);
}

/* In a process of its own: submits until it dies. */
static void
live_and_die(struct ledger_bed *bed, int told,
    void (*also)(struct bed_job *, struct ledger_room *))
{
	ledger_bed_start(bed);
	for (int i = 0; i < JOBS; i++) {
		struct bed_job *job = calloc(1, sizeof(*job));
		char name[32];

		snprintf(name, sizeof(name), "job %d", i);
		job->also = also;
		job->audited = true;
		ledger_bed_submit(bed, job, name);
		ledger_bed_wait(bed, job);
		if (write(told, "x", 1) != 1)
			_exit(99);
	}
	_exit(98);
}

/* Runs that process; how it ended, and how many jobs it was told of. */
static int
end_of(struct ledger_bed *bed, const char *crash, int64_t *ret_told,
    void (*also)(struct bed_job *, struct ledger_room *))
{
	int ends[2], status = 0;
	char byte;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		setenv("SIMPUL_CRASH", crash, 1);
		live_and_die(bed, ends[1], also);
	}
	close(ends[1]);
	*ret_told = 0;
	while (read(ends[0], &byte, 1) == 1)
		++*ret_told;
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

/* A disk that does not keep a commit ends the process. */
static void
a_disk_that_loses_a_commit_ends_the_process(void **state)
{
	struct ledger_bed bed;
	int64_t told;
	int status;

	ledger_bed_init(&bed, *state);
	status = end_of(&bed, "", &told, lose_the_commit);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), EX_SOFTWARE);
	assert_int_equal(told, 0);
	ledger_bed_release(&bed);
}

/* Killed before a commit nothing of it is there, killed behind it all is;
 * what was told is there always. */
static void
a_killed_ledger_keeps_what_it_told(void **state)
{
	static const struct {
		const char *crash;
		int64_t told, stored;
	} table[] = {
		{ "ledger.in_group:1", 0, 0 },
		{ "ledger.in_group:6", 5, 5 },
		{ "ledger.committed:1", 0, 1 },
		{ "ledger.committed:6", 5, 6 },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct bed_job next = { .audited = true };
		struct scratch *scratch = NULL;
		struct ledger_bed bed;
		int64_t told, stored;
		int status;

		assert_int_equal(scratch_setup((void **)&scratch), 0);
		ledger_bed_init(&bed, scratch);
		status = end_of(&bed, table[i].crash, &told, NULL);
		assert_int_equal(WIFSIGNALED(status), faults);
		assert_int_equal(told, faults ? table[i].told : JOBS);
		ledger_bed_start(&bed);
		ledger_bed_submit(&bed, &next, "next");
		ledger_bed_wait(&bed, &next);
		assert_int_equal(next.job.code, DB_OK);
		ledger_bed_stop(&bed);
		stored = faults ? table[i].stored : JOBS;
		assert_int_equal(ledger_bed_stored(&bed, "job %"), stored);
		assert_int_equal(ledger_bed_number(&bed,
				     "SELECT max(seq) FROM audit_entry"),
		    stored + 1);
		ledger_bed_release(&bed);
		scratch_teardown((void **)&scratch);
	}
	(void)state;
}

#define IN_SCRATCH(test) \
	cmocka_unit_test_setup_teardown(test, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCRATCH(a_disk_that_loses_a_commit_ends_the_process),
		IN_SCRATCH(a_killed_ledger_keeps_what_it_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
