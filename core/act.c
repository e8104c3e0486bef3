/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "act.h"

#include <string.h>

#include "brought.h"
#include "cases_list.h"
#include "delivery.h"
#include "frame_words.h"
#include "offer.h"
#include "pass.h"
#include "tell.h"

/* What an event is called in the audit log. */
struct act_word {
	const char *type, *action;
};

static const struct act_word words[HUB_EV_COUNT] = {
	[HUB_EV_NONE] = { "", "" },
	[HUB_EV_DELIVERED] = { "simpul.handoff.delivered.v1", "deliver" },
	[HUB_EV_HANDOFF] = { "simpul.handoff.received.v1", "receive" },
	[HUB_EV_ACCEPTED] = { "simpul.handoff.accepted.v1", "accept" },
	[HUB_EV_REFUSED] = { "simpul.handoff.refused.v1", "refuse" },
	[HUB_EV_RETURNED] = { "simpul.handoff.returned.v1", "return" },
	[HUB_EV_OPENED] = { "simpul.handoff.opened.v1", "open" },
	[HUB_EV_PROGRESS] = { "simpul.handoff.working.v1", "progress" },
	[HUB_EV_ANSWERED] = { "simpul.handoff.answered.v1", "answer" },
	[HUB_EV_CONTRIBUTION] = { "simpul.message.received.v1", "contribute" },
	[HUB_EV_COMMENT] = { "simpul.message.received.v1", "comment" },
	[HUB_EV_NEEDS_INFO] = { "simpul.message.received.v1", "ask" },
	[HUB_EV_SUPPLEMENT] = { "simpul.message.received.v1", "supplement" },
	[HUB_EV_REMINDER] = { "simpul.message.received.v1", "remind" },
	[HUB_EV_OBJECTION] = { "simpul.message.received.v1", "object" },
	[HUB_EV_RATING] = { "simpul.handoff.closed.v1", "rate" },
	[HUB_EV_WITHDRAWN] = { "simpul.case.withdrawn.v1", "withdraw" },
	[HUB_EV_DECISION] = { "simpul.custody.decided.v1", "decide" },
	[HUB_EV_CORRECTION] = { "simpul.message.received.v1", "correct" },
	[HUB_EV_CANCELLED] = { "simpul.handoff.cancelled.v1", "cancel" },
	[HUB_EV_GONE] = { "simpul.handoff.returned.v1", "return" },
};

/* Room for an event's frame. */
#define ACT_EVENT_MAX (1u << 20)

const char *
act_name(const struct act *act, int64_t institution)
{
	const struct conf_institution *inst;

	inst = conf_by_key(act->conf, institution);
	return inst == NULL ? "" : inst->id;
}

void
act_wake(struct act_wake *wake, int64_t institution)
{
	for (size_t i = 0; i < wake->count; i++)
		if (wake->keys[i] == institution)
			return;
	if (wake->count == ACT_WAKE_MAX)
		wake->all = true;
	else
		wake->keys[wake->count++] = institution;
}

/* An id's text form, in the act's arena. */
static const char *
id_text(struct act *act, int64_t id)
{
	char text[IDENT_TEXT_SIZE];

	ident_text(id, text);
	return arena_text(act->arena, text);
}

enum db_code
act_end(struct act *act, enum hub_applied applied, const char *detail)
{
	struct hub_result *r = act->result;

	r->applied = applied;
	r->detail = arena_text(act->arena, detail);
	r->id = r->case_id = r->state = r->holder = "";
	r->allowed = r->decision = "";
	if (applied == HUB_UNKNOWN || applied == HUB_FORBIDDEN)
		return DB_OK;
	if (act->handoff.id != 0) {
		r->id = id_text(act, act->handoff.id);
		r->state = handoff_state_name(act->handoff.state);
	}
	if (act->of_case.id != 0) {
		r->case_id = id_text(act, act->of_case.id);
		r->holder = arena_text(act->arena,
		    act_name(act, act->of_case.holder));
	}
	return DB_OK;
}

/* Which parties the actor is to the act's handoff. */
static unsigned
parties_of(const struct act *act)
{
	int64_t who = act->actor->institution;
	unsigned parties = 0;

	if (who == act->handoff.receiver)
		parties |= PARTY_RECEIVER;
	if (who == act->handoff.sender)
		parties |= PARTY_SENDER;
	if (who == act->of_case.source)
		parties |= PARTY_SOURCE;
	if (act->actor->coordinator)
		parties |= PARTY_COORDINATOR;
	return parties;
}

enum db_code
act_load(struct act *act)
{
	enum db_code code;

	code = cases_get(act->room->db, act->handoff.case_id, &act->of_case);
	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	act->holder_before = act->of_case.holder;
	act->parties = parties_of(act);
	return content_key_get(act->room->content, act->room->db,
	    act->of_case.id, act->key);
}

