/* SPDX-License-Identifier: Apache-2.0 */
/*
 * relate.h - the coordinator says what two cases are to each other.
 *
 * The same: they have one custody, the older one's.  Open handoffs of the
 * younger end, its source is answered by the one answer, and the clock that
 * began first counts.  Cases that are joined already come along, so that all
 * stand beside one lead.  Undone: the younger is the coordinator's, and
 * offered anew to whoever had it; the lead keeps the clock.  Related: a note
 * that changes nothing else.
 */
#ifndef RELATE_H
#define RELATE_H

#include "act.h"
#include "steer.h"

/* A coordinator's act (steer.h) whose case is found and loaded. */
enum db_code relate_case(struct act *act, const struct steer *steer);
/* A joined case stands alone again; its row is written by keep_case(). */
enum db_code relate_part(struct act *act);
/* A refusal says that the case is one that is known already: whoever
 * coordinates is told that the two may be joined. */
enum db_code relate_propose(struct act *act);

#endif
