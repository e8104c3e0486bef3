/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ending.h - what ends with a case: every handoff of it that is still open.
 *
 * The case itself has entered its final state before, or has its answer.
 */
#ifndef ENDING_H
#define ENDING_H

#include "act.h"

/* Ends them, with an entry each.  What has not left is recalled; whoever has
 * heard of the case is told by that event, behind whatever else is on its
 * way; those who had taken it hear act->said with it. */
enum db_code ending_of_case(struct act *act, enum hub_event_kind told);

/* Takes back what is offered to somebody, for nobody is to take the case any
 * more; its receiver is told where it has heard of it. */
enum db_code ending_of_offer(struct act *act);

#endif
