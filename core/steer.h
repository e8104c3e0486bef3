/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer.h - what the coordinator alone does about a case, as a table of
 * verbs: what each is to the case, what it needs, and how event and entry
 * about it are called.  steer_case.h does it.
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
	STEER_UNLINK,	/* addresses of its files end: see pickup.h */
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

/* What a verb needs. */
enum steer_need {
	NEEDS_TEXT = 1,
	NEEDS_UNTIL = 2,
	NEEDS_CLASS = 4,
	NEEDS_OPEN = 8, /* a case that has not ended */
};

struct steer_rule {
	const char *name;
	enum case_event case_event; /* NONE: the case stays as it is */
	unsigned needs;
	enum hub_event_kind says;
	enum hub_audience audience;
	const char *type; /* of the entry */
};

const struct steer_rule *steer_rule(enum steer_verb verb);
/* What is missing or wrong in what was asked for, or "". */
const char *steer_problem(const struct act *act, const struct steer *steer);
/* The end of a day where the case's citizens live; 0: no real date. */
int64_t steer_end_of_day(const struct act *act, const char *date);

#endif
