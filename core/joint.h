/* SPDX-License-Identifier: Apache-2.0 */
/*
 * joint.h - several institutions work on one case: the lead, who holds it by
 * its transfer, and co-handlers with a joint handoff each.
 *
 * The lead's answer is the one answer that the complainant gets.  While a
 * part is still to come it is held, and the lead is told whose; it goes on
 * with the last part, or when the lead says an answer again, or says that it
 * goes without waiting.  Whoever holds the case leads: a change of holder
 * leaves the parts as they are.
 */
#ifndef JOINT_H
#define JOINT_H

#include "act.h"

/* Those become co-handlers of the act's case beside the lead, who holds it or
 * is offered it; who cannot be asked (beside_problem) is left out. */
enum db_code joint_make(struct act *act, int64_t lead, const int64_t *targets,
    size_t count);

/* Whether the act is an answer of the lead that has to wait: it is held then,
 * and the act has its result.  Otherwise an earlier one is replaced by it. */
enum db_code joint_wait(struct act *act, bool *ret_held);
/* A part has come or will not come: an answer that waited for the last one
 * goes on. */
enum db_code joint_go_on(struct act *act);

#endif
