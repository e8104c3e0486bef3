/* SPDX-License-Identifier: Apache-2.0 */
/*
 * omb_hear.h - one call of the hub's own service, read: which operation, about
 * what, and what is wrong with it.
 */
#ifndef OMB_HEAR_H
#define OMB_HEAR_H

#include "omb_envelope.h"
#include "omb_header.h"
#include "omb_in.h"
#include "omb_word.h"
#include "ombudsman.h"

struct omb_call {
	struct omb_envelope env; /* owned */
	struct omb_header head;
	const char *checkpoint;	     /* for the answer's Header, or "" */
	const struct omb_word *word; /* once known */
	struct omb_trouble trouble;
};

/* Reads a message into *ret, which is released also when it is in trouble;
 * emits what it says, unless events is NULL. */
void omb_hear(const struct ombudsman_conf *conf,
    const struct hub_message *message, struct hub_events *events,
    struct omb_call *ret);
/* How many cases a GetInbox asks for. */
uint64_t omb_hear_limit(const struct omb_call *call);
void omb_call_release(struct omb_call *call);

#endif
