/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mailbox_way.h - the inside of a mailbox's round, shared by its parts:
 * mailbox.c begins and ends it, mailbox_list.c takes letters in,
 * mailbox_move.c puts them away.
 */
#ifndef MAILBOX_WAY_H
#define MAILBOX_WAY_H

#include "mail_in.h"
#include "mailbox.h"
#include "letters_place.h"
#include "mailbox_job.h"
#include "relay.h"

/* A letter of a list. */
struct mailbox_item {
	int64_t uid, size;
};

struct mailbox {
	struct mailbox_look look; /* jobs first: they come home to here */
	struct mailbox_batch batches[2]; /* one is filled, one is kept */
	struct mailbox_mark mark;
	struct relay *relay;
	struct loop_timer *timer;
	char name[LETTERS_BOX_MAX + 1];
	bool busy, again; /* again: woken while it was busy */
	bool gathering;	  /* woken while it was not */

	/* One round, in laps: so many letters are taken in, then so many are
	 * put away. */
	struct conf *conf; /* held */
	const struct conf_mailbox *box;
	struct mail_server server;
	struct mail_in *in;
	int64_t validity, next_uid; /* zeros: not asked yet */
	int64_t passed;		    /* the last number that was dealt with */
	int64_t width, to;	    /* numbers of one list, and its last one */
	struct mailbox_item items[MAIL_LIST_MAX];
	size_t item_count, item;
	struct letters_cursor stuck; /* one that they do not give out, */
	unsigned stuck_times;	     /* and how often they did not */
	unsigned taken_now;
	bool more;	    /* than one lap takes */
	unsigned filling;   /* which of the batches */
	bool asking;	    /* them, while a batch may be kept */
	bool keeping;	    /* the other batch */
	bool full, ending;  /* nothing is asked till it is kept */
	size_t move, moved; /* of those to be moved: under way, and done */
	bool created;	    /* the folder of those done, in this round */
	char failing[160];  /* why the round ends once nothing is under way */

	/* Of the rounds so far. */
	int64_t read_ms;
	uint64_t taken, doubled;
	unsigned failures;
	char problem[160];
	char unmoved[160]; /* why those that were dealt with stay, "": no */
};

/* Goes on with what is new behind b->passed; then with what is to be moved. */
void mailbox_list(struct mailbox *b);
/* Puts away what was dealt with; then the lap ends. */
void mailbox_move(struct mailbox *b);
/* The next lap, or the end of the talk and the round. */
void mailbox_turn(struct mailbox *b);
/* Ends the round once nothing is under way. */
void mailbox_fail(struct mailbox *b, const char *why);

#endif
