/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outage_job.h - a person says that an institution is out of reach, or is so
 * no more: a row, an entry in the audit log, and a look at every case that
 * waits there.
 *
 * Said twice, the second time changes nothing but what it adds.  What is over
 * since a moment ends the outage that stood then, and every younger one
 * that lasts.
 */
#ifndef OUTAGE_JOB_H
#define OUTAGE_JOB_H

#include "ledger.h"
#include "outages.h"

struct outage_job {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	const char *name;	  /* the institution's */
	int64_t institution;
	int64_t since, until; /* 0: now; not known yet, or now if it is over */
	bool over;
	int64_t person;
	const char *reason;

	/* What came of it. */
	int64_t now;	       /* when it was said */
	struct outage_row row; /* id 0: there is none */
	bool changed;
	const char *problem; /* why nothing was done, or "" */
};

/* Everything 0 or "", and the job's run set. */
void outage_job_init(struct outage_job *job);

#endif
