/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer.h"

#include "case_clock.h"
#include "ending.h"
#include "enter.h"
#include "limits.h"
#include "reopen.h"
#include "steer_class.h"
#include "steer_last.h"
#include "steer_rule.h"
#include "steer_words.h"
#include "tell.h"

/* Whether a case in that state is where the event would lead it. */
static bool
has_entered(enum case_state state, enum case_event event)
{
	size_t count;
	const struct case_step *rows = custody_case_rows(&count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].event == event && rows[i].next == state &&
		    rows[i].state != state)
			return true;
	return false;
}

/* Whether it is so already. */
static bool
is_so(struct act *act, const struct steer *steer)
{
	const struct case_row *c = &act->of_case;

	switch (steer->verb) {
	case STEER_VERIFY:
		return (c->flags & CASE_CHECKED) != 0 ||
		    c->state == CASE_VERIFIED;
	case STEER_HOLD:
		return (c->flags & CASE_HELD) != 0;
	case STEER_RELEASE:
		return (c->flags & CASE_HELD) == 0;
	case STEER_RECLASSIFY:
		return case_open(c->state) && !steer_class_differs(c, steer);
	case STEER_POSTPONE:
		return c->state == CASE_POSTPONED &&
		    c->until_at == steer_end_of_day(act, steer->until);
	case STEER_ASK:
	case STEER_REMIND:
		return case_open(c->state) && steer_last_said(act, steer);
	default:
		return has_entered(c->state,
		    steer_rule(steer->verb)->case_event);
	}
}

/* What the verb is to the case: only the complainant's question stops it. */
static enum case_event
event_of(const struct act *act, const struct steer *steer)
{
	if (steer->verb == STEER_ASK &&
	    act->event->asked != HUB_ASKED_COMPLAINANT)
		return CASE_EV_NONE;
	return steer_rule(steer->verb)->case_event;
}

/* What it changes in the case's row, besides its state. */
static enum db_code
change(struct act *act, const struct steer *steer)
{
	struct case_row *c = &act->of_case;

	switch (steer->verb) {
	case STEER_VERIFY:
		c->flags |= CASE_CHECKED;
		return DB_OK;
	case STEER_HOLD:
		c->flags |= CASE_HELD;
		return DB_OK;
	case STEER_RELEASE:
		c->flags &= ~(unsigned)CASE_HELD;
		return DB_OK;
	case STEER_POSTPONE:
		c->until_at = steer_end_of_day(act, steer->until);
		case_clock_look(c, c->until_at);
		return DB_OK;
	case STEER_RESUME:
		c->until_at = 0;
		case_clock_look(c, act->room->now_ms);
		return DB_OK;
	case STEER_RECLASSIFY:
		return steer_class_set(act, steer);
	default:
		return DB_OK;
	}
}

/* The entry about it. */
static enum db_code
note(struct act *act, const struct steer *steer, enum case_state before)
{
	const struct case_row *c = &act->of_case;
	struct audit_note base = audit_note_init("");
	enum db_code code;

	base.entry.action = steer_rule(steer->verb)->name;
	base.entry.by = act_name(act, act->actor->institution);
	if (before != c->state) {
		base.entry.state_from = case_state_name(before);
		base.entry.state_to = case_state_name(c->state);
	}
	if (steer->verb == STEER_POSTPONE) {
		base.entry.clock_name = "postponed";
		base.entry.clock_due_ms = c->until_at;
	} else if (steer->verb == STEER_RECLASSIFY && c->due_at != 0) {
		base.entry.clock_name = (c->flags & CASE_URGENT) != 0
		    ? "urgent"
		    : hub_class_name(c->classification);
		base.entry.clock_due_ms = c->due_at;
	}
	act->base = &base;
	act->type = steer_rule(steer->verb)->type;
	code = act_audit(act, "success", hub_reason_name(act->event->reason));
	act->base = NULL;
	act->type = NULL;
	return code;
}

/* Of whom something is asked. */
static int64_t
asked(const struct act *act)
{
	switch (act->event->asked) {
	case HUB_ASKED_SENDER:
		return act->handoff.sender;
	case HUB_ASKED_HOLDER:
		return act->of_case.holder;
	default:
		return act->of_case.source;
	}
}

