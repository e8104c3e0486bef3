/* SPDX-License-Identifier: Apache-2.0 */
/*
 * offer.h - a case is offered to an institution: the handoff, and the delivery
 * that carries it there.
 */
#ifndef OFFER_H
#define OFFER_H

#include "act.h"
#include "route.h"

struct offer {
	enum hub_kind kind;
	enum hub_reason reason;
	int64_t parent, sender, receiver;
	bool new_lane; /* nothing was ever sent there about this case */
};

/* Writes both rows; sets *ret_handoff. */
enum db_code offer_make(struct act *act, const struct offer *offer,
    struct handoff_row *ret_handoff);
/* The successor of a handoff that was refused, returned or failed: to the
 * proposed target, else by the rules, else to the coordinator. */
enum db_code offer_again(struct act *act, const struct handoff_row *old,
    const char *proposed);

#endif
