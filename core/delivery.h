/* SPDX-License-Identifier: Apache-2.0 */
/*
 * delivery.h - the life of one delivery as a table {state, event, next,
 * action}, and the one function that enters a state.
 *
 * A missing row is our bug.  Every start has exactly one finish.  Runs in the
 * ledger's transactions only.
 */
#ifndef DELIVERY_H
#define DELIVERY_H

#include "ledger.h"
#include "outbox.h"

enum delivery_event {
	DELIVERY_DISPATCH,  /* its bytes are stored, it may leave */
	DELIVERY_ARRIVED,   /* they have it */
	DELIVERY_DECLINED,  /* they refuse it */
	DELIVERY_DEFER,	    /* later, they say */
	DELIVERY_NEXT_STEP, /* this step is done, one more follows */
	DELIVERY_RETRY,	    /* it did not get through */
	DELIVERY_LOST,	    /* it may have left, no answer came */
	DELIVERY_ABSENT,    /* asked: they do not have it */
	DELIVERY_PARK,	    /* only a person can help */
	DELIVERY_CANCEL,    /* no longer to be said */
	DELIVERY_RESUME,    /* a person: try again */
	DELIVERY_ASK,	    /* a person: ask after it, then try again */
	DELIVERY_RECOMPOSE, /* a person: its stored bytes are forgotten */
	DELIVERY_POST,	    /* our own mail relay has it */
};

enum delivery_action {
	DELIVERY_NOTHING,
	DELIVERY_LEASE,	   /* it is ours until it concludes */
	DELIVERY_CONCLUDE, /* the next of the lane becomes ready */
	DELIVERY_HOLD,	   /* out of the ready list, the lane waits */
	DELIVERY_REQUEUE,  /* ready again at due_at */
	DELIVERY_SETTLE,   /* its clocks begin; the lane went on before */
};

struct delivery_rule {
	enum delivery_state state;
	enum delivery_event event;
	enum delivery_state next;
	enum delivery_action action;
};

const struct delivery_rule *delivery_find(enum delivery_state state,
    enum delivery_event event);
const struct delivery_rule *delivery_rules(size_t *ret_count);
const char *delivery_event_name(enum delivery_event event);

/* Enters the next state: changes the row as the table says, stores it, logs
 * "old -> new", moves the lane on.  DB_NONE when the row is no longer in the
 * state that row->state says (somebody else was first).  *ret_case_seq is the
 * last audit number of the case. */
enum db_code delivery_step(struct ledger_room *room, struct delivery_row *row,
    enum delivery_event event, uint64_t *ret_case_seq);

#endif
