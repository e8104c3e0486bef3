/* SPDX-License-Identifier: Apache-2.0 */
/*
 * custody_case.h - the life of a case as a table {state, event, next, action}.
 *
 * Events of handoffs and acts of the coordinator lead here; an event without
 * a row leaves the case as it is.  Pure.  Numbers stand in the database:
 * append only, open states below 10.
 */
#ifndef CUSTODY_CASE_H
#define CUSTODY_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_buf.h"

enum case_state {
	CASE_RECEIVED = 1,
	CASE_VERIFIED = 2,
	CASE_FORWARDED = 3,
	CASE_IN_PROGRESS = 4,
	CASE_ANSWERED = 5,
	CASE_NEEDS_INFO = 6,
	CASE_POSTPONED = 7,
	CASE_REOPENED = 8,
	CASE_DISPUTED = 9,
	CASE_COMPLETED = 10,
	CASE_ARCHIVED = 11,
	CASE_WITHDRAWN = 12,
};

enum case_event {
	CASE_EV_NONE,
	CASE_EV_VERIFY,	  /* the coordinator has looked at it */
	CASE_EV_FORWARD,  /* it is on its way to somebody */
	CASE_EV_TAKE,	  /* somebody works on it */
	CASE_EV_ASK,	  /* the complainant is asked */
	CASE_EV_SUPPLY,	  /* the complainant has said more */
	CASE_EV_ANSWER,	  /* an answer of the holder's own */
	CASE_EV_DISPUTE,  /* nobody takes it: the coordinator decides */
	CASE_EV_DECIDE,	  /* decided */
	CASE_EV_POSTPONE, /* until a day, by the coordinator */
	CASE_EV_RESUME,
	CASE_EV_OBJECT,	  /* the complainant disagrees in time */
	CASE_EV_COMPLETE, /* rated, or the reply window is over */
	CASE_EV_ARCHIVE,
	CASE_EV_WITHDRAW,
	CASE_EV_REOPEN, /* an objection after the end */
	CASE_EV_SETTLE, /* what was disputed over was taken back */
	CASE_EV_COUNT
};

enum case_action {
	CASE_NOTHING,
	CASE_PAUSE,   /* the citizen's clock stands still */
	CASE_RUN,     /* it goes on */
	CASE_AWAIT,   /* the reply window begins */
	CASE_GO_ON,   /* the reply window is shut, the clock ran on */
	CASE_END,     /* nothing is due any more */
	CASE_RESTART, /* a new citizen's clock */
	CASE_BACK,    /* unless somebody took it, its state is as before */
};

struct case_step {
	enum case_state state;
	enum case_event event;
	enum case_state next;
	enum case_action action;
};

/* The row for an event, or NULL: the case stays as it is. */
const struct case_step *custody_case_find(enum case_state state,
    enum case_event event);
/* All rows, for `simpulctl states` and the tests. */
const struct case_step *custody_case_rows(size_t *ret_count);
/* Names of the events that have a row, a space between. */
void custody_case_allowed(enum case_state state, struct hub_buf *out);

/* Whether a case still needs a holder. */
bool case_open(enum case_state state);
const char *case_state_name(enum case_state state);
bool case_state_parse(const char *name, enum case_state *ret);

/* "verify", "forward"...; "" for a value not in the list. */
const char *case_event_name(enum case_event event);
const char *case_action_name(enum case_action action);

#endif
