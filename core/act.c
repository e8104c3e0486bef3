/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "act.h"

#include <string.h>

#include "cases_list.h"
#include "frame_words.h"
#include "part.h"

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
	[HUB_EV_GONE] = { "simpul.handoff.returned.v1", "gone" },
};

/* Room for an event's frame. */
#define ACT_EVENT_MAX (1u << 20)

const char *
act_name(const struct act *act, int64_t institution)
{
	return conf_name(act->conf, institution);
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
		r->id = arena_id(act->arena, act->handoff.id);
		r->state = handoff_state_name(act->handoff.state);
	}
	if (act->of_case.id != 0) {
		r->case_id = arena_id(act->arena, act->of_case.id);
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
	if (who == act->handoff.sender ||
	    (who == act->of_case.holder &&
		act->handoff.kind != HUB_KIND_TRANSFER))
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
	act->kept = act->of_case;
	act->holder_before = act->of_case.holder;
	act->parties = parties_of(act);
	return content_key_get(act->room->content, act->room->db,
	    act->of_case.id, act->key);
}

/* The handoff that a case turns on, with no id where there is none yet. */
static enum db_code
find_main(struct act *act, int64_t case_id)
{
	struct case_row c;
	enum db_code code = handoffs_main(act->room->db, case_id,
	    &act->handoff);

	if (code != DB_NONE)
		return code;
	code = cases_get(act->room->db, case_id, &c);
	if (code == DB_OK)
		act->handoff = (struct handoff_row){ .case_id = case_id };
	return code;
}

/* What a source calls a case that it handed in. */
static enum db_code
find_own(struct act *act)
{
	const char *ref = act->event->remote_ref;
	struct case_row c;
	enum db_code code;

	if (ref[0] == '\0')
		return DB_NONE;
	code = cases_by_tracking(act->room->db, act->actor->institution, ref,
	    &c);
	return code == DB_OK ? find_main(act, c.id) : code;
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
		return find_main(act, id);
	}
	if (e->handoff_id[0] != '\0') {
		if (!ident_parse(e->handoff_id, &id))
			return DB_NONE;
	} else {
		code = outbox_by_remote(act->room->db, act->actor->institution,
		    e->remote_ref, &id);
		if (code == DB_NONE)
			return find_own(act);
		if (code != DB_OK)
			return code;
		act->shared = id == 0;
		if (act->shared)
			return DB_NONE;
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
		.audience = part_audience(act->event),
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
	if (act->handoff.made && act->handoff.sender != act->actor->institution)
		e->sender = act_name(act, act->handoff.sender);
	e->channel_in = act->actor->channel;
	e->claimed_at_ms = act->event->claimed_at * 1000;
	if (e->decision[0] == '\0')
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
	if (s->action != CUSTODY_TAKE || note->entry.basis[0] != '\0')
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
	char handoff[IDENT_TEXT_SIZE] = "", person[24] = "";
	struct audit_note note = act->base != NULL ? *act->base
						   : audit_note_init("");
	enum db_code code;

	note.entry.type = act->type != NULL ? act->type
					    : words[act->event->kind].type;
	describe(act, &note);
	describe_step(act, &note);
	ident_text(act->of_case.id, subject + strlen(subject));
	if (act->handoff.id != 0)
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
