/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer.h - what the coordinator alone does about a case: verifies, archives,
 * postpones, reclassifies it, asks about it, as a table of verbs.
 *
 * An act of apply.h: its event says why (text, reason), of whom something is
 * asked, and names the case in handoff.case_id.  Each verb takes the case
 * through the table of custody_case.h, leaves one entry in the audit log, and
 * tells those whom it concerns.  The same act again changes nothing and is a
 * duplicate.
 */
#ifndef STEER_H
#define STEER_H

#include "act.h"
#include "relations.h"

enum steer_verb {
	STEER_NONE,
	STEER_VERIFY,
	STEER_ARCHIVE,
	STEER_POSTPONE,
	STEER_RESUME,
	STEER_REOPEN,
	STEER_RECLASSIFY,
	STEER_HOLD, /* nothing of the case is erased meanwhile */
	STEER_RELEASE,
	STEER_ASK,
	STEER_REMIND,
	STEER_WITHDRAW, /* on the complainant's behalf */
	STEER_RELATE,	/* to another case: see relate.h */
	STEER_ADOPT,	/* what came too late: see adopt.h */
	STEER_COUNT
};

/* A flag that may stay as it is. */
enum steer_choice { STEER_AS_IT_IS, STEER_YES, STEER_NO };

struct steer {
	enum steer_verb verb;
	const char *until; /* POSTPONE: the last day, "2026-03-01" */
	/* RECLASSIFY; 0 and "" leave it as it is. */
	enum hub_class classification;
	const char *category, *region;
	enum steer_choice secret, urgent;
	/* RELATE: the other case by its id, as what, or no more. */
	const char *other;
	enum relation_kind as;
	bool undo;
	const char *adopts; /* ADOPT: the late event, "": the newest */
};

/* Every text "" and everything else 0. */
struct steer steer_init(enum steer_verb verb);
/* "verify"...; "" for a value not in the list. */
const char *steer_name(enum steer_verb verb);
bool steer_parse(const char *name, enum steer_verb *ret);
/* What an act says besides: kind of the event that is stored. */
enum hub_event_kind steer_says(enum steer_verb verb);

/* Does it, or says in the act's result why not. */
enum db_code steer_case(struct act *act, const struct steer *steer);

#endif
