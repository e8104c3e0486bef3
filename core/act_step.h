/* SPDX-License-Identifier: Apache-2.0 */
/*
 * act_step.h - the step of custody.h that an act takes, with all that follows
 * from it: rows change, what was said is stored and audited, those whom it is
 * for are told, a successor is offered.
 */
#ifndef ACT_STEP_H
#define ACT_STEP_H

#include "act.h"

/* Finds the handoff, checks authority, takes the step. */
enum db_code act_event(struct act *act);
/* The same when handoff, case and key are already there. */
enum db_code act_step(struct act *act);

#endif
