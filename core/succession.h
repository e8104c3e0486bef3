/* SPDX-License-Identifier: Apache-2.0 */
/*
 * succession.h - an institution's open work goes over to its successor:
 * handoffs towards it end and are made anew, cases that it holds are the
 * successor's at once, and disputes that it was asked to decide are the
 * successor's to decide; no hop is added and no clock begins again.
 *
 * One job takes a page; succession_next() says whether to submit it once more.
 * What has gone over is not found again, so that it may be broken off and
 * repeated at any time.
 */
#ifndef SUCCESSION_H
#define SUCCESSION_H

#include "act.h"

struct succession {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct conf *conf;	  /* held by the maker */
	const struct conf_institution *from, *to;
	struct act_actor actor; /* the coordinator */
	const char *reason;	/* in words; kept with each case */
	unsigned moved;		/* handoffs, cases, disputes, of all pages */
	struct act_wake wake;	/* of the last page */

	/* Of the page that was run last. */
	int64_t before, page_next;
	unsigned page;
	enum succession_phase {
		SUCCESSION_HANDOFFS,
		SUCCESSION_CASES,
		SUCCESSION_DISPUTES, /* that it was asked to decide */
	} phase;
	bool first, full;
	struct arena arena;
};

/* Everything 0, and the job's run set. */
void succession_init(struct succession *s);
void succession_release(struct succession *s);
/* After a page that was kept: whether there is more to do. */
bool succession_next(struct succession *s);

#endif
