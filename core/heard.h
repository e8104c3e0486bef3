/* SPDX-License-Identifier: Apache-2.0 */
/*
 * heard.h - what an institution with a mapping answered or told, kept as it
 * came, so that a changed mapping can be held against it.
 *
 * It is sealed under the case's own key and forgotten with it, or
 * when newer ones come after a year.  Files, and what is longer than HEARD_MAX,
 * are not kept; of headers those stay that describe the body, none that lets
 * anybody in.
 */
#ifndef HEARD_H
#define HEARD_H

#include "db.h"
#include "hub_exchange.h"
#include "hub_message.h"
#include "ledger.h"
#include "request.h"

/* Numbers stand in the database: append only. */
enum heard_what {
	HEARD_NEWS = 1, /* an answer to a question for news */
	HEARD_MESSAGE,	/* a message of theirs */
	HEARD_ANSWER,	/* to a step of a delivery */
};

struct heard_note {
	enum heard_what what;
	int64_t institution, case_id;
	int64_t delivery; /* ANSWER, else 0 */
	unsigned step;
	const struct hub_buf *call; /* the worker's frame of it, borrowed */
};

/* Keeps it, unless it is one of those that are not kept. */
enum db_code heard_put(struct ledger_room *room, const struct heard_note *note);

/* One of them; its texts stand in the frame. */
struct heard {
	enum heard_what what;
	int64_t id, case_id;
	struct hub_at at;
	struct hub_headers headers;
	struct hub_answer answer;   /* NEWS and ANSWER */
	struct hub_message message; /* MESSAGE */
	struct hub_buf frame;
};
void heard_init(struct heard *heard);
void heard_release(struct heard *heard);

/* The numbers of an institution's newest news, newest first. */
enum db_code heard_last(struct db *db, int64_t institution, size_t most,
    int64_t *ret_ids, size_t *ret_count);
/* Into an initialised one.  DB_NONE: there is none, or its case was erased;
 * DB_CORRUPT: it does not open. */
enum db_code heard_get(struct db *db, const struct content *content, int64_t id,
    struct heard *ret);
/* The number of the answer that ended a step; DB_NONE: it was not kept. */
enum db_code heard_step(struct db *db, int64_t delivery, unsigned step,
    int64_t *ret_id);

#endif
