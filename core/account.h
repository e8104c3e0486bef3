/* SPDX-License-Identifier: Apache-2.0 */
/*
 * account.h - what one log says of handoffs: those that it hands over, and
 * those that came to it from other hubs, which say what they call them.
 *
 * Entries are handed in one after the other and are not kept; memory grows
 * with handoffs, some 130 bytes each.
 */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include "canon.h"
#include "custody.h"
#include "namebook.h"
#include "rowmap.h"

/* A handoff of the log's own. */
struct account_handed {
	uint64_t id, case_id, number;	   /* number: from sender to receiver */
	uint64_t entry;			   /* the first about it */
	int64_t at_ms;			   /* and when that was */
	uint32_t sender, receiver, reason; /* of names; reason: of its state */
	enum hub_kind kind;
	enum handoff_state state;
	bool left;    /* something was sent */
	bool reached; /* they have it: it was delivered, or they spoke of it */
	bool test, matched;
};

/* A handoff of another hub. */
struct account_received {
	uint64_t entry;
	uint64_t id, number; /* theirs; 0: not said */
	int64_t at_ms;
	uint32_t from; /* of names */
	bool test;
};

struct account {
	struct namebook names;
	struct rowmap handed;	/* account_handed by id */
	struct rowmap received; /* account_received by entry */
};

void account_init(struct account *account);
void account_release(struct account *account);
/* The next entry; false without memory. */
bool account_add(struct account *account, uint64_t index,
    const struct canon_entry *entry);

#endif
