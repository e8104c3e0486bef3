/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tell.h"

#include <string.h>

#include "frame_words.h"
#include "part.h"
#include "term.h"

/* Room for a sentence's frame. */
#define WORDS_MAX (256u * 1024u)

/* To whom an event goes, as parties, unless its audience is another. */
static const unsigned by_kind[HUB_EV_COUNT] = {
	[HUB_EV_ACCEPTED] = PARTY_SENDER,
	[HUB_EV_REFUSED] = PARTY_SENDER,
	[HUB_EV_RETURNED] = PARTY_SENDER,
	[HUB_EV_OPENED] = PARTY_SENDER,
	[HUB_EV_GONE] = PARTY_SENDER,
	[HUB_EV_PROGRESS] = PARTY_SOURCE,
	[HUB_EV_ANSWERED] = PARTY_SOURCE,
	[HUB_EV_CONTRIBUTION] = PARTY_SENDER,
	[HUB_EV_COMMENT] = PARTY_COORDINATOR,
	[HUB_EV_SUPPLEMENT] = PARTY_RECEIVER,
	[HUB_EV_REMINDER] = PARTY_RECEIVER,
	[HUB_EV_OBJECTION] = PARTY_RECEIVER,
	[HUB_EV_RATING] = PARTY_RECEIVER,
	[HUB_EV_WITHDRAWN] = PARTY_RECEIVER,
	[HUB_EV_CANCELLED] = PARTY_RECEIVER,
	[HUB_EV_DECISION] = PARTY_SENDER | PARTY_RECEIVER,
	[HUB_EV_CORRECTION] = PARTY_SENDER | PARTY_RECEIVER,
};

/* Where a kind may be said to others than those above. */
static const unsigned by_audience[] = {
	[HUB_AUDIENCE_COMPLAINANT] = PARTY_SOURCE,
	[HUB_AUDIENCE_PARTIES] = PARTY_SENDER | PARTY_RECEIVER,
	[HUB_AUDIENCE_COORDINATOR] = PARTY_COORDINATOR,
};

/* Of whom a question is asked. */
static unsigned
asked_party(enum hub_asked asked)
{
	switch (asked) {
	case HUB_ASKED_SENDER:
		return PARTY_SENDER;
	case HUB_ASKED_HOLDER:
		return PARTY_RECEIVER;
	default:
		return PARTY_SOURCE;
	}
}

unsigned
tell_hearers(const struct hub_event *event)
{
	enum hub_audience audience = part_audience(event);

	if (event->kind == HUB_EV_NEEDS_INFO)
		return asked_party(event->asked);
	if (by_kind[event->kind] == 0)
		return 0;
	if (audience == part_audience_of(event->kind))
		return by_kind[event->kind];
	return by_audience[audience];
}

const char *
tell_name(const struct act *act, int64_t institution)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    institution);

	return inst == NULL ? "" : inst->name;
}

/* The institution where it gets deliveries, else NULL. */
static const struct conf_institution *
wired(const struct act *act, int64_t institution)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    institution);

	return inst == NULL || !conf_gets_deliveries(inst) ? NULL : inst;
}

enum db_code
tell_one(struct act *act, int64_t institution, enum hub_event_kind kind,
    int64_t content)
{
	const struct conf_institution *inst = wired(act, institution);
	struct delivery_row row = {
		.id = ident_new(&act->room->ident),
		.case_id = act->of_case.id,
		.handoff_id = act->handoff.id,
		.institution = institution,
		.event = kind,
		.content = content,
		.state = DELIVERY_QUEUED,
		.due_at = act->room->now_ms,
	};

	if (inst == NULL)
		return DB_OK;
	row.deadline = act->room->now_ms + inst->deadline_ms;
	act_wake(act->wake, institution);
	return outbox_append(act->room->db, &row);
}

struct wording_args
tell_args(const struct act *act)
{
	const struct case_row *c = &act->of_case;
	struct wording_args args = wording_args_init();

	args.case_ref = c->tracking_id;
	args.at_ms = act->room->now_ms;
	args.zone = term_place(act->conf, c->region)->zone;
	return args;
}

/* Stores a sentence as the frame of an event; sets *ret_content. */
static enum db_code
store_words(struct act *act, const struct hub_event *event,
    int64_t *ret_content)
{
	struct ledger_room *room = act->room;
	struct content_row said = { .id = ident_new(&room->ident),
		.case_id = act->of_case.id,
		.kind = CONTENT_EVENT };
	enum db_code code = DB_FAILED;
	struct hub_buf frame;

	hub_buf_init(&frame, WORDS_MAX);
	frame_put_event(&frame, event);
	if (hub_buf_ok(&frame)) {
		said.bytes = frame.data;
		said.len = frame.len;
		code = content_put(room->db, room->clock, act->key, &said);
	}
	hub_buf_release(&frame);
	if (code == DB_OK)
		*ret_content = said.id;
	return code;
}

enum db_code
tell_said(struct act *act, int64_t institution, const struct hub_event *event)
{
	int64_t content = 0;
	enum db_code code;

	if (wired(act, institution) == NULL)
		return DB_OK;
	code = store_words(act, event, &content);
	return code == DB_OK ? tell_one(act, institution, event->kind, content)
			     : code;
}

enum db_code
tell_words(struct act *act, int64_t institution, enum hub_event_kind kind,
    enum wording which, const struct wording_args *args)
{
	struct hub_event event = hub_event_init(kind);
	struct hub_buf text;
	enum db_code code = DB_FAILED;

	if (wired(act, institution) == NULL)
		return DB_OK;
	hub_buf_init(&text, WORDS_MAX / 2);
	wording_make(&text, which, args);
	event.text = hub_buf_str(&text);
	event.audience = wording_audience(which);
	event.reason = args->reason;
	event.decision = args->decision;
	event.claimed_at = args->at_ms / 1000;
	if (hub_buf_ok(&text))
		code = tell_said(act, institution, &event);
	hub_buf_release(&text);
	return code;
}

enum db_code
tell_not_yours(struct act *act, const struct handoff_row *h)
{
	struct wording_args args = tell_args(act);
	struct act about = *act;

	about.handoff = *h;
	return tell_words(&about, h->receiver, HUB_EV_CANCELLED,
	    WORDING_NOT_YOURS, &args);
}
