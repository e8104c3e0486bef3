/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery_hand.h - a person's hand on a delivery: a parked one goes again, one
 * that waits is parked, or its stored request is forgotten so that it is
 * composed anew by the settings in force; with an audit entry.
 */
#ifndef DELIVERY_HAND_H
#define DELIVERY_HAND_H

#include "conf.h"
#include "delivery.h"

struct delivery_hand {
	struct ledger_job ledger;  /* ledger.job.done: the maker's */
	struct conf *conf;	   /* held: says who can be asked */
	int64_t id;		   /* of the delivery */
	enum delivery_event event; /* DELIVERY_RESUME, _PARK or _RECOMPOSE */
	const char *initiator;	   /* institution, or "" for the operator */
	int64_t person;		   /* opaque staff number, 0: none */
	const char *why;	   /* to park: why, or "" */

	/* What came of it; DB_NONE as the job's code: no such delivery. */
	struct delivery_row row;
	bool illegal; /* not from its state: nothing done */
};

/* Everything 0 or "", and the job's run set. */
void delivery_hand_init(struct delivery_hand *hand, struct conf *conf);
void delivery_hand_release(struct delivery_hand *hand);

#endif
