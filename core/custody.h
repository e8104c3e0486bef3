/* SPDX-License-Identifier: Apache-2.0 */
/*
 * custody.h - the custody protocol as tables: what may happen to a handoff,
 * who may say it, and what follows.
 *
 * Pure: an auditor's program reads the log with the same tables that the hub
 * wrote it by.  A handoff stores decisions only; queued, sent and delivered
 * are facts of its delivery.  Numbers stand in the database: append only,
 * open states below 10.
 */
#ifndef CUSTODY_H
#define CUSTODY_H

#include <stdbool.h>

#include "hub_buf.h"
#include "hub_event.h"

enum handoff_state {
	HANDOFF_OFFERED = 1,
	HANDOFF_ACCEPTED = 2,
	HANDOFF_WORKING = 3,
	HANDOFF_ANSWERED = 4,
	HANDOFF_CLOSED = 10,
	HANDOFF_REFUSED = 11,
	HANDOFF_RETURNED = 12,
	HANDOFF_EXPIRED = 13,
	HANDOFF_FAILED = 14,
	HANDOFF_CANCELLED = 15,
};

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

/* Parties of a handoff, as bits: one institution may be several. */
enum custody_party {
	PARTY_RECEIVER = 1,
	PARTY_SENDER = 2,
	PARTY_SOURCE = 4,
	PARTY_COORDINATOR = 8,
};

enum custody_action {
	CUSTODY_RECORD,	 /* keep what was said, tell those it is for */
	CUSTODY_TAKE,	 /* the receiver becomes holder */
	CUSTODY_REROUTE, /* a successor handoff is made */
	CUSTODY_RELEASE, /* the handoff ends, the sender keeps the case */
	CUSTODY_FINISH,	 /* the case ends */
};

struct custody_step {
	enum handoff_state state;
	enum hub_event_kind event;
	unsigned who; /* parties that may say it */
	enum handoff_state next;
	enum case_state case_state; /* 0: stays */
	enum custody_action action;
};

/* The row for an event, or NULL when it is illegal in this state. */
const struct custody_step *custody_find(enum handoff_state state,
    enum hub_event_kind event);
/* Names of the events that the parties may say now, a space between. */
void custody_allowed(enum handoff_state state, unsigned who,
    struct hub_buf *out);
/* All rows, for `simpulctl states` and the tests. */
const struct custody_step *custody_rows(size_t *ret_count);

bool handoff_open(enum handoff_state state);
bool case_open(enum case_state state);
const char *handoff_state_name(enum handoff_state state);
bool handoff_state_parse(const char *name, enum handoff_state *ret);
const char *case_state_name(enum case_state state);
bool case_state_parse(const char *name, enum case_state *ret);

#endif
