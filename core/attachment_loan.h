/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment_loan.h - attachments opened for sending: each decrypted by the
 * files thread into a file of memory, handed out as a descriptor.
 *
 * All that is lent counts against ATTACHMENT_LENT_MAX; who comes while too
 * much is out waits for somebody to bring theirs back.  A loan larger than
 * that goes out alone.  Belongs to the loop.
 */
#ifndef ATTACHMENT_LOAN_H
#define ATTACHMENT_LOAN_H

#include "attachment_file.h"

#define LOAN_FILES 64

struct attachment_lender {
	struct files *files;		      /* borrowed */
	uint64_t lent;			      /* bytes that are out */
	struct attachment_loan *first, *last; /* who wait */
};

struct attachment_loan {
	struct files_job files; /* files.job.done: the maker's */
	struct attachment_lender *lender;
	struct attachment_loan *next;
	int64_t case_id; /* whose they must be */
	struct {
		int64_t id;
		uint64_t size;
		int fd; /* -1: not open, or given away */
	} rows[LOAN_FILES];
	size_t count;
	uint64_t size;		 /* of all; 0: nothing is out */
	enum attachment_end end; /* DONE: all are open */
};

void attachment_loan_init(struct attachment_loan *loan, int64_t case_id);
/* One more; false: too many, or no id. */
bool attachment_loan_add(struct attachment_loan *loan, const char *id,
    uint64_t size);
/* The job's done follows, later, whatever happens. */
void attachment_loan_start(struct attachment_lender *lender,
    struct attachment_loan *loan);
/* A descriptor at the file's start, the caller's from now on; -1: none. */
int attachment_loan_take(struct attachment_loan *loan, const char *id,
    uint64_t *ret_size);
/* What was not taken is closed, and the next who wait get theirs. */
void attachment_loan_end(struct attachment_loan *loan);

#endif
