/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tell_source.h"

#include <string.h>

#include "cases_list.h"
#include "joined.h"

/* A delivery hangs on a handoff: the case's last one where the act is about
 * none. */
static enum db_code
say(struct act *act, enum hub_event_kind kind, enum wording which,
    const struct wording_args *args)
{
	struct act own = *act;
	enum db_code code = DB_OK;

	if (own.handoff.id == 0)
		code = handoffs_last(act->room->db, act->of_case.id,
		    &own.handoff);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	code = tell_words(&own, act->of_case.source, kind, which, args);
	if (code == DB_OK && (act->of_case.flags & CASE_LEADS))
		code = joined_tell_words(act, kind, which, args);
	return code;
}

enum db_code
tell_source(struct act *act, enum wording which,
    const struct wording_args *args)
{
	return say(act, HUB_EV_COMMENT, which, args);
}

enum db_code
tell_received(struct act *act)
{
	struct wording_args args = tell_args(act);

	args.institution = tell_name(act, act->handoff.receiver);
	return tell_source(act, WORDING_RECEIVED, &args);
}

/* Whether the source hears the acceptance in its speaker's own words, as the
 * sender that it is too. */
static bool
hears_it_said(const struct act *act)
{
	return act->event->kind == HUB_EV_ACCEPTED &&
	    act->event->text[0] != '\0' &&
	    act->handoff.sender == act->of_case.source;
}

enum db_code
tell_taken(struct act *act)
{
	static const enum wording by_kind[] = {
		[HUB_KIND_NONE] = WORDING_HELD,
		[HUB_KIND_TRANSFER] = WORDING_HELD,
		[HUB_KIND_COPY] = WORDING_COUNT,
		[HUB_KIND_JOINT] = WORDING_JOINED,
		[HUB_KIND_ESCALATE] = WORDING_WATCHED,
	};
	enum wording which = by_kind[act->handoff.kind];
	struct wording_args args = tell_args(act);

	if (which == WORDING_COUNT ||
	    act->handoff.receiver == act->of_case.source || hears_it_said(act))
		return DB_OK;
	args.institution = tell_name(act, act->handoff.receiver);
	return say(act, HUB_EV_ACCEPTED, which, &args);
}

enum db_code
tell_passed(struct act *act, const struct handoff_row *to,
    const struct handoff_row *old)
{
	struct wording_args args = tell_args(act);
	enum wording which = WORDING_PASSED;

	if (to->kind == HUB_KIND_ESCALATE)
		which = WORDING_ESCALATED;
	else if (to->kind != HUB_KIND_TRANSFER)
		return DB_OK;
	if (old != NULL && old->state == HANDOFF_EXPIRED)
		which = WORDING_NOT_IN_TIME;
	if (old != NULL && old->state == HANDOFF_FAILED)
		which = WORDING_NOT_REACHED;
	args.institution = tell_name(act, to->receiver);
	args.other = old == NULL ? "" : tell_name(act, old->receiver);
	args.reason = to->reason;
	return tell_source(act, which, &args);
}

/* What the source hears of each event of a case; others are told by the
 * handoff that led to them. */
static const struct {
	enum case_event event;
	enum wording which;
} of_case[] = {
	{ CASE_EV_VERIFY, WORDING_VERIFIED },
	{ CASE_EV_DISPUTE, WORDING_DISPUTED },
	{ CASE_EV_DECIDE, WORDING_DECIDED },
	{ CASE_EV_POSTPONE, WORDING_POSTPONED },
	{ CASE_EV_RESUME, WORDING_RESUMED },
	{ CASE_EV_COMPLETE, WORDING_COMPLETED_BY_SILENCE },
	{ CASE_EV_ARCHIVE, WORDING_ARCHIVED },
	{ CASE_EV_WITHDRAW, WORDING_WITHDRAWN },
	{ CASE_EV_REOPEN, WORDING_REOPENED },
};

/* The sentence for an event, WORDING_COUNT for none. */
static enum wording
wording_of(const struct act *act, enum case_event event)
{
	if (event == CASE_EV_COMPLETE && act->event->kind == HUB_EV_RATING)
		return WORDING_COMPLETED_BY_RATING;
	for (size_t i = 0; i < sizeof(of_case) / sizeof(of_case[0]); i++)
		if (of_case[i].event == event)
			return of_case[i].which;
	return WORDING_COUNT;
}

/* Who is to take a case that was decided on: the first of those named, or
 * whoever has it where it stays. */
static const char *
lead_name(struct act *act)
{
	const char *target = act->event->target;
	const char *first = arena_bytes(act->arena, target,
	    strcspn(target, ", "));
	const struct conf_institution *lead = conf_find(act->conf, first);

	return lead != NULL ? lead->name : tell_name(act, act->of_case.holder);
}

/* What a case's sentence may tell of the act. */
static struct wording_args
case_args(struct act *act, enum wording which)
{
	struct wording_args args = tell_args(act);
	const struct hub_event *e = act->event;

	args.number = (int64_t)e->rating;
	args.decision = e->decision;
	if (which == WORDING_POSTPONED)
		args.until_ms = act->of_case.until_at;
	if (which == WORDING_POSTPONED || which == WORDING_ARCHIVED)
		args.text = e->text;
	if (which == WORDING_DECIDED)
		args.institution = lead_name(act);
	if (which == WORDING_REOPENED)
		args.institution = tell_name(act, act->of_case.holder);
	return args;
}

enum db_code
tell_case(struct act *act, enum case_event event)
{
	enum wording which = wording_of(act, event);
	struct wording_args args;

	if (which == WORDING_COUNT)
		return DB_OK;
	args = case_args(act, which);
	return tell_source(act, which, &args);
}
