/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger_bed.h - a ledger in a folder of the test's own, with a home whose
 * jobs the test brings in itself.
 */
#ifndef LEDGER_BED_H
#define LEDGER_BED_H

#include "ledger.h"
#include "scratch.h"

struct ledger_bed {
	struct scratch *scratch; /* borrowed */
	struct clock_shifted clock;
	struct job_home home;
	struct ledger_conf conf;
	struct ledger *ledger;
	char data_dir[128], key_file[128];
};

/* A job that stores one setting, or does worse. */
struct bed_job {
	struct ledger_job job;
	struct ledger_bed *bed;
	char name[32];
	enum db_code answer; /* what it returns after storing */
	void (*also)(struct bed_job *job, struct ledger_room *room);
	bool audited; /* appends an entry too */
	unsigned runs, done;
};

/* Makes folder and key; starts nothing. */
void ledger_bed_init(struct ledger_bed *bed, struct scratch *scratch);
void ledger_bed_start(struct ledger_bed *bed);
void ledger_bed_stop(struct ledger_bed *bed); /* brings jobs home */
void ledger_bed_release(struct ledger_bed *bed);

/* Submits a job that stores "name". */
void ledger_bed_submit(struct ledger_bed *bed, struct bed_job *job,
    const char *name);
/* Waits until the job is done; fails the test after a minute. */
void ledger_bed_wait(struct ledger_bed *bed, const struct bed_job *job);
/* Submits count jobs behind one that waits until all are queued. */
void ledger_bed_group(struct ledger_bed *bed, struct bed_job *jobs,
    unsigned count);
/* How many settings there are like the pattern; the ledger is stopped. */
int64_t ledger_bed_stored(struct ledger_bed *bed, const char *pattern);
/* A number that the query answers; the ledger is stopped. */
int64_t ledger_bed_number(struct ledger_bed *bed, const char *sql);

#endif
