/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailbox_job.h - what a mailbox's round reads from the database and writes to
 * it: where it stands, letters with their numbers, and what was moved.
 */
#ifndef MAILBOX_JOB_H
#define MAILBOX_JOB_H

#include "conf.h"
#include "ledger.h"
#include "letters_place.h"
#include "limits.h"
#include "mail_scan.h"
#include "reader.h"

/* Where it stands, and what still is to be moved; *.job.done: the maker's. */
struct mailbox_look {
	struct reader_job reader;
	const char *mailbox;
	struct letters_cursor cursor; /* zeros: never read */
	struct letter_place moves[MAIL_MOVES_MAX];
	size_t move_count;
};
void mailbox_look_init(struct mailbox_look *look);

/* A letter as it came, and what the ledger found out about it. */
struct mailbox_letter {
	struct hub_buf bytes;
	struct mail_scan scan;
	struct letter_row row; /* size, validity, uid; the rest is found */
	bool cut;	       /* only its start was taken */
	bool withheld;	       /* they did not give it out: the bytes say so */
	bool doubled;	       /* it was here */
};

/* Letters in the order of their numbers: all of them are kept, their
 * institutions found, and their numbers passed, or nothing of it. */
struct mailbox_batch {
	struct ledger_job ledger;
	struct mailbox *of;
	struct conf *conf; /* held by the maker */
	const struct conf_mailbox *box;
	struct mailbox_letter letters[MAIL_BATCH_MAX];
	size_t count, bytes;
};
/* Empty, and the job ready to be filled in. */
void mailbox_batch_init(struct mailbox_batch *batch);
/* Takes the bytes over; false: no memory, and they are gone. */
bool mailbox_batch_add(struct mailbox_batch *batch, struct hub_buf *bytes,
    const uint8_t key[MAIL_TOKEN_KEY], const struct letters_cursor *at);
/* Gives its letters back. */
void mailbox_batch_clear(struct mailbox_batch *batch);

/* These numbers were passed; these letters are where they belong. */
struct mailbox_mark {
	struct ledger_job ledger;
	const char *mailbox;
	struct letters_cursor cursor; /* validity 0: as it was */
	const struct letter_place *moved;
	size_t moved_count;
};
void mailbox_mark_init(struct mailbox_mark *mark);

#endif
