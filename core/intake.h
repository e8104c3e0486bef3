/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake.h - a case comes in: checked, stored under its own key, given a first
 * holder, routed and offered, in one transaction with one audit entry.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "act.h"

/* What must hold before anything is stored; "" or one sentence that says
 * which member, what was found and what was expected. */
const char *intake_problem(const struct hub_handoff *h);

/* act->event is a HANDOFF by act->actor, the source.  raw: the message as it
 * came, kept beside the canonical form; NULL for /v1 JSON.  The same
 * (source, tracking id) again is a duplicate with the first one's ids. */
enum db_code intake_case(struct act *act, const void *raw, size_t raw_len);

#endif
