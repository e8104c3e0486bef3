/* SPDX-License-Identifier: Apache-2.0 */
/*
 * act.h - one event about one handoff, applied in the ledger's transaction:
 * who may say it, what the tables of custody.h make of it, what is stored,
 * audited, and told to whom.
 *
 * An act is filled in by its maker (room to arena), then taken through
 * act_event() of act_step.h.  Its result is always set when DB_OK comes back.
 */
#ifndef ACT_H
#define ACT_H

#include "arena.h"
#include "attachment_file.h"
#include "cases.h"
#include "conf.h"
#include "hub_exchange.h"
#include "ledger.h"
#include "outbox.h"

/* Who speaks. */
struct act_actor {
	int64_t institution;
	bool coordinator;
	int64_t person;	     /* opaque staff number, 0: a system */
	const char *channel; /* rest, soap, email */
};

/* Institutions that got something to be delivered: to be woken. */
#define ACT_WAKE_MAX 16
struct act_wake {
	int64_t keys[ACT_WAKE_MAX];
	size_t count;
	bool all; /* more than fit */
};

/* What a case that is brought over from elsewhere has behind it. */
struct act_past {
	int64_t received_ms;   /* day 0 of the citizen's clock; 0: now */
	int64_t ended_ms;      /* 0: it is open, and routed as any other */
	enum case_state state; /* in which it ended */
};

struct act {
	struct ledger_room *room;
	const struct conf *conf;
	const struct act_actor *actor;
	const struct hub_event *event;
	struct hub_result *result;
	struct arena *arena; /* for the result's texts */
	struct act_wake *wake;
	struct audit_payload payload; /* of the message that said it */
	const char *type; /* audit type instead of the event's own */
	const struct audit_note *base; /* transport and so on, or NULL */
	/* Files that came with the message; those of event `index` are the
	 * act's. */
	struct attachment_new *files;
	size_t file_count, index;
	int64_t new_case; /* id for a case that comes in, 0: mint one */
	const struct act_past *past; /* of that case, or NULL: it is new */

	/* Filled in on the way. */
	struct case_row of_case, kept; /* kept: as its row stands written */
	struct handoff_row handoff;
	uint8_t key[CONTENT_KEY_SIZE];
	uint64_t case_seq; /* last one used, 0: not known */
	bool fresh;	   /* the case begins with this act */
	const struct custody_step *step;
	unsigned parties; /* that the actor is */
	int64_t holder_before;
	int64_t said;  /* content row of the event, 0: not stored */
	bool recalled; /* the receiver never heard of the handoff */
	bool shared;   /* several open cases have the reference named */
};

/* Finds the handoff that the event names; DB_NONE: there is none.  A case that
 * was never handed on is found with a handoff that has no id. */
enum db_code act_find(struct act *act);
/* Loads case, key and parties of act->handoff. */
enum db_code act_load(struct act *act);
/* Stores what was said, sealed; sets act->said. */
enum db_code act_store(struct act *act, enum event_applied applied);
/* One audit entry about the act. */
enum db_code act_audit(struct act *act, const char *outcome,
    const char *reason);
/* Sets the result and returns DB_OK: the end of most acts. */
enum db_code act_end(struct act *act, enum hub_applied applied,
    const char *detail);
void act_wake(struct act_wake *wake, int64_t institution);
/* Name of an institution by its number, "" when unknown. */
const char *act_name(const struct act *act, int64_t institution);

#endif
