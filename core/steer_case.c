/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer_case.h"

#include "adopt.h"
#include "barred.h"
#include "case_clock.h"
#include "ending.h"
#include "enter.h"
#include "joined.h"
#include "keep.h"
#include "pickup.h"
#include "relate.h"
#include "reopen.h"
#include "steer_class.h"
#include "steer_last.h"
#include "tell_source.h"

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

/* Whether a case that was put off goes on, or is at work anyway. */
static bool
has_resumed(const struct case_row *c)
{
	if (c->state == CASE_POSTPONED || !case_open(c->state))
		return false;
	return (c->flags & CASE_PUT_OFF) != 0 ||
	    has_entered(c->state, CASE_EV_RESUME);
}

/* Whether nobody can fetch a file of the case by its address. */
static bool
has_no_links(const struct act *act)
{
	bool any = true;

	return pickup_any(act->room->db, act->of_case.id, act->room->now_ms,
		   &any) == DB_OK &&
	    !any;
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
	case STEER_RESUME:
		return has_resumed(c);
	case STEER_ASK:
	case STEER_REMIND:
		return case_open(c->state) && steer_last_said(act);
	case STEER_UNLINK:
		return has_no_links(act);
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
	case STEER_UNLINK:
		return pickup_revoke(act->room->db, c->id, act->room->now_ms);
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

/* Who is to act on the case now. */
static int64_t
latest(const struct act *act)
{
	return handoff_open(act->handoff.state) ? act->handoff.receiver
						: act->of_case.holder;
}

/* Whoever has the case hears the sentence that its source hears. */
static enum db_code
tell_holder(struct act *act, enum wording which, struct wording_args *args)
{
	int64_t holder = act->of_case.holder;

	if (holder == act->of_case.source || holder == act->actor->institution)
		return DB_OK;
	args->text = act->event->text;
	return tell_words(act, holder, HUB_EV_COMMENT, which, args);
}

/* A reminder in the words given, or in the hub's. */
static enum db_code
remind(struct act *act)
{
	int64_t to = latest(act);
	struct wording_args args = tell_args(act);

	if (to == act->actor->institution)
		return DB_OK;
	if (act->event->text[0] != '\0')
		return tell_one(act, to, HUB_EV_REMINDER, act->said);
	args.institution = tell_name(act, to);
	args.until_ms = handoff_open(act->handoff.state) &&
		act->handoff.state == HANDOFF_OFFERED
	    ? act->handoff.due_at
	    : act->of_case.due_at;
	return tell_words(act, to, HUB_EV_REMINDER, WORDING_REMINDER, &args);
}

/* What the case is now, to its source and its holder. */
static enum db_code
tell_class(struct act *act)
{
	struct wording_args args = tell_args(act);
	struct hub_buf list;
	enum db_code code;

	hub_buf_init(&list, 512);
	steer_class_words(act, &list);
	args.list = hub_buf_str(&list);
	args.until_ms = act->of_case.due_at;
	code = tell_source(act, WORDING_RECLASSIFIED, &args);
	if (code == DB_OK)
		code = tell_holder(act, WORDING_RECLASSIFIED, &args);
	hub_buf_release(&list);
	return code;
}

/* Those whom it concerns hear of it, but for the coordinator who did it; what
 * enters a state has told the source. */
static enum db_code
tell(struct act *act, const struct steer *steer)
{
	struct wording_args args = tell_args(act);

	switch (steer->verb) {
	case STEER_RECLASSIFY:
		return tell_class(act);
	case STEER_REMIND:
		return remind(act);
	case STEER_ASK:
		if (asked(act) == act->actor->institution)
			return DB_OK;
		return tell_one(act, asked(act), HUB_EV_NEEDS_INFO, act->said);
	case STEER_POSTPONE:
		args.until_ms = act->of_case.until_at;
		return tell_holder(act, WORDING_POSTPONED, &args);
	case STEER_RESUME:
		return tell_holder(act, WORDING_RESUMED, &args);
	default:
		return DB_OK;
	}
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
	case STEER_RECLASSIFY:
		return barred_leave(act);
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
	hub_buf_fmt(&text, "%s: not while the case is %s",
	    steer_rule(steer->verb)->name, case_state_name(act->of_case.state));
	act_end(act, HUB_ILLEGAL, hub_buf_str(&text));
	hub_buf_clear(&text);
	custody_case_allowed(act->of_case.state, &text);
	act->result->allowed = arena_text(act->arena, hub_buf_str(&text));
	hub_buf_release(&text);
	return DB_OK;
}

/* Whether there are words to keep; nobody hears an empty comment. */
static bool
has_words(const struct act *act)
{
	return act->event->text[0] != '\0' ||
	    act->event->kind != HUB_EV_COMMENT;
}

/* Keeps, notes and tells what was done. */
static enum db_code
carry_out(struct act *act, const struct steer *steer)
{
	enum db_code code = DB_OK;

	if (has_words(act))
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = note(act, steer, act->kept.state);
	if (code == DB_OK)
		code = tell(act, steer);
	if (code == DB_OK)
		code = follow(act, steer);
	if (code == DB_OK)
		code = keep_case(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* Whether the tables allow it in the case's state. */
static bool
is_allowed(const struct act *act, const struct steer *steer)
{
	enum case_event event = event_of(act, steer);

	if (event != CASE_EV_NONE)
		return custody_case_find(act->of_case.state, event) != NULL;
	return (steer_rule(steer->verb)->needs & NEEDS_OPEN) == 0 ||
	    case_open(act->of_case.state);
}

/* The case takes its step, with all that follows; its source hears of it as
 * the row stands by then. */
static enum db_code
take_step(struct act *act, const struct steer *steer)
{
	enum case_event event = event_of(act, steer);
	enum db_code code;

	if (!is_allowed(act, steer))
		return decline(act, steer);
	code = change(act, steer);
	if (code == DB_OK && event != CASE_EV_NONE)
		code = enter_case(act, event);
	return code == DB_OK ? carry_out(act, steer) : code;
}

/* Whether it concerns the custody, which a joined case has none of. */
static bool
concerns_custody(const struct steer *steer)
{
	return steer->verb != STEER_HOLD && steer->verb != STEER_RELEASE &&
	    steer->verb != STEER_RELATE && steer->verb != STEER_UNLINK;
}

/* What was asked for, unless it is so. */
static enum db_code
do_it(struct act *act, const struct steer *steer)
{
	const char *joined = joined_problem(act);

	if (steer->verb == STEER_RELATE)
		return relate_case(act, steer);
	if (joined[0] != '\0' && concerns_custody(steer))
		return act_end(act, HUB_ILLEGAL, joined);
	if (steer->verb == STEER_ADOPT)
		return adopt_case(act, steer);
	return is_so(act, steer) ? act_end(act, HUB_DUPLICATE, "")
				 : take_step(act, steer);
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
	code = do_it(act, steer);
	act->event = given;
	return code;
}
