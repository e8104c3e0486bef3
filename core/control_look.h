/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_look.h - a command of the operator that only reads the database: it
 * runs in the reader, writes its answer as JSON there, and the answer goes out
 * on the loop.
 */
#ifndef CONTROL_LOOK_H
#define CONTROL_LOOK_H

#include "conf.h"
#include "control_call.h"
#include "hub_json.h"
#include "reader.h"

/* Said where a reference means no case. */
#define CONTROL_NO_CASE \
	"no case; expected an id of the hub's (case, handoff, delivery)," \
	" a tracking id, or what an institution calls an open handoff"

struct control_look;

struct control_look_kind {
	/* In the reader: puts members of the answer. */
	enum db_code (
	    *fill)(struct control_look *look, struct reader_room *room);
	/* On the loop: adds what only the loop knows; NULL: nothing. */
	void (*finish)(const struct control_look *look, json_t *answer);
	/* What it means that found stayed 0, with %s for ref; NULL: nothing. */
	const char *none;
};

struct control_look {
	struct reader_job reader;
	struct control_call *call;
	struct conf *conf; /* held */
	const struct control_look_kind *kind;
	const char *ref;     /* the request's, or "" */
	int64_t institution; /* the request's, by its key; 0: any */
	int64_t limit;	     /* rows at most */
	size_t found;
	struct hub_buf text;
	struct hub_json_out out;
};

/* Runs it; answers the call.  Of the request it takes "ref", "institution"
 * and "limit". */
void control_look(struct control_call *call,
    const struct control_look_kind *kind);
/* An institution of the configuration in force by the request's member
 * "institution": NULL when that is not given, or when the call was answered
 * because there is none such (*ret_bad). */
const struct conf_institution *control_institution(struct control_call *call,
    bool *ret_bad);
/* An institution's name for people. */
void control_put_name(struct control_look *look, const char *member,
    int64_t institution);

#endif
