/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lead.h - what the complainant says is about the case as it stands now: it
 * leads from the handoff that their source knows to the one that the case
 * turns on.
 *
 * A source names the handoff that it was given when it handed the case in;
 * that may have been refused and followed by others long ago, or the case may
 * be joined to another, which has its custody (joined.h): what is said about
 * the matter is said there, a rating is kept, and whoever withdraws their own
 * complaint takes it out again.
 */
#ifndef LEAD_H
#define LEAD_H

#include "act.h"

/* Whether the complainant speaks in events of that kind. */
bool lead_is_complainants(enum hub_event_kind kind);
/* After act_load(): goes over to the handoff that such an event of the case's
 * source or of the coordinator is about; others stay where they are.
 * *ret_done: the act has its result. */
enum db_code lead_act(struct act *act, bool *ret_done);

#endif
