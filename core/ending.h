/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ending.h - what ends with a case: every handoff of it that is still open.
 *
 * The case itself has entered its final state before.
 */
#ifndef ENDING_H
#define ENDING_H

#include "act.h"

/* Ends them, with an entry each.  What has not left is recalled; whoever has
 * heard of the case is told by that event, behind whatever else is on its
 * way; those who had taken it hear act->said with it. */
enum db_code ending_of_case(struct act *act, enum hub_event_kind told);

#endif
