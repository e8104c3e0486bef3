/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arbitrate.h - ping-pong ends: the third hop of a case, or a target that has
 * refused it already, makes it disputed, and the coordinator decides.
 *
 * While a case is disputed it keeps its holder and its citizen's clock.
 */
#ifndef ARBITRATE_H
#define ARBITRATE_H

#include "act.h"
#include "disputes.h"

/* From this hop on nobody is tried without a decision. */
#define ARBITRATE_HOP 3

/* Whether passing the case to that institution (0: not known yet) is for the
 * coordinator to decide. */
bool arbitrate_needed(struct act *act, int64_t target);
/* Opens the dispute over the handoff `old` of the act's case. */
enum db_code arbitrate_open(struct act *act, const struct handoff_row *old,
    int64_t proposed);

#endif
