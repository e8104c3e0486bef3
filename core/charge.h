/* SPDX-License-Identifier: Apache-2.0 */
/*
 * charge.h - whose each working day of a case was: every one is charged to
 * exactly one party, so that their days add up to those of the case.
 *
 * A hop that was refused or returned for its address is its sender's, unless
 * the refuser had to take the case after all: then it is the refuser's.  A hop
 * that expired is its receiver's, a dispute's waiting the arbiter's, a
 * question's to the complainant nobody's; all else is the holder's.  Of hops
 * within each other the later made counts.  Days are those of the citizen's
 * calendar, from day 0 of the case's clock to its answer, its end, or now.
 * Pure.
 */
#ifndef CHARGE_H
#define CHARGE_H

#include "cases.h"
#include "conf.h"
#include "disputes.h"
#include "pauses.h"

enum charge_cause {
	CHARGE_HOLDER,
	CHARGE_SENDER,
	CHARGE_REFUSER,
	CHARGE_RECEIVER,
	CHARGE_ARBITER,
	CHARGE_QUESTION, /* institution 0 */
};

/* A case with its handoffs, disputes and pauses, in order of their ids;
 * borrowed. */
struct charge_case {
	const struct case_row *row;
	const struct handoff_row *handoffs;
	size_t handoff_count;
	const struct dispute_row *disputes;
	size_t dispute_count;
	const struct workday_pause *pauses;
	size_t pause_count;
	int64_t now_ms;
};

struct charge {
	enum charge_cause cause;
	int64_t institution;
	int64_t days;
	int64_t from_ms, until_ms;
};

typedef void charge_fn(void *ctx, const struct charge *charge);

/* Each stretch of the case's time that has a working day, in order. */
void charge_each(const struct conf *conf, const struct charge_case *of,
    charge_fn *each, void *ctx);
/* When the days of a case begin and end. */
int64_t charge_begin(const struct charge_case *of);
int64_t charge_end(const struct charge_case *of);
/* Whether a refusal for that reason says that the address was wrong. */
bool charge_is_address(enum hub_reason reason);

#endif
