/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dispatch_job.h - the commit before the first byte leaves: the request is
 * stored, the delivery is `sending`, the audit log says so.
 */
#ifndef DISPATCH_JOB_H
#define DISPATCH_JOB_H

#include "parcel.h"

struct dispatch_job {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct parcel *parcel;
	bool fresh; /* the request is not stored yet */
	/* The row after the transaction; the parcel's own stays as it was. */
	struct delivery_row row;
};

void dispatch_job_init(struct dispatch_job *job, struct parcel *parcel);

#endif
