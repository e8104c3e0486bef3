/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery_done.h - a person has entered a delivery at an institution: it has
 * arrived, by their hand, as if the institution had answered so.
 *
 * The audit entry says who did it and what of the complainant was seen.  The
 * same again does nothing.
 */
#ifndef DELIVERY_DONE_H
#define DELIVERY_DONE_H

#include "conclude.h"

struct delivery_done {
	struct conclude end; /* first; end.ledger.job.done: the maker's */
	enum db_code (
	    *conclude)(struct ledger_job *job, struct ledger_room *room);
	struct hub_event said;

	/* What came of it. */
	struct delivery_row row; /* before */
	const char *wrong;	 /* why nothing was done, or "" */
	bool again;		 /* it had arrived already */
};

/* parcel: the delivery, borrowed until the job is done; ref: their reference,
 * or ""; person: an opaque number. */
void delivery_done_init(struct delivery_done *done, struct parcel *parcel,
    const char *ref, int64_t person);
void delivery_done_release(struct delivery_done *done);

#endif
