/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mail_way.h - the inside of one stored letter's way, shared by its parts:
 * mail_desk.c loads it, mail_way.c has it understood, mail_way_keep.c has
 * what it says kept, mail_way_post.c posts an answer.
 */
#ifndef MAIL_WAY_H
#define MAIL_WAY_H

#include "apply.h"
#include "evidence.h"
#include "letter.h"
#include "letter_sealing.h"
#include "letters.h"
#include "mail_bond.h"
#include "mail_desk.h"
#include "mail_scan.h"
#include "mail_server.h"
#include "relay.h"

/* What the database has of the letter; reader.job.done: the desk's. */
struct mail_load {
	struct reader_job reader;
	int64_t now_ms, busy[LETTERS_BUSY_MAX];
	bool found;
	struct letter_row row;
	struct hub_buf bytes, answer; /* answer: what is to be posted */
	struct delivery_row answered; /* id 0: none known */
	char remote_ref[OUTBOX_REF_MAX + 1];
	int64_t next_due; /* where none is due: the next one, 0: none */
};

/* What becomes of the letter's row, alone or behind its events. */
struct mail_keep {
	struct apply apply; /* first; ledger.job.done: the way's */
	enum db_code (
	    *events)(struct ledger_job *job, struct ledger_room *room);
	struct evidence evidence;     /* room is the job's */
	const struct hub_event *said; /* all events of the letter */
	size_t said_count;
	struct letter_row row; /* as it is to be */
	enum letter_state from;
	const struct hub_buf *answer;	 /* frame to be posted, or NULL */
	const struct mail_bond *bond;	 /* that must hold, or NULL */
	char doubt[LETTERS_WHY_MAX + 1]; /* out: why it does not */
	bool confirmed;			 /* out: the held one was let go */
};
void mail_keep_init(struct mail_keep *keep);

/* The worker's call comes first: its callbacks lead back here. */
struct mail_way {
	struct worker_call call;
	struct mail_load load;
	struct mail_keep keep;
	struct attachment_store store; /* of the files in events */
	struct mail_desk *desk;
	struct relay *relay;
	struct conf *conf; /* held */
	const struct conf_institution *inst;
	struct worker_plan plan;
	struct mail_scan scan;
	struct hub_message message;
	struct hub_events events;
	struct hub_event *applied; /* those that go on; owned */
	size_t *places;		   /* of each of them among events */
	size_t applied_count;
	struct hub_result *rows; /* one an event; owned */
	enum hub_proof proof;
	struct mail_bond bond;	  /* of the proof, where that is a signature */
	bool busy, held, doubted; /* doubted: the bond did not hold */
	char digest[DIGEST_HEX_SIZE], handoff[IDENT_TEXT_SIZE];
	char key[IDENT_TEXT_SIZE + 12], name[DIGEST_HEX_SIZE];
	char reply_to[MAIL_ADDRESS_SIZE];
	struct hub_buf answer; /* frame of what is posted */

	/* While it is posted. */
	struct hub_request request;
	bool has_request;
	struct letter_sealing sealing; /* where letters to them are sealed */
	struct letter_envelope envelope;
	struct mail_server server;
	char token[MAIL_TOKEN_SIZE], letter_name[MAIL_ADDRESS_SIZE];
	char their_name[MAIL_ADDRESS_SIZE], from[MAIL_ADDRESS_SIZE];
};

/* A loaded letter starts on its way. */
void mail_way_begin(struct mail_way *way);
/* Keeps what was understood, then goes on to the answer. */
void mail_way_keep(struct mail_way *way);
void mail_keep_release(struct mail_way *way);
/* The second call's words become the answer, or there is none; it is stored,
 * then posted. */
void mail_way_word(struct mail_way *way);
void mail_way_answer(struct mail_way *way, const struct hub_reply *reply);
void mail_way_post(struct mail_way *way);
/* Writes the row as it is to be, and ends the way; or tries it again later. */
void mail_way_settle(struct mail_way *way, enum letter_state state,
    const char *why);
void mail_way_later(struct mail_way *way, const char *why, int64_t after_ms);
/* What the plugin is told of where the letter stands. */
struct hub_at mail_way_at(const struct mail_way *way);

/* The desk's: the way is at its end. */
void mail_desk_ended(struct mail_way *way, enum letter_state state);
/* Whether an institution may be answered by one more letter in this hour. */
bool mail_desk_may_answer(struct mail_desk *desk, int64_t institution);

#endif
