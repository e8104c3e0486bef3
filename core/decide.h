/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide.h - an arbiter's decision is carried out: who has to take the case
 * holds it from now, who is asked to gets an offer that carries the decision,
 * and both sides are told.
 *
 * The coordinator may also decide where nothing is disputed.  What was
 * offered otherwise is taken back.  The holder is never lost on the way.
 */
#ifndef DECIDE_H
#define DECIDE_H

#include "act.h"

/* act->event is a DECISION about a case or one of its handoffs. */
enum db_code decide_case(struct act *act);

#endif
