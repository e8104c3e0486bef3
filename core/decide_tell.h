/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decide_tell.h - both sides hear a decision, each in its own protocol and
 * about its own handoff: who is to take the case, whoever refused it, let it
 * go or passed it on, the one that held it, and those with a part in it.
 */
#ifndef DECIDE_TELL_H
#define DECIDE_TELL_H

#include "act.h"

/* act->said is the decision; lead: the handoff that carries it. */
enum db_code decide_tell(struct act *act, const struct handoff_row *lead);

#endif
