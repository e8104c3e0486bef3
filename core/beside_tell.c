/* SPDX-License-Identifier: Apache-2.0 */
/* Who hears what is said about a handoff beside the custody of a case. */
#include "config.h"

#include "beside.h"
#include "besides.h"
#include "cases_list.h"
#include "joint.h"
#include "limits.h"
#include "part.h"
#include "route.h"
#include "tell.h"

/* What an event of its receiver counts as, and for whose ears at most. */
static const struct hearing {
	enum hub_kind kind;
	enum hub_event_kind event, as;
} hearings[] = {
	{ HUB_KIND_JOINT, HUB_EV_ANSWERED, HUB_EV_CONTRIBUTION },
	{ HUB_KIND_JOINT, HUB_EV_CONTRIBUTION, HUB_EV_CONTRIBUTION },
	{ HUB_KIND_JOINT, HUB_EV_PROGRESS, HUB_EV_PROGRESS },
	{ HUB_KIND_JOINT, HUB_EV_NEEDS_INFO, HUB_EV_NEEDS_INFO },
	{ HUB_KIND_ESCALATE, HUB_EV_ANSWERED, HUB_EV_COMMENT },
	{ HUB_KIND_ESCALATE, HUB_EV_PROGRESS, HUB_EV_COMMENT },
	{ HUB_KIND_ESCALATE, HUB_EV_COMMENT, HUB_EV_COMMENT },
	{ HUB_KIND_ESCALATE, HUB_EV_NEEDS_INFO, HUB_EV_NEEDS_INFO },
};
#define HEARINGS (sizeof(hearings) / sizeof(hearings[0]))

#define TO_HOLDER 1u
#define TO_COORDINATOR 2u
#define TO_RECEIVER 4u
#define VERBATIM WORDING_COUNT

/* To whom an event goes, as what, and in what words. */
static const struct beside_rule {
	enum hub_kind kind;
	enum hub_event_kind event;
	unsigned to;
	enum hub_event_kind as;
	enum wording wording;
} rules[] = {
	{ HUB_KIND_JOINT, HUB_EV_ACCEPTED, TO_HOLDER, HUB_EV_COMMENT,
	    WORDING_JOINED },
	{ HUB_KIND_JOINT, HUB_EV_PROGRESS, TO_HOLDER, HUB_EV_COMMENT,
	    WORDING_PROGRESS },
	{ HUB_KIND_JOINT, HUB_EV_CONTRIBUTION, TO_HOLDER | TO_COORDINATOR,
	    HUB_EV_CONTRIBUTION, VERBATIM },
	{ HUB_KIND_JOINT, HUB_EV_NEEDS_INFO, TO_HOLDER, HUB_EV_NEEDS_INFO,
	    VERBATIM },
	{ HUB_KIND_JOINT, HUB_EV_CORRECTION, TO_HOLDER, HUB_EV_COMMENT,
	    WORDING_CORRECTED },
	{ HUB_KIND_JOINT, HUB_EV_COMMENT, TO_COORDINATOR | TO_RECEIVER,
	    HUB_EV_COMMENT, VERBATIM },
	{ HUB_KIND_JOINT, HUB_EV_SUPPLEMENT, TO_RECEIVER, HUB_EV_SUPPLEMENT,
	    VERBATIM },
	{ HUB_KIND_JOINT, HUB_EV_REMINDER, TO_RECEIVER, HUB_EV_REMINDER,
	    VERBATIM },
	{ HUB_KIND_JOINT, HUB_EV_CANCELLED, TO_RECEIVER, HUB_EV_CANCELLED,
	    VERBATIM },
	{ HUB_KIND_ESCALATE, HUB_EV_ACCEPTED, TO_HOLDER, HUB_EV_COMMENT,
	    WORDING_WATCHED },
	{ HUB_KIND_ESCALATE, HUB_EV_REFUSED, TO_HOLDER | TO_COORDINATOR,
	    HUB_EV_COMMENT, WORDING_RETURNED },
	{ HUB_KIND_ESCALATE, HUB_EV_RETURNED, TO_HOLDER | TO_COORDINATOR,
	    HUB_EV_COMMENT, WORDING_RETURNED },
	{ HUB_KIND_ESCALATE, HUB_EV_COMMENT,
	    TO_HOLDER | TO_COORDINATOR | TO_RECEIVER, HUB_EV_COMMENT,
	    VERBATIM },
	{ HUB_KIND_ESCALATE, HUB_EV_NEEDS_INFO, TO_HOLDER, HUB_EV_NEEDS_INFO,
	    VERBATIM },
	{ HUB_KIND_ESCALATE, HUB_EV_REMINDER, TO_HOLDER, HUB_EV_REMINDER,
	    VERBATIM },
	{ HUB_KIND_ESCALATE, HUB_EV_SUPPLEMENT, TO_RECEIVER, HUB_EV_SUPPLEMENT,
	    VERBATIM },
	{ HUB_KIND_ESCALATE, HUB_EV_CANCELLED, TO_RECEIVER, HUB_EV_CANCELLED,
	    VERBATIM },
	{ HUB_KIND_COPY, HUB_EV_COMMENT, TO_COORDINATOR | TO_RECEIVER,
	    HUB_EV_COMMENT, VERBATIM },
	{ HUB_KIND_COPY, HUB_EV_CANCELLED, TO_RECEIVER, HUB_EV_CANCELLED,
	    VERBATIM },
};
#define RULES (sizeof(rules) / sizeof(rules[0]))

