/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offer.h - a case is offered to an institution: the handoff, and the delivery
 * that carries it there.
 */
#ifndef OFFER_H
#define OFFER_H

#include "act.h"

struct offer {
	enum hub_kind kind;
	enum hub_reason reason;
	int64_t parent, sender, receiver;
	int64_t dispute; /* whose decision makes it, 0: none */
	bool new_lane;	 /* nothing was ever sent there about this case */
};

/* When a receiver who is offered a case now is to have decided; a copy and a
 * watcher have no clock. */
int64_t offer_due(const struct act *act, int64_t receiver);
/* What the audit log calls a new handoff of that kind. */
const char *offer_type(enum hub_kind kind);
/* Writes both rows; sets *ret_handoff. */
enum db_code offer_make(struct act *act, const struct offer *offer,
    struct handoff_row *ret_handoff);

#endif
