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

#include "custody_case.h"
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

/* Parties of a handoff, as bits: one institution may be several. */
enum custody_party {
	PARTY_RECEIVER = 1,
	PARTY_SENDER = 2,
	PARTY_SOURCE = 4,
	PARTY_COORDINATOR = 8,
	PARTY_HUB = 16, /* a clock, or a change of holder */
};

/* What the hub itself says about a handoff, beside the words of
 * hub_event.h. */
enum custody_own {
	CUSTODY_EXPIRE = HUB_EV_COUNT, /* no decision in time */
	CUSTODY_DEEM,		       /* silence is acceptance, by agreement */
	CUSTODY_DECIDE,		       /* the coordinator's decision binds */
	CUSTODY_FAIL,	 /* it cannot be said or brought to them */
	CUSTODY_RELIEVE, /* another holds the case from now */
	CUSTODY_CLOSE,	 /* the case has ended */
	CUSTODY_RECALL,	 /* taken back: another way was decided */
	CUSTODY_UNDO,	 /* its receiver corrects what it said */
};

enum custody_action {
	CUSTODY_RECORD,	 /* keep what was said, tell those it is for */
	CUSTODY_TAKE,	 /* the receiver takes it: of a transfer, as holder */
	CUSTODY_REROUTE, /* a successor is made, or the lead is told */
	CUSTODY_RELEASE, /* the handoff ends, the sender keeps the case */
	CUSTODY_FINISH,	 /* the case ends */
};

struct custody_step {
	enum handoff_state state;
	unsigned event; /* hub_event_kind or custody_own */
	unsigned who;	/* parties that may say it */
	enum handoff_state next;
	enum case_event case_event; /* what it is to the case, or NONE */
	enum custody_action action;
};

/* The row for an event, or NULL when it is illegal in this state.  Each kind
 * of handoff has its own rows; only a transfer's drive the case. */
const struct custody_step *custody_find(enum hub_kind kind,
    enum handoff_state state, unsigned event);
/* Names of the events that the parties may say now, a space between. */
void custody_allowed(enum hub_kind kind, enum handoff_state state, unsigned who,
    struct hub_buf *out);
/* All rows of a kind, for `simpulctl states` and the tests. */
const struct custody_step *custody_rows(enum hub_kind kind, size_t *ret_count);

bool handoff_open(enum handoff_state state);
/* "accepted", "expire"...; "" for a value not in the lists. */
const char *custody_event_name(unsigned event);
const char *handoff_state_name(enum handoff_state state);
bool handoff_state_parse(const char *name, enum handoff_state *ret);

#endif
