/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_exchange.h - what is to be said, and where that exchange stands.
 */
#ifndef HUB_EXCHANGE_H
#define HUB_EXCHANGE_H

#include "hub_event.h"
#include "hub_result.h"

enum hub_purpose { HUB_FOR_DELIVERY, HUB_FOR_PROBE, HUB_FOR_POLL };

/* What is to be said: a handoff, or an event about one. */
struct hub_dispatch {
	const char *id; /* of the delivery; "<id>.<step>" is the idempotency
			 * key and message id of the step */
	struct hub_event event;	    /* event.kind says what; HANDOFF first */
	struct hub_handoff handoff; /* the case as far as it is disclosed */
	/* compose alone, under HUB_OFFER_LINKS: of each attachment the address
	 * at which whoever knows it may fetch it for thirty days, "": it goes
	 * by no address; NULL: none does. */
	const char *const *links;
	struct hub_names names;
};

/* What shows that a letter is from the institution whose address it names. */
enum hub_proof {
	HUB_PROOF_NONE,	     /* its own word */
	HUB_PROOF_DKIM,	     /* their domain signed it, our server checked */
	HUB_PROOF_SMIME,     /* their certificate signed it */
	HUB_PROOF_CONFIRMED, /* they were asked, or a person released it */
};

/* Where an exchange stands; stored between steps. */
struct hub_at {
	enum hub_purpose purpose;
	unsigned step, attempt;
	int64_t now;		/* seconds UTC: the only clock there is */
	const char *remote_ref; /* their reference, "" until known; of a poll
				 * see hub_plugin.poll */
	const char *carry;	/* of the last NEXT_STEP; at step 0 of a poll
				 * its cursor, for conclude() too */
	const char *key;	/* idempotency key of this step */
	/* East of UTC where the institution is, at the handoff's due_at; of a
	 * message, now. */
	int64_t offset;
	/* Mail only, else "" and 0: the address whose answers belong to this
	 * delivery; and of a letter that came to such an address, about which
	 * handoff, in answer to which word, and who proves its sender. */
	const char *reply_to, *handoff_id;
	enum hub_event_kind about;
	enum hub_proof proof;
	bool sealed; /* is encrypted before it leaves */
	/* The hub's latest signed checkpoint in base64, where what is said now
	 * is not stored; "" when it is, or while there is none. */
	const char *checkpoint;
	/* Of an answer: a signature that is believed covers all of it that is
	 * given. */
	bool covered;
};

#endif
