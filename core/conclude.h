/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conclude.h - an attempt at a delivery ends: what the outcome and the
 * institution's own words make of the delivery, its handoff and its case, in
 * one transaction.
 */
#ifndef CONCLUDE_H
#define CONCLUDE_H

#include "act.h"
#include "events.h"
#include "outcome.h"
#include "parcel.h"

/* How an attempt ended. */
enum verdict {
	VERDICT_ANSWER,		/* events say what they made of it */
	VERDICT_RETRY,		/* it did not get through */
	VERDICT_LOST,		/* it may have left, no answer came */
	VERDICT_UNSAYABLE,	/* they have no word for it */
	VERDICT_MALFORMED,	/* their answer breaks their own contract */
	VERDICT_UNPROVEN,	/* the same, and it may not be theirs */
	VERDICT_REFUSED_ACCESS, /* misconfigured: the link is paused */
	VERDICT_FAULT,		/* ours: only a person can help */
};

struct conclude {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct parcel *parcel;	  /* its row follows the transaction */
	struct conf *conf; /* held; in force now, not when it was begun */
	enum verdict verdict;
	const struct hub_event *events; /* of an answer */
	size_t count;
	/* Of the attempt, for the audit log and the next one. */
	int status;
	bool have_cert;
	uint8_t cert[32];
	int64_t retry_after; /* seconds */
	bool by_hand;	     /* a person brought it there, */
	int64_t person;	     /* by an opaque number */
	uint32_t chance;     /* for the pause */
	char why[160];

	struct arena arena;
	struct act_wake wake;
	enum delivery_state state; /* that it led to */
};

void conclude_init(struct conclude *conclude);
/* The configuration by which it is routed on; holds it. */
void conclude_by(struct conclude *conclude, struct conf *conf);
void conclude_release(struct conclude *conclude);

/* Exactly one concluding event for the purpose, or a sentence why not. */
const char *conclude_problem(enum hub_purpose purpose,
    const struct hub_event *events, size_t count);

#endif