/* Tells each of them once, but for the coordinator who did it. */
static enum db_code
tell(struct act *act, unsigned to)
{
	const struct case_row *c = &act->of_case;
	const int64_t who[] = { c->source, c->holder, asked(act),
		handoff_open(act->handoff.state) ? act->handoff.receiver
						 : c->holder };
	enum db_code code = DB_OK;

	for (size_t i = 0; i < 4 && code == DB_OK; i++) {
		bool told = who[i] == act->actor->institution;

		for (size_t j = 0; j < i; j++)
			told = told || ((to & 1u << j) && who[j] == who[i]);
		if ((to & 1u << i) && !told)
			code = tell_one(act, who[i], act->event->kind,
			    act->said);
	}
	return code;
}

/* What follows once it is said. */
static enum db_code
follow(struct act *act, const struct steer *steer)
{
	switch (steer->verb) {
	case STEER_ARCHIVE:
		return ending_of_case(act, HUB_EV_CANCELLED);
	case STEER_WITHDRAW:
		return ending_of_case(act, HUB_EV_WITHDRAWN);
	case STEER_REOPEN:
		return reopen_offer(act);
	default:
		return DB_OK;
	}
}

/* What cannot be done from here, with what can. */
static enum db_code
decline(struct act *act, const struct steer *steer)
{
	struct hub_buf text;

	hub_buf_init(&text, 512);
	hub_buf_fmt(&text, "%s: not while the case is %s; see allowed",
	    steer_rule(steer->verb)->name, case_state_name(act->of_case.state));
	act_end(act, HUB_ILLEGAL, hub_buf_str(&text));
	hub_buf_clear(&text);
	custody_case_allowed(act->of_case.state, &text);
	act->result->allowed = arena_text(act->arena, hub_buf_str(&text));
	hub_buf_release(&text);
	return DB_OK;
}

/* Says, notes and tells what was done; act->event is what is said. */
static enum db_code
carry_out(struct act *act, const struct steer *steer)
{
	enum case_state before = act->kept.state;
	enum db_code code = act_store(act, EVENT_APPLIED);

	if (code == DB_OK)
		code = note(act, steer, before);
	if (code == DB_OK)
		code = tell(act, steer_rule(steer->verb)->tells);
	if (code == DB_OK)
		code = follow(act, steer);
	if (code == DB_OK)
		code = enter_keep(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* The case takes its step, and the sentence for it is made. */
static enum db_code
take_step(struct act *act, const struct steer *steer)
{
	const struct hub_event *given = act->event;
	struct hub_event said = *given;
	enum case_event event = event_of(act, steer);
	struct hub_buf text;
	enum db_code code = DB_OK;

	if (event != CASE_EV_NONE)
		code = enter_case(act, event);
	else if ((steer_rule(steer->verb)->needs & NEEDS_OPEN) != 0 &&
	    !case_open(act->of_case.state))
		code = DB_NONE;
	if (code == DB_NONE)
		return decline(act, steer);
	if (code == DB_OK)
		code = change(act, steer);
	if (code != DB_OK)
		return code;
	hub_buf_init(&text, STEER_TEXT_MAX);
	steer_words(act, steer, &text);
	said.text = hub_buf_str(&text);
	act->event = &said;
	code = hub_buf_ok(&text) ? carry_out(act, steer) : DB_FAILED;
	act->event = given;
	hub_buf_release(&text);
	return code;
}

enum db_code
steer_case(struct act *act, const struct steer *steer)
{
	const struct hub_event *given = act->event;
	struct hub_event event = *given;
	const char *problem;
	enum db_code code = act_find(act);

	if (code == DB_OK)
		code = act_load(act);
	if (code != DB_OK)
		return code == DB_NONE
		    ? act_end(act, HUB_UNKNOWN, "no such case")
		    : code;
	if (!act->actor->coordinator)
		return act_end(act, HUB_FORBIDDEN,
		    "only the coordinator does this to a case");
	problem = steer_problem(act, steer);
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	event.kind = steer_rule(steer->verb)->says;
	event.audience = steer_rule(steer->verb)->audience;
	if (steer->verb == STEER_ASK && event.asked == HUB_ASKED_NONE)
		event.asked = HUB_ASKED_COMPLAINANT;
	if (steer->verb == STEER_ASK && event.asked != HUB_ASKED_COMPLAINANT)
		event.audience = HUB_AUDIENCE_PARTIES;
	act->event = &event;
	code = is_so(act, steer) ? act_end(act, HUB_DUPLICATE, "")
				 : take_step(act, steer);
	act->event = given;
	return code;
}
