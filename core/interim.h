/* SPDX-License-Identifier: Apache-2.0 */
/*
 * interim.h - what the complainant says while their case is with nobody by a
 * handoff: it awaits a decision, or its last handoff was taken back.
 *
 * The case is open all the same.  What they say is kept and told to its holder
 * and to who coordinates, a question is answered by it, and whoever withdraws
 * ends the case.  Where an answer was adopted that came too late, they rate it
 * or object; an objection is for an arbiter, because nobody works on the case.
 */
#ifndef INTERIM_H
#define INTERIM_H

#include "act.h"

/* After lead_act(): whether the act is such a word. */
bool interim_is(const struct act *act);
/* Takes it; the act has its result. */
enum db_code interim_hear(struct act *act);

#endif
