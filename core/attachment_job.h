/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment_job.h - loose attachments in the ledger: one begins, one has
 * received more, and those whose time is over go.
 *
 * The maker fills in the upper part and sets ledger.job.done.
 */
#ifndef ATTACHMENT_JOB_H
#define ATTACHMENT_JOB_H

#include "attachment.h"
#include "ledger.h"

/* A new one: row.owner and row.size, meta.name and meta.type. */
struct attachment_begin {
	struct ledger_job ledger;
	struct attachment_row row; /* completed by the job */
	struct attachment_meta meta;
	bool too_many; /* the institution has enough loose ones: not done */
};
void attachment_begin_init(struct attachment_begin *begin);

/* Its file holds more now: row.received is the new length.  DB_NONE: somebody
 * else was first. */
struct attachment_grow {
	struct ledger_job ledger;
	struct attachment_row row;
	int64_t from; /* the length before */
	bool complete;
	uint8_t sha256[32]; /* when complete */
};
void attachment_grow_init(struct attachment_grow *grow);

/* Up to ATTACHMENT_SWEEP whose time is over; addresses of files (pickup.h),
 * too. */
#define ATTACHMENT_SWEEP 64
struct attachment_sweep {
	struct ledger_job ledger;
	struct attachment_row rows[ATTACHMENT_SWEEP]; /* files to be removed */
	size_t count;
};
void attachment_sweep_init(struct attachment_sweep *sweep);

#endif
