/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pass.h - the holder or the coordinator passes a case on: one more handoff,
 * while the holder stays holder until it is accepted.
 */
#ifndef PASS_H
#define PASS_H

#include "act.h"

/* act->event is a HANDOFF whose handoff.case_id names the case, with the
 * receiver, kind, reason and note. */
enum db_code pass_case(struct act *act);

/* Somebody has taken the case: the transfer by which it was held before ends,
 * and where the holder has changed, the one before is told that it is no
 * longer theirs. */
enum db_code pass_relieve(struct act *act);

#endif
