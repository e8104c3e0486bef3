/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch.h - what falls due: reminders, limits that are over, silence that
 * means something, and what could not be delivered.
 *
 * A job of the ledger takes the cases that somebody must look at by now, does
 * for each whatever is due, once, and sets the moment of the next look: the
 * exact one, or an earlier one at which it cannot be known yet.  Nothing else
 * postpones or clears cases.next_at.  What was done is remembered in the same
 * transaction, so that neither a second look nor a crash repeats it.
 */
#ifndef WATCH_H
#define WATCH_H

#include "act.h"
#include "limits.h"
#include "watch_calendar.h"

struct watch {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct conf *conf;	  /* held by the maker */

	int64_t alive_at;   /* when the hub last noted that it lives, 0: ask */
	int64_t alive_next; /* the same once the look is committed */
	struct watch_calendar calendar, calendar_next; /* likewise */

	/* Cases whose rows do not fit together: the run that met one failed,
	 * the next one puts them off by a day.  The maker tells of them. */
	int64_t broken[WATCH_BATCH];
	size_t broken_count;

	/* What came of it. */
	struct arena arena;
	struct act_wake wake; /* who has something to be delivered */
	size_t looked;
	bool more; /* more cases are due: go on at once */
};

/* Everything 0, and the job's run set. */
void watch_init(struct watch *watch);
void watch_release(struct watch *watch);
/* After a run that was kept: what is so now. */
void watch_kept(struct watch *watch);

#endif
