/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reopen.h - a case that had ended is open again: a new citizen's clock, the
 * same holder, and a handoff by which somebody is to take it up.
 */
#ifndef REOPEN_H
#define REOPEN_H

#include "act.h"

/* After enter_case(CASE_EV_REOPEN): offers the case anew, with an entry; to
 * its holder where that had taken it, to whoever had not decided when it
 * ended, else to the coordinator.  What the coordinator holds and reopens is
 * passed on by hand.  The case's row is written by keep_case(). */
enum db_code reopen_offer(struct act *act);

#endif
