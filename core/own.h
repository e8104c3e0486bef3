/* SPDX-License-Identifier: Apache-2.0 */
/*
 * own.h - what the hub itself says about a handoff: a clock ran out, another
 * holds the case, a decision binds.
 */
#ifndef OWN_H
#define OWN_H

#include "act.h"

/* How the audit log tells it. */
struct own_word {
	unsigned what; /* custody_own, or an event that the hub says */
	const char *type, *action, *basis, *outcome;
	const char *by; /* in whose name, NULL: nobody's */
	enum hub_reason reason;
	const char *ground; /* its code where no reason is it, or NULL */
	const struct audit_note *attempt; /* that led to it, or NULL */
};

/* Takes a handoff of the act's case through its step, with an entry; what has
 * not left yet is recalled.  *h follows, the case in memory too; its row is
 * written by keep_case().  act->handoff stays.  DB_NONE: no such step from
 * its state, nothing was done.  *ret_recalled: the receiver never heard. */
enum db_code own_say(struct act *act, struct handoff_row *h,
    const struct own_word *word, bool *ret_recalled);
/* One entry about the act's case, of that type and action, and nothing else.
 * base: further members, or NULL. */
enum db_code own_note(struct act *act, const char *type, const char *action,
    const struct audit_note *base);

#endif
