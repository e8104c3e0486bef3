/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_exchange.h - what is to be said, where that exchange stands, and what
 * the hub made of what came in.
 */
#ifndef HUB_EXCHANGE_H
#define HUB_EXCHANGE_H

#include "hub_event.h"

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

enum hub_applied {
	HUB_APPLIED,   /* done */
	HUB_DUPLICATE, /* was already done */
	HUB_ILLEGAL,   /* not from this state: see allowed */
	HUB_UNKNOWN,   /* no such handoff */
	HUB_FORBIDDEN, /* not theirs */
	HUB_BOUND,     /* a decision binds: see decision */
	HUB_LATE,      /* kept, but another holds the case */
	HUB_INVALID,   /* a member is missing or wrong: see detail */
	HUB_HELD,      /* of a letter without proof: waits until a CONFIRMED
			* comes with the code in detail */
};

/* What the hub made of one event. */
struct hub_result {
	enum hub_applied applied;
	const char *id;	      /* the hub's id of the handoff, or "" */
	const char *case_id;  /* or "" */
	const char *state;    /* the handoff's state now */
	const char *allowed;  /* ILLEGAL: event names, space between */
	const char *decision; /* BOUND: the decision's text */
	const char *holder;   /* institution that holds the case now */
	const char *detail;   /* one sentence, or "" */
	const struct hub_handoff *found; /* LOOKUP: their own cases */
	size_t found_count;
};

/* What may be told of a case that was found: where the case stands and, where
 * it was asked for by id or by what was said, that as far as it is for the
 * asker's ears, oldest first.  Of each event said, their_id is the hub's id of
 * it and claimed_at when the hub heard it. */
struct hub_story {
	const char *handoff_id; /* of the one found */
	const char *case_state;
	const struct hub_event *said;
	size_t said_count;
};

struct hub_results {
	const struct hub_result *rows; /* one per event, in order */
	size_t count;
	const struct hub_story *stories; /* one per case found, in order */
	size_t story_count;
	/* LOOKUP by window: the carry of the question after what did not fit
	 * into one answer, "" where nothing is left. */
	const char *next;
};

#endif