enum db_code
act_find(struct act *act)
{
	const struct hub_event *e = act->event;
	int64_t id = 0;
	enum db_code code;

	if (e->handoff.case_id[0] != '\0') {
		if (!ident_parse(e->handoff.case_id, &id))
			return DB_NONE;
		return handoffs_main(act->room->db, id, &act->handoff);
	}
	if (e->handoff_id[0] != '\0') {
		if (!ident_parse(e->handoff_id, &id))
			return DB_NONE;
	} else {
		code = outbox_by_remote(act->room->db, act->actor->institution,
		    e->remote_ref, &id);
		if (code != DB_OK)
			return code;
	}
	return handoffs_get(act->room->db, id, &act->handoff);
}

enum db_code
act_store(struct act *act, enum event_applied applied)
{
	struct ledger_room *room = act->room;
	struct event_row row = {
		.id = ident_new(&room->ident),
		.case_id = act->of_case.id,
		.handoff_id = act->handoff.id,
		.speaker = act->actor->institution,
		.claimed_at = act->event->claimed_at,
		.kind = act->event->kind,
		.audience = act->event->audience,
		.applied = applied,
	};
	struct content_row said = { .id = row.id,
		.case_id = row.case_id,
		.kind = CONTENT_EVENT };
	struct hub_buf frame;
	enum db_code code = DB_FAILED;

	hub_buf_init(&frame, ACT_EVENT_MAX);
	frame_put_event(&frame, act->event);
	if (hub_buf_ok(&frame)) {
		row.content = row.id;
		said.bytes = frame.data;
		said.len = frame.len;
		code = content_put(room->db, room->clock, act->key, &said);
	}
	hub_buf_release(&frame);
	if (code != DB_OK)
		return code;
	act->said = row.id;
	return events_add(room->db, &row);
}

/* Fills in what an entry says of the act's handoff and case. */
static void
describe(const struct act *act, struct audit_note *note)
{
	struct canon_entry *e = &note->entry;
	const struct act_word *word = &words[act->event->kind];

	if (e->action[0] == '\0')
		e->action = word->action;
	e->kind = hub_kind_name(act->handoff.kind);
	e->hop = act->handoff.hop;
	e->chan_seq = act->handoff.chan_seq;
	e->initiator = act_name(act, act->actor->institution);
	e->target = act_name(act, act->handoff.receiver);
	e->channel_in = act->actor->channel;
	e->claimed_at_ms = act->event->claimed_at * 1000;
	e->decision = hub_decision_name(act->event->decision);
	if (act->holder_before != act->of_case.holder) {
		e->holder_from = act_name(act, act->holder_before);
		e->holder_to = act_name(act, act->of_case.holder);
	}
	note->case_id = act->of_case.id;
	note->case_key = act->key;
	note->in = act->payload;
	note->case_seq = act->case_seq;
	note->fresh = act->fresh;
}

/* The state that the step led to, as an entry tells it. */
static void
describe_step(const struct act *act, struct audit_note *note)
{
	const struct custody_step *s = act->step;

	if (s == NULL)
		return;
	note->entry.state_from = handoff_state_name(s->state);
	note->entry.state_to = handoff_state_name(s->next);
	if (s->action != CUSTODY_TAKE)
		return;
	note->entry.basis = "explicit";
	if (act->event->kind != HUB_EV_ACCEPTED)
		note->entry.basis = "implied";
	if (act->type != NULL)
		note->entry.decision = "accepted";
}

enum db_code
act_audit(struct act *act, const char *outcome, const char *reason)
{
	char subject[IDENT_TEXT_SIZE + 8] = "case/";
	char handoff[IDENT_TEXT_SIZE], person[24] = "";
	struct audit_note note = act->base != NULL ? *act->base
						   : audit_note_init("");
	enum db_code code;

	note.entry.type = act->type != NULL ? act->type
					    : words[act->event->kind].type;
	describe(act, &note);
	describe_step(act, &note);
	ident_text(act->of_case.id, subject + strlen(subject));
	ident_text(act->handoff.id, handoff);
	note.entry.subject = subject;
	note.entry.handoff = handoff;
	note.entry.outcome = outcome;
	note.entry.reason = reason;
	note.entry.test = (act->of_case.flags & CASE_TEST) != 0;
	if (act->actor->person != 0)
		ident_text(act->actor->person, person);
	note.entry.operator_id = person;
	code = audit_append(act->room->audit, act->room->db, act->room->now_ms,
	    &note);
	act->case_seq = note.case_seq;
	return code;
}

/* Whether the handoff already stands where the event would lead it. */
static bool
already(enum handoff_state state, enum hub_event_kind event)
{
	size_t count;
	const struct custody_step *rows = custody_rows(&count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].event == event && rows[i].next == state &&
		    rows[i].state != state)
			return true;
	/* An acceptance is behind us once there was work. */
	return event == HUB_EV_ACCEPTED &&
	    (state == HANDOFF_WORKING || state == HANDOFF_ANSWERED);
}

