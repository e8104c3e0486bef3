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
	NOTICE_REMINDER, /* it waits for the institution, until */
	NOTICE_EXPIRED,	 /* the institution did not decide until */
	NOTICE_BREACH,	 /* the institution let the limit pass */
	NOTICE_DEEMED,	 /* silence made the institution holder */
	NOTICE_PARKED,	 /* it does not get through to the institution */
	NOTICE_SECOND,	 /* the same, by the institution's second contact */
	NOTICE_UNTOLD,	 /* what was said of it does not get through */
	NOTICE_FAILED,	 /* it cannot be said to the institution at all */
	NOTICE_OUTAGE,	 /* the institution's clocks stand still */
	NOTICE_RESUMED,	 /* a question or a postponement has ended */
	NOTICE_COMPLETED /* nothing came of the answer until */
};

#define NOTICE_TO_MAX 3

struct notice {
	enum notice_what what;
	int64_t institution; /* that it speaks of */
	int64_t until;	     /* a limit, 0: none */
	/* Who is told; 0 is nobody, and nobody is told twice. */
	int64_t to[NOTICE_TO_MAX];
};

/* About the act's handoff; the case's key is in the act.  Sets act->said to
 * the content of what was kept. */
enum db_code notice_give(struct act *act, const struct notice *notice);

#endif