const struct hub_event *
beside_heard(const struct act *act, struct hub_event *room)
{
	if (act->handoff.kind == HUB_KIND_TRANSFER ||
	    act->actor->institution != act->handoff.receiver)
		return act->event;
	for (size_t i = 0; i < HEARINGS; i++) {
		if (hearings[i].kind != act->handoff.kind ||
		    hearings[i].event != act->event->kind)
			continue;
		*room = *act->event;
		room->kind = hearings[i].as;
		if (room->audience != HUB_AUDIENCE_COORDINATOR)
			room->audience = HUB_AUDIENCE_PARTIES;
		if (room->kind == HUB_EV_NEEDS_INFO &&
		    room->asked != HUB_ASKED_SENDER)
			room->asked = HUB_ASKED_HOLDER;
		return room;
	}
	return act->event;
}

/* The act about the handoff by which an institution holds the case, where it
 * does: what it knows the case by. */
static enum db_code
about_own(const struct act *act, int64_t institution, struct act *ret)
{
	struct handoff_row held;
	enum db_code code;

	*ret = *act;
	code = handoffs_held(act->room->db, act->of_case.id, institution,
	    &held);
	if (code == DB_OK)
		ret->handoff = held;
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
beside_say(struct act *act, int64_t institution, const struct hub_event *event)
{
	struct act about;
	enum db_code code = about_own(act, institution, &about);

	return code == DB_OK ? tell_said(&about, institution, event) : code;
}

/* To the holder, the coordinator, or both, but for the one who said it. */
static enum db_code
say_to(struct act *act, unsigned to, const struct hub_event *event)
{
	int64_t holder = act->of_case.holder;
	int64_t coordinator = route_coordinator(act->conf)->key;
	enum db_code code = DB_OK;

	if ((to & TO_HOLDER) && holder != act->actor->institution)
		code = beside_say(act, holder, event);
	if (code == DB_OK && (to & TO_COORDINATOR) && coordinator != holder &&
	    coordinator != act->actor->institution)
		code = beside_say(act, coordinator, event);
	return code;
}

/* A sentence of the hub's own about what the receiver of a handoff did. */
static enum db_code
say_sentence(struct act *act, unsigned to, enum wording wording,
    const struct handoff_row *h)
{
	struct hub_event event = hub_event_init(HUB_EV_COMMENT);
	struct wording_args args = tell_args(act);
	struct hub_buf text;
	enum db_code code;

	args.institution = tell_name(act, h->receiver);
	args.text = act->event == NULL ? "" : act->event->text;
	args.reason = h->reason;
	args.until_ms = h->due_at;
	hub_buf_init(&text, INTAKE_FRAME_MAX);
	wording_make(&text, wording, &args);
	event.text = hub_buf_str(&text);
	event.target = act_name(act, h->receiver);
	event.audience = HUB_AUDIENCE_PARTIES;
	code = say_to(act, to, &event);
	hub_buf_release(&text);
	return code;
}

/* One rule of the table. */
static enum db_code
follow(struct act *act, const struct beside_rule *rule)
{
	enum hub_audience audience = part_audience(act->event);
	unsigned to = rule->to;
	struct hub_event event;
	enum db_code code = DB_OK;

	if (audience == HUB_AUDIENCE_COORDINATOR)
		to &= ~TO_HOLDER;
	/* Who took it has heard of it, by whatever way. */
	if ((to & TO_RECEIVER) &&
	    !(act->recalled && act->step->state == HANDOFF_OFFERED) &&
	    audience != HUB_AUDIENCE_COORDINATOR &&
	    act->handoff.receiver != act->actor->institution)
		code = tell_one(act, act->handoff.receiver, rule->as,
		    act->said);
	if (code != DB_OK || !(to & (TO_HOLDER | TO_COORDINATOR)))
		return code;
	if (rule->wording != VERBATIM)
		return say_sentence(act, to, rule->wording, &act->handoff);
	event = *act->event;
	event.kind = rule->as;
	event.target = act_name(act, act->actor->institution);
	return say_to(act, to, &event);
}

enum db_code
beside_tell(struct act *act)
{
	for (size_t i = 0; i < RULES; i++)
		if (rules[i].kind == act->handoff.kind &&
		    rules[i].event == act->event->kind)
			return follow(act, &rules[i]);
	return DB_OK;
}

/* Whether those with that part hear what was said about the transfer. */
static bool
hears(const struct act *act, const struct handoff_row *row)
{
	switch (act->event->kind) {
	case HUB_EV_SUPPLEMENT:
	case HUB_EV_OBJECTION:
		return row->kind != HUB_KIND_COPY;
	case HUB_EV_PROGRESS:
	case HUB_EV_ANSWERED:
		return row->kind == HUB_KIND_ESCALATE;
	default:
		return false;
	}
}

enum db_code
beside_also(struct act *act)
{
	struct besides open;
	enum db_code code;

	if (!(act->of_case.flags & CASE_BESIDE))
		return DB_OK;
	code = besides_open(act->room->db, act->of_case.id, &open);
	for (size_t i = 0; i < open.count && code == DB_OK; i++) {
		struct act about = *act;

		about.handoff = open.rows[i];
		if (hears(act, &about.handoff) &&
		    about.handoff.receiver != act->actor->institution)
			code = tell_one(&about, about.handoff.receiver,
			    act->event->kind, act->said);
	}
	return code;
}

enum db_code
beside_lost(struct act *act, const struct handoff_row *old)
{
	enum wording wording = WORDING_RETURNED;
	enum db_code code;

	if (old->state == HANDOFF_EXPIRED)
		wording = WORDING_EXPIRED;
	else if (old->state == HANDOFF_FAILED)
		wording = WORDING_FAILED;
	code = say_sentence(act, TO_HOLDER | TO_COORDINATOR, wording, old);
	return code == DB_OK && old->kind == HUB_KIND_JOINT ? joint_go_on(act)
							    : code;
}
