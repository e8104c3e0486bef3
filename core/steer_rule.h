/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer_rule.h - the verbs of steer.h as a table: what each is to the case,
 * what it needs, and how event and entry about it are called.
 */
#ifndef STEER_RULE_H
#define STEER_RULE_H

#include "steer.h"

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
