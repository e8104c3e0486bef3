/* SPDX-License-Identifier: Apache-2.0 */
/*
 * intake_side.h - what a case that comes in gets beside its transfer: the
 * target that its source names for a copy, a part or a watch; copies and
 * watchers by rule; and a question where it lacks what its target requires.
 *
 * A source's kind says what its target gets; the case itself goes by the
 * rules, because somebody has to hold it.
 */
#ifndef INTAKE_SIDE_H
#define INTAKE_SIDE_H

#include "act.h"
#include "route.h"

struct intake_side {
	struct route_choice choice;		/* where the transfer goes */
	enum hub_kind kind;			/* of what `beside` gets */
	const struct conf_institution *beside;	/* or NULL */
	const struct conf_institution *lacking; /* asked for by the source, and
						 * the case lacks what it
						 * requires; or NULL */
};

/* Before anything is written; "" or one sentence that says what is wrong. */
const char *intake_side_look(struct act *act, const struct hub_handoff *h,
    struct intake_side *ret);
/* Behind the transfer, which is the act's handoff. */
enum db_code intake_side_make(struct act *act, const struct hub_handoff *h,
    const struct intake_side *side);

#endif
