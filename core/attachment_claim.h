/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment_claim.h - a case that comes in takes the attachments that its
 * source has sent before, in the same transaction.
 */
#ifndef ATTACHMENT_CLAIM_H
#define ATTACHMENT_CLAIM_H

#include "arena.h"
#include "attachment_file.h"
#include "ledger.h"

/* Whether each may be claimed: there, whole, loose, the owner's, and named
 * once.  *ret_problem is "" or one sentence. */
enum db_code attachment_claimable(struct db *db, const struct hub_handoff *h,
    int64_t owner, struct arena *arena, const char **ret_problem);

/* A case that claims. */
struct attachment_claim {
	int64_t case_id;
	int64_t owner;	    /* who brings them */
	const uint8_t *key; /* K_case */
	struct arena *arena;
};

/* Takes them all; h->attachments is replaced by what they are. */
enum db_code attachment_claim(struct ledger_room *room,
    const struct attachment_claim *claim, struct hub_handoff *h);
/* A file that came with a message becomes the case's; *ret is what it is. */
enum db_code attachment_keep(struct ledger_room *room,
    const struct attachment_claim *claim, struct attachment_new *fresh,
    struct hub_attachment *ret);

#endif
