/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_event.h - what a message turned out to mean, or is to say.
 *
 * The same list serves both ways: conclude() and receive() emit events, and
 * compose() is asked to say one.  For one delivery step exactly one
 * concluding event is emitted: DELIVERED, REFUSED, DEFERRED or NEXT_STEP; for
 * a probe DELIVERED, ABSENT, DEFERRED, or NEXT_STEP where the step that was
 * asked after is done and others follow.  DELIVERED is a fact of transport,
 * ACCEPTED a decision in the institution's own words; they are never mixed.
 */
#ifndef HUB_EVENT_H
#define HUB_EVENT_H

#include "hub_handoff.h"

enum hub_event_kind {
	HUB_EV_NONE,
	HUB_EV_DELIVERED,    /* in their system; remote_ref may be "" */
	HUB_EV_ACCEPTED,     /* they take the case */
	HUB_EV_REFUSED,	     /* before acceptance: reason, text, target */
	HUB_EV_RETURNED,     /* after acceptance: reason, text, target */
	HUB_EV_OPENED,	     /* a person there has seen it */
	HUB_EV_PROGRESS,     /* a follow-up: text */
	HUB_EV_ANSWERED,     /* the answer: text */
	HUB_EV_CONTRIBUTION, /* a co-handler's part: text */
	HUB_EV_COMMENT,	     /* for the coordinator: text */
	HUB_EV_NEEDS_INFO,   /* a question: text, asked */
	HUB_EV_SUPPLEMENT,   /* the answer to a question: text */
	HUB_EV_REMINDER,
	HUB_EV_OBJECTION,  /* the complainant disagrees: text */
	HUB_EV_RATING,	   /* rating 1..5 */
	HUB_EV_WITHDRAWN,  /* the complainant withdraws */
	HUB_EV_DECISION,   /* of the coordinator: decision, target, text */
	HUB_EV_CORRECTION, /* of which of their events: corrects */
	HUB_EV_HANDOFF,	   /* a case is handed over: handoff */
	HUB_EV_CANCELLED,  /* the sender takes the handoff back */
	HUB_EV_GONE,	   /* they no longer have it */
	HUB_EV_ABSENT,	   /* they never had it (answer to a probe) */
	HUB_EV_DEFERRED,   /* ask again in `after` seconds */
	HUB_EV_NEXT_STEP,  /* compose step + 1; carry is given back */
	HUB_EV_LOOKUP,	   /* read a case: handoff_id, remote_ref or window */
	HUB_EV_CURSOR,	   /* carry is where the next poll starts; its text
			    * and a poll's NEXT_STEP's: what people should
			    * know of the institution itself, a line each */
	HUB_EV_CONFIRMED,  /* what was HUB_HELD is theirs: corrects, a code */
	HUB_EV_COUNT	   /* how many there are; no event */
};

/* Unused members are 0 or "".  An event names its handoff by handoff_id (the
 * hub's) or remote_ref (theirs; a source's also by the tracking id of the case
 * that it handed in). */
struct hub_event {
	enum hub_event_kind kind;
	const char *handoff_id;
	const char *remote_ref;
	const char *their_id; /* of their event; "" = digest of the message */
	enum hub_reason reason;
	const char *text;
	const char *target;  /* proposed or decided institution */
	const char *officer; /* who there acted, as they call them */
	enum hub_audience audience;
	enum hub_asked asked;
	enum hub_decision decision;
	const char *corrects;	/* their_id of the corrected event; "" = their
			       * last word that can be taken back */
	const char *status;	/* LOOKUP: only cases in this state;
			       * unmapped: their word as it came */
	const char *carry;	/* at most HUB_CARRY_MAX bytes; LOOKUP: next */
	int64_t claimed_at;	/* when they say it happened */
	int64_t after;		/* seconds */
	int64_t since, until;	/* LOOKUP by window, both among it; 0: open */
	uint64_t rating, limit; /* limit: LOOKUP by window, at most 200 */
	bool unmapped; /* status is a word that this plugin does not know;
			 * a COMMENT is held until a person says its meaning */
	bool binding;  /* DECISION as it is said: whoever hears it is bound */
	bool without_waiting; /* ANSWERED of a lead: the parts of co-handlers
			       * that are still to come are not waited for */
	bool or_returned;     /* REFUSED by who has one word for both: RETURNED
			   * where they had taken the case before */
	bool said; /* LOOKUP by window: what was said then about their cases,
		    * oldest first; else cases that came then, newest first */
	struct hub_handoff handoff; /* HANDOFF only */
};

#define HUB_CARRY_MAX 4096u

/* Where a plugin's events go: opaque, copies what it is given, remembers its
 * first failure (too many, too long, not UTF-8). */
struct hub_events;

/* An event with every text "" and everything else 0. */
struct hub_event hub_event_init(enum hub_event_kind kind);

/* A handoff with every text "" and everything else 0. */
struct hub_handoff hub_handoff_init(void);

/* Append a copy of the event. */
void hub_emit(struct hub_events *events, const struct hub_event *event);

/* Attach a file that came with the message to the event emitted last. */
void hub_emit_attachment(struct hub_events *events, const char *name,
    const char *type, const void *data, size_t len);
/* Of receive() alone: one at an address, to be fetched first (media.h). */
void hub_emit_media(struct hub_events *events, const char *url);

/* "accepted", "needs_info"...; "" for a value not in the list. */
const char *hub_event_kind_name(enum hub_event_kind kind);
bool hub_event_kind_parse(const char *name, enum hub_event_kind *ret_kind);

#endif
