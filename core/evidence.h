/* SPDX-License-Identifier: Apache-2.0 */
/*
 * evidence.h - what a letter that came in proves about the letter that it
 * answers: that it arrived, was seen, was decided, or came back.
 *
 * The ladder only goes up; a bounce undoes what nobody there has seen yet.
 * Runs in the ledger's transactions.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "act.h"
#include "events.h"

struct evidence {
	struct ledger_room *room;
	const struct conf *conf;
	const struct act_actor *actor;
	struct audit_payload payload; /* the letter */
	int64_t delivery;	      /* that it answers, 0: none known */
	bool automatic;		      /* no person wrote it */
};

/* What all events of the letter prove together. */
enum db_code evidence_take(const struct evidence *evidence,
    const struct hub_event *events, size_t count);

/* Whether an event is about the letter that is answered and nothing else: it
 * goes no further than here.  about: what that one had said. */
bool evidence_alone(const struct hub_event *event, enum hub_event_kind about);

#endif
