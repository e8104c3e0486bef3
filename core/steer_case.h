/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer_case.h - the coordinator verifies, archives, postpones, reclassifies
 * a case, asks about it: the verbs of steer.h, done.
 *
 * An act of apply.h: its event says why (text, reason), of whom something is
 * asked, and names the case in handoff.case_id.  Each verb takes the case
 * through the table of custody_case.h, leaves one entry in the audit log, and
 * tells those whom it concerns.  The same act again changes nothing and is a
 * duplicate.
 */
#ifndef STEER_CASE_H
#define STEER_CASE_H

#include "steer.h"

/* Does it, or says in the act's result why not. */
enum db_code steer_case(struct act *act, const struct steer *steer);

#endif
