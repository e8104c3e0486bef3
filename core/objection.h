/* SPDX-License-Identifier: Apache-2.0 */
/*
 * objection.h - the complainant disagrees with the end of a case: it is open
 * again, with a new citizen's clock, counted apart, and offered to whoever
 * had it last.
 *
 * An objection within the reply window is a step of custody.h: the holder
 * stays and the clock runs on.  One to a case that was completed or archived
 * reopens it as long as the limit "objection" runs, counted from its end;
 * what was rated has ended, too.  After that a new case is the way.
 */
#ifndef OBJECTION_H
#define OBJECTION_H

#include "act.h"

/* Whether the act is an objection to a case that has ended. */
bool objection_is_late(const struct act *act);
/* Reopens the case, or says in the act's result why not. */
enum db_code objection_reopen(struct act *act);

#endif
