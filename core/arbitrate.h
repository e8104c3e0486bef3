/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arbitrate.h - ping-pong ends: the third hop of a case, or a target that has
 * refused it already, makes it disputed, and an arbiter decides.
 *
 * While a case is disputed it keeps its holder and its citizen's clock.  The
 * arbiter is told at the opening, and each later one when the earlier did not
 * decide in time: the deputy after the limit `arbitrate`, who stands above
 * after `above`, both counted from the opening.
 * The successor of an arbiter that is no longer in office decides in its
 * place; without one the next is asked.
 */
#ifndef ARBITRATE_H
#define ARBITRATE_H

#include "act.h"
#include "disputes.h"

/* From this hop on nobody is tried without a decision. */
#define ARBITRATE_HOP 3

/* Whether passing the case to that institution (0: not known yet) is for an
 * arbiter to decide. */
bool arbitrate_needed(struct act *act, int64_t target);
/* Opens the dispute over the handoff `old` of the act's case; h: the case as
 * it was handed in.  What was itself offered by a decision that did not bind
 * goes to `above`. */
enum db_code arbitrate_open(struct act *act, const struct handoff_row *old,
    const struct hub_handoff *h, int64_t proposed);
/* For whoever looks at the case when something is due: the next arbiter is
 * asked where the time of the one before is over.  Needs the act's case, key
 * and arena.  *ret_look: when to look again, 0: never. */
enum db_code arbitrate_rise(struct act *act, int64_t *ret_look);
/* Another is asked in the arbiter's place: its successor or, where that one is
 * recused, whoever is fit at a later stage.  The limit stays. */
enum db_code arbitrate_succeed(struct act *act, struct dispute_row *dispute,
    int64_t arbiter);
/* When an open dispute's arbiter is to have decided, 0: nobody is asked
 * after. */
int64_t arbitrate_due(const struct conf *conf, const struct case_row *c,
    const struct dispute_row *dispute);

#endif
