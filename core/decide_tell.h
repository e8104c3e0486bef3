/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide_tell.h - both sides hear a decision, each in its own protocol and
 * about its own handoff: who is to take the case, whoever refused it, let it
 * go or passed it on, and the one that held it.
 */
#ifndef DECIDE_TELL_H
#define DECIDE_TELL_H

#include "decision.h"

/* rows: the handoffs that carry the decision, the lead's first. */
enum db_code decide_tell(struct act *act, const struct decision *decision,
    const struct handoff_row *rows);

#endif