/* What cannot be done: told why, and kept where it may still matter. */
static enum db_code
decline(struct act *act)
{
	struct hub_buf allowed;
	enum db_code code;

	if (already(act->handoff.state, act->event->kind))
		return act_end(act, HUB_DUPLICATE, "");
	if (!handoff_open(act->handoff.state)) {
		code = act_store(act, EVENT_LATE);
		if (code == DB_OK)
			code = act_audit(act, "failure", "late");
		if (code != DB_OK)
			return code;
		return act_end(act, HUB_LATE,
		    "the handoff has ended; another may hold the case");
	}
	act_end(act, HUB_ILLEGAL, "not from this state");
	hub_buf_init(&allowed, 512);
	custody_allowed(act->handoff.state, act->parties, &allowed);
	act->result->allowed = arena_text(act->arena, hub_buf_str(&allowed));
	hub_buf_release(&allowed);
	return DB_OK;
}

/* Enters the step's states: the one place where a handoff and its case change
 * after they were made. */
static enum db_code
enter(struct act *act)
{
	const struct custody_step *s = act->step;
	struct case_row *c = &act->of_case;
	struct case_row before = *c;
	enum db_code code = DB_OK;

	if (s->case_state != 0 && case_open(c->state))
		c->state = s->case_state;
	if (s->action == CUSTODY_TAKE &&
	    act->handoff.kind == HUB_KIND_TRANSFER &&
	    c->holder != act->handoff.receiver) {
		c->holder = act->handoff.receiver;
		c->holder_since = act->room->now_ms;
	}
	if (s->action == CUSTODY_REROUTE)
		c->hops++;
	if (s->next != act->handoff.state) {
		act->handoff.state = s->next;
		act->handoff.reason = act->event->reason;
		act->handoff.decided_at = act->room->now_ms;
		code = handoffs_set(act->room->db, &act->handoff);
	}
	if (code == DB_OK && !handoff_open(s->next))
		code = outbox_unlive(act->room->db, act->handoff.id);
	if (code == DB_OK && memcmp(&before, c, sizeof(before)) != 0)
		code = cases_set(act->room->db, c);
	return code;
}

/* A handoff that ended before its first byte left need not be sent at all. */
static enum db_code
recall(struct act *act)
{
	struct delivery_row row;
	uint64_t case_seq;
	enum db_code code;

	code = outbox_get(act->room->db, act->handoff.id, &row);
	if (code == DB_NONE)
		return DB_OK;
	if (code != DB_OK)
		return code;
	if (row.attempt > 0 ||
	    delivery_find(row.state, DELIVERY_CANCEL) == NULL)
		return DB_OK;
	act->recalled = true;
	return delivery_step(act->room, &row, DELIVERY_CANCEL, &case_seq);
}

/* Whether an event has words of its own that are kept. */
static bool
worth_keeping(const struct hub_event *e)
{
	return e->text[0] != '\0' || e->kind != HUB_EV_OPENED;
}

enum db_code
act_step(struct act *act)
{
	enum db_code code = DB_OK;

	act->step = custody_find(act->handoff.state, act->event->kind);
	if (act->step == NULL)
		return decline(act);
	if (!(act->step->who & act->parties))
		return act_end(act, HUB_FORBIDDEN, "not theirs to say");
	code = enter(act);
	if (code == DB_OK &&
	    (act->step->action == CUSTODY_RELEASE ||
		act->step->action == CUSTODY_FINISH))
		code = recall(act);
	if (code == DB_OK && worth_keeping(act->event))
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = brought_keep(act);
	if (code == DB_OK)
		code = act_audit(act, "success",
		    hub_reason_name(act->event->reason));
	if (code == DB_OK)
		code = tell_event(act);
	if (code == DB_OK && act->holder_before != act->of_case.holder)
		code = pass_relieve(act);
	if (code == DB_OK && act->step->action == CUSTODY_REROUTE)
		code = offer_again(act, &act->handoff, act->event->target);
	if (code != DB_OK)
		return code;
	return act_end(act, HUB_APPLIED, "");
}

enum db_code
act_event(struct act *act)
{
	enum db_code code = act_find(act);

	if (code == DB_NONE)
		return act_end(act, HUB_UNKNOWN, "no such handoff");
	if (code != DB_OK)
		return code;
	code = act_load(act);
	if (code == DB_NONE)
		return act_end(act, HUB_UNKNOWN, "the case was erased");
	if (code != DB_OK)
		return code;
	if (act->parties == 0)
		return act_end(act, HUB_FORBIDDEN, "not their handoff");
	return act_step(act);
}
