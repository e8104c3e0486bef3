/* SPDX-License-Identifier: Apache-2.0 */
/*
 * correction.h - an institution takes back what it said itself, within one
 * working day of its own calendar; both stay in the log.
 *
 *   answered      the handoff is at work again, the source is told
 *   accepted      becomes a return without a hop: somebody else is asked
 *   refused,      while nobody has taken the successor, or ruled on the
 *   returned      dispute: that is recalled or over, the handoff is open
 *                 again, the hop is taken back
 *   a text        (progress, comment, contribution, supplement) the note
 *                 stands in its place
 *
 * One that names nothing is of their last such word about the handoff.  A
 * correction of what nobody knows, or of another's word, is a record of its
 * own and moves nothing.
 */
#ifndef CORRECTION_H
#define CORRECTION_H

#include "act.h"

struct correction {
	const struct custody_step *step; /* that it takes */
	struct hub_event event; /* the correction, for those who heard it */
	struct audit_note note; /* names what is corrected */
	char parent[IDENT_TEXT_SIZE];
	bool done; /* the act has its result: it cannot be corrected */
};

/* act->event is a CORRECTION: what it corrects, and whatever has to be undone
 * before the step.  DB_NONE: it corrects nothing that is known. */
enum db_code correction_find(struct act *act, struct correction *ret);

#endif
