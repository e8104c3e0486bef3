/* SPDX-License-Identifier: Apache-2.0 */
/*
 * token_job.h - tokens are made and revoked in the ledger, with an audit entry
 * each, and read from the database when the hub starts.
 *
 * The maker fills in the upper part, sets the job's done, submits it, and in
 * done tells the token_set of it.
 */
#ifndef TOKEN_JOB_H
#define TOKEN_JOB_H

#include "ledger.h"
#include "reader.h"
#include "token_set.h"

struct token_job {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct token_row row;	  /* to add: role, institution, person,
				   * expires, label; to revoke: id */
	const char *institution;  /* its id in conf.d, for the audit log */

	/* What came of it: the row is complete, and this is shown once. */
	char text[TOKEN_TEXT_SIZE];
};

/* Everything 0 or "", and the job's run set. */
void token_job_add(struct token_job *job);
/* DB_NONE comes back for a token that is not in force. */
void token_job_revoke(struct token_job *job);

/* All tokens, revoked ones too. */
struct token_list {
	struct reader_job reader; /* reader.job.done: the maker's */
	struct token_row *rows;	  /* owned */
	size_t count, room;
	bool failed; /* no memory */
};

void token_list_init(struct token_list *list);
void token_list_release(struct token_list *list);

#endif
