/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reconcile.h - two logs' accounts of what one hub hands to the other, held
 * against each other.
 *
 * Both know a handoff by the id that its sender gave it.  Who the other hub is
 * follows from the handoffs that both know: institutions of the sender's that
 * it stands for, and what it calls the sender itself.  With none in common
 * nothing can be said.
 */
#ifndef RECONCILE_H
#define RECONCILE_H

#include "account.h"

enum reconcile_kind {
	RECONCILE_MISSING, /* it reached them, they have no entry of it */
	RECONCILE_EXTRA,   /* they have it, the sender has not */
	RECONCILE_CHANGED, /* both have it and say different things */
	RECONCILE_KINDS
};

struct reconcile_finding {
	enum reconcile_kind kind;
	bool at_receiver; /* whose entry it is */
	uint64_t entry;
	const char *text;
};

typedef void reconcile_find_fn(void *ctx,
    const struct reconcile_finding *finding);

struct reconcile {
	struct account *sender, *receiver; /* borrowed */
	/* What the sender calls the receiver, and it the sender; "": only what
	 * follows from handoffs that both know. */
	const char *receiver_name, *sender_name;
	int64_t skew_ms; /* by which their clocks may differ */
	reconcile_find_fn *find;
	void *ctx;
	/* What was counted. */
	uint64_t matched, waiting; /* waiting: not known to have reached them */
};

/* False: they have no handoff in common; or, with *ret_memory, no memory. */
bool reconcile_run(struct reconcile *reconcile, bool *ret_memory);
/* "missing"... */
const char *reconcile_kind_name(enum reconcile_kind kind);

#endif
