/* SPDX-License-Identifier: Apache-2.0 */
/*
 * indicator.h - the table of indicators of monitoring and evaluation: what
 * each is called, which sum it puts over which, whom it counts and under whose
 * name, and how its value is rounded.
 *
 * A count has no denominator.  Every region counts with those within it.
 * Pure: the sums are made in measure.c, the manual page lists this table.
 */
#ifndef INDICATOR_H
#define INDICATOR_H

#include <stddef.h>

#include "hub_word.h"
#include "ratio.h"

/* What is added up. */
enum sum {
	SUM_NONE,
	SUM_RECEIVED,
	SUM_COMPLETED,
	SUM_IN_PROCESS,
	SUM_FOLLOWED_UP, /* both of these */
	SUM_WAITING,
	SUM_ARCHIVED,
	SUM_WITHDRAWN,
	SUM_REOPENED,
	SUM_TEST,
	SUM_JOINED,
	SUM_INSTITUTIONS,
	SUM_LINKED,
	SUM_ACTIVE,
	SUM_FOLLOW_DAYS, /* from taking to the first follow-up */
	SUM_FOLLOWED,	 /* handoffs with a first follow-up */
	SUM_FIRST_DUE,
	SUM_FIRST_IN_TIME,
	SUM_ANSWER_DUE,
	SUM_ANSWER_IN_TIME,
	SUM_AGAIN_DUE, /* of reopened cases */
	SUM_AGAIN_IN_TIME,
	SUM_DECIDED,
	SUM_ACCEPTED,
	SUM_REFUSALS,
	SUM_HANDED, /* cases that were handed on */
	SUM_HOPS,
	SUM_PING_PONG,
	SUM_DISPUTES,
	SUM_DISPUTES_DECIDED,
	SUM_DISPUTE_DAYS,
	SUM_DEEMED,
	SUM_EXPIRED,
	SUM_CASE_LOST, /* lost days, at the case's holder */
	SUM_DAYS,      /* charged to anybody */
	SUM_DAYS_HOLDER,
	SUM_DAYS_SENDER,
	SUM_DAYS_REFUSER,
	SUM_DAYS_RECEIVER,
	SUM_DAYS_ARBITER,
	SUM_DAYS_LOST,	   /* these four */
	SUM_DAYS_QUESTION, /* the complainant was asked: charged to nobody */
	SUM_REASON,	   /* and one for each enum hub_reason behind it */
	SUM_COUNT = SUM_REASON + HUB_REASON_COMPLAINANT_REQUEST + 1,
};

/* Which cases or institutions. */
enum population {
	POPULATION_PERIOD, /* cases received in the period, as they stand */
	POPULATION_MONTH,  /* institutions, the month before its end */
	POPULATION_NOW,	   /* institutions, as they stand */
};

/* Under whose name it counts; the region is that of the case. */
enum counted_at {
	AT_HOLDER,
	AT_RECEIVER, /* of the handoff */
	AT_CHARGED,  /* who the day is charged to */
	AT_ARBITER,
	AT_ITSELF, /* the institution, and its own region */
};

enum unit {
	UNIT_CASES,
	UNIT_HANDOFFS,
	UNIT_DISPUTES,
	UNIT_DAYS, /* working days of the citizen's calendar */
	UNIT_HOPS,
	UNIT_PERCENT,
};

struct indicator {
	const char *id, *name, *english;
	enum sum numerator, denominator; /* denominator NONE: a count */
	enum unit unit;
	enum population population;
	enum counted_at at;
	struct ratio_style style; /* unless another is asked for */
};

/* In the order in which reports list them. */
const struct indicator *indicator_rows(size_t *ret_count);
/* NULL when there is none. */
const struct indicator *indicator_find(const char *id);

/* "percent", "period", "holder". */
const char *unit_name(enum unit unit);
const char *population_name(enum population population);
const char *counted_at_name(enum counted_at at);

#endif
