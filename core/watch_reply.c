/* SPDX-License-Identifier: Apache-2.0 */
/* The reply window: it begins when the source has taken the answer, and
 * silence completes the case; see watch_look.h. */
#include "config.h"

#include "case_clock.h"
#include "ending.h"
#include "enter.h"
#include "notice.h"
#include "own.h"
#include "watch_look.h"

/* The complainant has let the window pass. */
static enum db_code
complete(struct act *act, int64_t due)
{
	const struct notice notice = { NOTICE_COMPLETED, act->of_case.holder,
		due, { 0 } };
	struct audit_note base = audit_note_init("");
	enum db_code code = enter_case(act, CASE_EV_COMPLETE);

	if (code != DB_OK)
		return code;
	base.entry.clock_name = "reply_window";
	base.entry.clock_due_ms = due;
	code = own_note(act, "simpul.case.completed.v1", "complete", &base);
	if (code == DB_OK)
		code = notice_give(act, &notice);
	return code == DB_OK ? ending_of_case(act, HUB_EV_COMMENT) : code;
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
