/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decision.h - what an arbiter decided about a case, read from the event that
 * says it and checked against the case and the configuration.
 *
 * to: that institution is to take it.  joint: the first one leads, the others
 * take part.  split: the same, and the text says which part is whose; the
 * case stays one, with one holder and one answer.  stays: with its present
 * holder.  provisional: as `to`, until it is decided again.
 */
#ifndef DECISION_H
#define DECISION_H

#include "act.h"
#include "disputes.h"

#define DECISION_TARGETS_MAX 8
#define DECISION_TARGETS_TEXT 520 /* ids with a comma between */

struct decision {
	enum hub_decision what;
	/* The lead first; of `stays` the holder. */
	const struct conf_institution *to[DECISION_TARGETS_MAX];
	size_t count;
	struct dispute_row dispute;
	bool open; /* the dispute waits for this decision already */
};

/* The decision that act->event says about the act's case; h: the case as it
 * was handed in.  A sentence that says what is wrong with it, or "". */
const char *decision_read(struct act *act, const struct hub_handoff *h,
    struct decision *ret);
/* Whether it was decided so before, and still holds. */
bool decision_again(struct act *act, const struct decision *decision);
/* The text of a decision as it was said, in act->arena; "" where the content
 * is gone. */
const char *decision_text(struct act *act, const struct dispute_row *dispute);
/* Whether the institution has to take what is decided: its section says
 * binding, or it holds the case as it is. */
bool decision_binds(const struct act *act, const struct conf_institution *inst);

#endif
