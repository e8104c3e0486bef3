/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "objection.h"

#include "enter.h"
#include "hub_time.h"
#include "keep.h"
#include "reopen.h"
#include "tell.h"
#include "term.h"

bool
objection_is_late(const struct act *act)
{
	return act->event->kind == HUB_EV_OBJECTION &&
	    !case_open(act->of_case.state);
}

/* The first instant at which it is too late. */
static int64_t
limit_of(const struct act *act)
{
	const struct case_row *c = &act->of_case;
	const struct term_limit limit = { .name = "objection",
		.received_ms = c->received,
		.start_ms = c->ended_at };

	return term_of_limit(act->conf, c->region, &limit).at;
}

/* Why the case stays closed, as the act's result; NULL: it does not. */
static const char *
problem_of(struct act *act)
{
	char ended[HUB_TIME_SIZE], until[HUB_TIME_SIZE];
	int64_t limit = limit_of(act);
	struct hub_buf text;
	const char *problem = NULL;

	hub_buf_init(&text, 256);
	hub_time_text(act->of_case.ended_at / 1000, ended);
	hub_time_text(limit / 1000, until);
	if (custody_case_find(act->of_case.state, CASE_EV_REOPEN) == NULL)
		hub_buf_fmt(&text,
		    "the case was %s at %s and stays so; hand in a new one",
		    case_state_name(act->of_case.state), ended);
	else if (act->room->now_ms >= limit)
		hub_buf_fmt(&text,
		    "the case ended at %s; an objection was possible until "
		    "%s, hand in a new case",
		    ended, until);
	if (text.len > 0)
		problem = arena_text(act->arena, hub_buf_str(&text));
	hub_buf_release(&text);
	return problem;
}

/* The entry about it. */
static enum db_code
note(struct act *act)
{
	struct audit_note base = audit_note_init("");
	enum db_code code;

	base.entry.action = "object";
	base.entry.state_from = case_state_name(act->kept.state);
	base.entry.state_to = case_state_name(act->of_case.state);
	act->base = &base;
	act->type = "simpul.case.reopened.v1";
	act->step = NULL;
	code = act_audit(act, "success", "");
	act->base = NULL;
	act->type = NULL;
	return code;
}

/* Whoever is to take the case up reads why, behind the case itself; whoever
 * coordinates hears of it where it falls to them. */
static enum db_code
tell(struct act *act)
{
	int64_t to = handoff_open(act->handoff.state) ? act->handoff.receiver
						      : act->of_case.holder;

	if (to == act->actor->institution || act->handoff.id == 0)
		return DB_OK;
	return tell_one(act, to, HUB_EV_OBJECTION, act->said);
}

enum db_code
objection_reopen(struct act *act)
{
	const char *problem;
	enum db_code code;

	if (!(act->parties & (PARTY_SOURCE | PARTY_COORDINATOR)))
		return act_end(act, HUB_FORBIDDEN, "not theirs to say");
	problem = problem_of(act);
	if (problem != NULL)
		return act_end(act, HUB_ILLEGAL, problem);
	code = enter_case(act, CASE_EV_REOPEN);
	if (code == DB_OK)
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = note(act);
	if (code == DB_OK)
		code = reopen_offer(act);
	if (code == DB_OK)
		code = tell(act);
	if (code == DB_OK)
		code = keep_case(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}
