/* SPDX-License-Identifier: Apache-2.0 */
/* What falls due for a case as such: its citizen's clock, a question, a
 * postponement, the reply window; see watch_look.h. */
#include "config.h"

#include "arbitrate.h"
#include "case_clock.h"
#include "enter.h"
#include "notice.h"
#include "own.h"
#include "watch_look.h"

/* The holder is told that its limit is near. */
static enum db_code
remind(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct notice notice = { NOTICE_REMINDER, c->holder, c->due_at,
		{ c->holder } };

	c->told |= TOLD_DUE_SOON;
	return notice_give(act, &notice);
}

/* The citizen has waited too long: the coordinator is told. */
static enum db_code
tell_over(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct notice notice = { NOTICE_BREACH, c->holder, c->due_at,
		{ watch_coordinator(act) } };
	enum db_code code = watch_breached(act, "resolution", c->due_at);

	c->told |= TOLD_DUE_SOON | TOLD_DUE_OVER;
	return code == DB_OK ? notice_give(act, &notice) : code;
}

/* The citizen's clock. */
static enum db_code
watch_due(struct act *act)
{
	struct case_row *c = &act->of_case;
	int64_t now = act->room->now_ms, soon;
	enum db_code code = DB_OK;

	if (!(c->told & TOLD_DUE_OVER))
		code = case_clock_later(act);
	if (code != DB_OK || c->due_at == 0)
		return code;
	if (now >= c->due_at) {
		if (!(c->told & TOLD_DUE_OVER))
			code = tell_over(act);
		return code == DB_OK ? watch_escalate(act) : code;
	}
	soon = case_clock_soon(c, c->received, c->due_at);
	if (!(c->told & TOLD_DUE_SOON) && now < soon) {
		case_clock_look(c, soon);
		return DB_OK;
	}
	case_clock_look(c, c->due_at);
	return c->told & TOLD_DUE_SOON ? DB_OK : remind(act);
}

/* The complainant was asked; without an answer the clock goes on. */
static enum db_code
watch_question(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct notice notice = { NOTICE_RESUMED, c->holder, 0,
		{ c->holder, c->source } };
	int64_t until = c->paused_at + CASE_CLOCK_QUESTION_MS;
	struct audit_note base = audit_note_init("");
	enum db_code code;

	if (c->paused_at == 0)
		return watch_due(act);
	if (act->room->now_ms < until) {
		case_clock_look(c, until);
		return DB_OK;
	}
	code = enter_case(act, CASE_EV_SUPPLY);
	base.entry.clock_name = "resolution";
	base.entry.clock_due_ms = c->due_at;
	if (code == DB_OK)
		code = own_note(act, "simpul.clock.resumed.v1", "resume",
		    &base);
	return code == DB_OK ? notice_give(act, &notice) : code;
}

/* The coordinator put it off until a day. */
static enum db_code
watch_postponed(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct notice notice = { NOTICE_RESUMED, c->holder, 0,
		{ c->holder, watch_coordinator(act) } };
	struct audit_note base = audit_note_init("");
	enum db_code code;

	if (c->until_at == 0)
		return DB_OK;
	if (act->room->now_ms < c->until_at) {
		case_clock_look(c, c->until_at);
		return DB_OK;
	}
	code = enter_case(act, CASE_EV_RESUME);
	if (code != DB_OK)
		return code;
	c->until_at = 0;
	base.entry.clock_name = "resolution";
	base.entry.clock_due_ms = c->due_at;
	code = own_note(act, "simpul.clock.resumed.v1", "resume", &base);
	if (code == DB_OK)
		code = notice_give(act, &notice);
	case_clock_look(c, act->room->now_ms);
	return code;
}

/* A decision is awaited: whoever is asked next is asked in time. */
static enum db_code
watch_disputed(struct act *act)
{
	int64_t at = 0;
	enum db_code code = arbitrate_rise(act, &at);

	case_clock_look(&act->of_case, at);
	return code == DB_OK ? watch_due(act) : code;
}

enum db_code
watch_case(struct act *act)
{
	switch (act->of_case.state) {
	case CASE_ANSWERED:
		return watch_reply(act);
	case CASE_NEEDS_INFO:
		return watch_question(act);
	case CASE_POSTPONED:
		return watch_postponed(act);
	case CASE_DISPUTED:
		return watch_disputed(act);
	default:
		return watch_due(act);
	}
}
