/* SPDX-License-Identifier: Apache-2.0 */
/*
 * notice.h - what the hub itself tells people about a case: a limit is near or
 * over, something could not be delivered.
 *
 * Kept as an event of the hub's own, so that whoever has no wire reads it in
 * the case's timeline, and sent to the others in their own protocol behind
 * whatever else they are still to hear.  Nothing of the case's content and no
 * identity is in it.
 */
#ifndef NOTICE_H
#define NOTICE_H

#include "act.h"

enum notice_what {
	NOTICE_ACCEPT_SOON,   /* to the receiver: decide */
	NOTICE_ACCEPT_OVER,   /* it has not decided in time */
	NOTICE_DEEMED,	      /* to the receiver: silence made it holder */
	NOTICE_FOLLOW_SOON,   /* to the holder: say what you do */
	NOTICE_FOLLOW_OVER,   /* the holder has not said anything */
	NOTICE_ANSWER_SOON,   /* to the holder: answer */
	NOTICE_ANSWER_OVER,   /* the citizen has waited too long */
	NOTICE_PARKED,	      /* it does not get through to them */
	NOTICE_FAILED,	      /* it cannot be said to them at all */
	NOTICE_OUTAGE,	      /* their clocks stand still */
	NOTICE_QUESTION_OVER, /* the complainant has not answered */
	NOTICE_RESUMED,	      /* a postponement has ended */
	NOTICE_COUNT
};

#define NOTICE_TO_MAX 3

struct notice {
	enum notice_what what;
	int64_t institution; /* that it speaks of */
	/* Who is told; 0 is nobody, and nobody is told twice. */
	int64_t to[NOTICE_TO_MAX];
};

/* About the act's handoff; the case's key is in the act. */
enum db_code notice_give(struct act *act, const struct notice *notice);

#endif
