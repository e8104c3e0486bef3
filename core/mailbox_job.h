/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailbox_job.h - what a mailbox's round reads from the database and writes to
 * it: where it stands, a letter with its number, and what was moved.
 */
#ifndef MAILBOX_JOB_H
#define MAILBOX_JOB_H

#include "conf.h"
#include "ledger.h"
#include "letters.h"
#include "limits.h"
#include "mail_scan.h"
#include "reader.h"

/* Where it stands, and what still is to be moved; *.job.done: the maker's. */
struct mailbox_look {
	struct reader_job reader;
	const char *mailbox;
	struct letters_cursor cursor; /* zeros: never read */
	struct letter_row moves[MAIL_MOVES_MAX];
	size_t move_count;
};
void mailbox_look_init(struct mailbox_look *look);

/* A letter is kept, its institution found, and its number passed. */
struct mailbox_store {
	struct ledger_job ledger;
	struct conf *conf; /* held by the maker */
	const struct conf_mailbox *box;
	const struct mail_scan *scan;
	const char *bytes;
	struct letter_row row; /* size, validity, uid; the rest is found */
	bool cut;	       /* only its start was taken */
	bool doubled;	       /* out: it was here */
};
void mailbox_store_init(struct mailbox_store *store);

/* These numbers were passed; these letters are where they belong. */
struct mailbox_mark {
	struct ledger_job ledger;
	const char *mailbox;
	struct letters_cursor cursor; /* validity 0: as it was */
	const struct letter_row *moved;
	size_t moved_count;
};
void mailbox_mark_init(struct mailbox_mark *mark);

#endif
