/* SPDX-License-Identifier: Apache-2.0 */
/*
 * watch_look.h - what watch.c asks of its parts: each looks at one thing that
 * may be due in the act's case, does it, and says with case_clock_look() when
 * it wants to be asked again.
 *
 * The act is the hub's own: no institution speaks, the case and its key are
 * loaded, next_at is 0 before the first part.  A part that wants no more look
 * says nothing.
 */
#ifndef WATCH_LOOK_H
#define WATCH_LOOK_H

#include "act.h"
#include "term.h"

/* Bits of handoff.told. */
enum watch_handoff_told {
	TOLD_ACCEPT_SOON = 1,
	TOLD_ACCEPT_OVER = 2,
	TOLD_STUCK = 4, /* parked, or failed */
	TOLD_STUCK_OVER = 8,
	TOLD_FOLLOW_SOON = 16,
	TOLD_FOLLOW_OVER = 32,
};

/* Bits of cases.told. */
enum watch_case_told {
	TOLD_DUE_SOON = 1,
	TOLD_DUE_OVER = 2,
};

/* All handoffs of the case, oldest first, in the act's arena. */
struct watch_handoff {
	struct watch_handoff *next;
	struct handoff_row row;
};
enum db_code watch_handoffs(struct act *act, struct watch_handoff **ret_first);

/* The clock of a handoff, at its receiver's. */
struct watch_hop {
	int64_t due; /* while it stands: the earliest that it can be */
	bool stands; /* an outage lasts, or the case is put off: nothing of it
		      * is over */
};
enum db_code watch_hop(struct act *act, const struct handoff_row *h,
    const struct term_limit *limit, struct watch_hop *ret);
/* It stands still: the coordinator is told once of an outage. */
enum db_code watch_standing(struct act *act, const struct handoff_row *h,
    int64_t start, int64_t due);

/* An offered handoff: its limit, from when it was delivered. */
enum db_code watch_accept(struct act *act, struct handoff_row *h);
/* The same while it is parked; row: its delivery.  Or it has failed. */
enum db_code watch_stuck(struct act *act, struct handoff_row *h,
    const struct delivery_row *row);
enum db_code watch_failed(struct act *act, struct handoff_row *h);
/* The handoff by which the holder holds the case. */
enum db_code watch_follow(struct act *act, struct handoff_row *h);

/* The case itself, by its state; whether the answer was let pass; who is to be
 * told beside the coordinator when the limit is long over. */
enum db_code watch_case(struct act *act);
enum db_code watch_reply(struct act *act);
enum db_code watch_escalate(struct act *act);

/* Nobody takes it: an arbiter decides. */
enum db_code watch_dispute(struct act *act, const struct handoff_row *h);

/* Keys of who coordinates and of who stands above, 0: nobody. */
int64_t watch_coordinator(const struct act *act);
int64_t watch_superior(const struct act *act, int64_t institution);
/* Audit: a clock has run out. */
enum db_code watch_breached(struct act *act, const char *clock, int64_t due);

#endif
