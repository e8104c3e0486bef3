/* SPDX-License-Identifier: Apache-2.0 */
/* The reply window: it begins when the source has taken the answer, and
 * silence completes the case; see watch_look.h. */
#include "config.h"

#include "case_clock.h"
#include "enter.h"
#include "own.h"
#include "tell.h"
#include "watch_look.h"

/* A handoff ends with its case; one that nobody decided on is taken back. */
static enum db_code
end_handoff(struct act *act, struct handoff_row *h)
{
	static const struct own_word close = {
		.what = CUSTODY_CLOSE,
		.type = "simpul.handoff.closed.v1",
		.action = "close",
		.basis = "",
		.outcome = "success",
	};
	static const struct own_word recall = {
		.what = CUSTODY_RECALL,
		.type = "simpul.handoff.cancelled.v1",
		.action = "recall",
		.basis = "",
		.outcome = "success",
	};
	bool offered = h->state == HANDOFF_OFFERED, recalled = false;
	enum db_code code = own_say(act, h, offered ? &recall : &close,
	    &recalled);

	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	act->handoff = *h;
	if (!offered || recalled)
		return DB_OK;
	return tell_one(act, h->receiver, HUB_EV_CANCELLED, 0);
}

/* The complainant has let the window pass. */
static enum db_code
complete(struct act *act, int64_t due)
{
	struct audit_note base = audit_note_init("");
	struct watch_handoff *at;
	enum db_code code = enter_case(act, CASE_EV_COMPLETE);

	if (code != DB_OK)
		return code;
	base.entry.clock_name = "reply_window";
	base.entry.clock_due_ms = due;
	code = own_note(act, "simpul.case.completed.v1", "complete", &base);
	if (code == DB_OK)
		code = watch_handoffs(act, &at);
	for (; code == DB_OK && at != NULL; at = at->next)
		if (handoff_open(at->row.state))
			code = end_handoff(act, &at->row);
	return code;
}

enum db_code
watch_reply(struct act *act)
{
	struct case_row *c = &act->of_case;
	struct term_limit limit = { .name = "reply_window",
		.received_ms = c->received,
		.start_ms = c->answered_at };
	int64_t now = act->room->now_ms, due;
	bool waiting = false;
	enum db_code code = outbox_is_open(act->room->db, c->id, c->source,
	    HUB_EV_ANSWERED, &waiting);

	if (code != DB_OK)
		return code;
	/* The earliest end, if they take it now. */
	if (waiting)
		limit.start_ms = now;
	due = term_of_limit(act->conf, c->region, &limit).at;
	if (due != 0 && now >= due)
		return complete(act, due);
	case_clock_look(c, due);
	return DB_OK;
}
