/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bound.h - a refusal of what a decision has settled: it is kept, counted, and
 * answered with the decision, through the outbox at most once a day.
 */
#ifndef BOUND_H
#define BOUND_H

#include "act.h"

/* Whether act->event is such a refusal of act->handoff. */
bool bound_refusal(const struct act *act);
/* Ends the act as HUB_BOUND. */
enum db_code bound_answer(struct act *act);
/* The same message once more: the same answer, and nothing is counted. */
enum db_code bound_repeat(struct act *act);

#endif
