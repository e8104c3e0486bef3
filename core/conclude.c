/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conclude.h"

#include <stdio.h>
#include <string.h>

#include "act_step.h"
#include "backoff.h"
#include "case_clock.h"
#include "cases_due.h"
#include "conclude_ground.h"
#include "crashpoint.h"
#include "custody.h"
#include "delivery.h"
#include "digest.h"
#include "keep.h"
#include "limits.h"
#include "own.h"
#include "parked.h"
#include "reroute.h"

/* Pauses between attempts at one delivery. */
static const struct backoff pauses = { 1000, 900000 };

/* Which events conclude. */
static bool
concludes(enum hub_event_kind kind, enum hub_purpose purpose)
{
	return kind == HUB_EV_DELIVERED || kind == HUB_EV_DEFERRED ||
	    kind == HUB_EV_NEXT_STEP ||
	    kind == (purpose == HUB_FOR_PROBE ? HUB_EV_ABSENT : HUB_EV_REFUSED);
}

const char *
conclude_problem(enum hub_purpose purpose, const struct hub_event *events,
    size_t count)
{
	size_t concluding = 0;

	for (size_t i = 0; i < count; i++)
		if (concludes(events[i].kind, purpose))
			concluding++;
	if (concluding == 0)
		return "the plugin concluded nothing from their answer";
	if (concluding > 1)
		return "the plugin concluded twice from one answer";
	return "";
}

/* The concluding event. */
static const struct hub_event *
concluding_event(const struct conclude *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (concludes(c->events[i].kind, c->parcel->purpose))
			return &c->events[i];
	return NULL;
}

/* When the next attempt is due. */
static int64_t
next_due(const struct conclude *c, int64_t now_ms, int64_t at_least_s)
{
	int64_t pause = backoff_ms(&pauses, c->parcel->row.attempt, c->chance);

	if (at_least_s * 1000 > pause)
		pause = at_least_s * 1000;
	return now_ms + pause;
}

/* An act about the parcel's handoff, by its institution. */
static struct act
act_of(struct conclude *c, struct ledger_room *room,
    const struct act_actor *actor, const struct audit_note *base)
{
	return (struct act){ .room = room,
		.conf = c->conf,
		.actor = actor,
		.arena = &c->arena,
		.wake = &c->wake,
		.base = base,
		.handoff = c->parcel->handoff,
		.of_case = c->parcel->of_case };
}

/* What every entry of this attempt says. */
static struct audit_note
attempt_note(const struct conclude *c, char cert[DIGEST_HEX_SIZE])
{
	const struct parcel *p = c->parcel;
	struct audit_note note = audit_note_init("");

	note.entry.attempt = p->row.attempt;
	parcel_wire(p, c->by_hand, c->status, &note.entry);
	note.entry.disclosed = c->by_hand ? p->disclosed : "";
	if (c->have_cert) {
		digest_hex(c->cert, cert);
		note.entry.transport_cert = cert;
	}
	return note;
}

/* One entry about the delivery itself. */
static enum db_code
note_delivery(struct conclude *c, struct act *act, const char *type,
    const char *outcome)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);
	enum db_code code;

	act->event = &event;
	act->type = type;
	act->step = NULL;
	act->holder_before = act->of_case.holder;
	memcpy(act->key, c->parcel->key, sizeof(act->key));
	code = act_audit(act, outcome, conclude_ground(c));
	act->type = NULL;
	act->event = NULL;
	return code;
}

/* The step of the delivery's own table. */
static enum db_code
step(struct conclude *c, struct ledger_room *room, enum delivery_event event,
    uint64_t *ret_seq)
{
	struct delivery_row *row = &c->parcel->row;

	(void)snprintf(row->why, sizeof(row->why), "%s", c->why);
	return delivery_step(room, row, event, ret_seq);
}

/* One of the events that came with the answer. */
static enum db_code
apply_event(struct act *act, const struct hub_event *event, struct conclude *c)
{
	struct hub_result result;
	enum db_code code;

	act->event = event;
	act->result = &result;
	code = handoffs_get(act->room->db, c->parcel->row.handoff_id,
	    &act->handoff);
	if (code == DB_OK)
		code = act_load(act);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	return act_step(act);
}

/* Whether the answer, or the institution's way, makes delivery acceptance. */
static const struct hub_event *
acceptance(const struct conclude *c, struct hub_event *implied)
{
	const struct conf_institution *inst = conf_by_key(c->parcel->conf,
	    c->parcel->row.institution);

	for (size_t i = 0; i < c->count; i++)
		if (c->events[i].kind == HUB_EV_ACCEPTED)
			return &c->events[i];
	if (inst == NULL || inst->acceptance != ACCEPTANCE_ON_RECEIPT)
		return NULL;
	*implied = hub_event_init(HUB_EV_ACCEPTED);
	implied->officer = "";
	return implied;
}

/* Whether an acceptance leads anywhere: they may have said so before their
 * answer came, or the handoff may have ended. */
static enum db_code
look_ahead(struct act *act, const struct parcel *p, bool *ret_leads)
{
	struct handoff_row now;
	enum db_code code;

	code = handoffs_get(act->room->db, p->row.handoff_id, &now);
	if (code == DB_OK)
		*ret_leads = custody_find(now.kind, now.state,
				 HUB_EV_ACCEPTED) != NULL;
	return code;
}

/* Whether it left as a letter: our own relay's word is not theirs. */
static bool
is_posted(const struct conclude *c)
{
	const struct conf_institution *inst = conf_by_key(c->parcel->conf,
	    c->parcel->row.institution);

	return inst != NULL && inst->post != NULL &&
	    c->parcel->row.state == DELIVERY_SENDING;
}

/* Our relay has the letter, and nobody has said that it arrived. */
static enum db_code
posted(struct conclude *c, struct ledger_room *room, struct act *act)
{
	struct parcel *p = c->parcel;
	enum db_code code;

	p->row.rung = RUNG_DISPATCHED;
	(void)snprintf(c->why, sizeof(c->why), "handed to our own mail relay");
	code = step(c, room, DELIVERY_POST, &act->case_seq);
	if (code != DB_OK || p->row.event != HUB_EV_HANDOFF)
		return code;
	return cases_look(room->db, p->row.case_id, p->row.deadline);
}

/* They have it: the third entry of a handoff that goes well, with their
 * decision inside when they gave one that is news. */
static enum db_code
arrived(struct conclude *c, struct ledger_room *room, struct act *act,
    const struct hub_event *event)
{
	struct parcel *p = c->parcel;
	bool handoff = p->row.event == HUB_EV_HANDOFF, leads = false;
	struct hub_event implied;
	const struct hub_event *taken = handoff ? acceptance(c, &implied)
						: NULL;
	enum db_code code;

	(void)snprintf(p->row.remote_ref, sizeof(p->row.remote_ref), "%s",
	    event->remote_ref);
	p->row.rung = event->remote_ref[0] != '\0' ? RUNG_SYSTEM : RUNG_EDGE;
	if (is_posted(c))
		return posted(c, room, act);
	code = step(c, room, DELIVERY_ARRIVED, &act->case_seq);
	if (code == DB_OK && taken != NULL)
		code = look_ahead(act, p, &leads);
	if (code != DB_OK || !handoff)
		return code;
	if (!leads)
		code = note_delivery(c, act, "simpul.handoff.delivered.v1",
		    "success");
	if (code != DB_OK || taken == NULL)
		return code;
	act->type = leads ? "simpul.handoff.delivered.v1" : NULL;
	code = apply_event(act, taken, c);
	act->type = NULL;
	return code;
}

/* They refuse it: the handoff is refused, or an update was not wanted. */
static enum db_code
declined(struct conclude *c, struct ledger_room *room, struct act *act,
    const struct hub_event *event)
{
	enum db_code code;

	code = step(c, room, DELIVERY_DECLINED, &act->case_seq);
	if (code != DB_OK || c->parcel->row.event != HUB_EV_HANDOFF)
		return code;
	return apply_event(act, event, c);
}

/* A step is done and one more follows, with what is to be carried there. */
static enum db_code
next_step(struct conclude *c, struct ledger_room *room, struct act *act,
    const struct hub_event *event)
{
	struct delivery_row *row = &c->parcel->row;
	enum db_code code;

	row->step++;
	row->attempt = 0;
	row->malformed = 0;
	row->request = 0;
	row->due_at = room->now_ms;
	if (event->remote_ref[0] != '\0')
		(void)snprintf(row->remote_ref, sizeof(row->remote_ref), "%s",
		    event->remote_ref);
	code = step(c, room, DELIVERY_NEXT_STEP, &act->case_seq);
	return code == DB_OK ? outbox_set_carry(room->db, row->id, event->carry)
			     : code;
}

/* Only a person can help; told loudly, nothing is dropped. */
static enum db_code
park(struct conclude *c, struct ledger_room *room, struct act *act)
{
	enum db_code code = step(c, room, DELIVERY_PARK, &act->case_seq);

	if (code == DB_OK)
		code = parked_tell(act, c->parcel);
	if (code != DB_OK || c->parcel->row.event != HUB_EV_HANDOFF)
		return code;
	code = cases_look(room->db, c->parcel->row.case_id, room->now_ms);
	return code != DB_OK
	    ? code
	    : note_delivery(c, act, "simpul.handoff.failed.v1", "failure");
}

/* Later, they say; not later than its time. */
static enum db_code
deferred(struct conclude *c, struct ledger_room *room, struct act *act,
    const struct hub_event *event)
{
	struct delivery_row *row = &c->parcel->row;

	(void)snprintf(c->why, sizeof(c->why), "they answered %d: later",
	    c->status);
	row->due_at = next_due(c, room->now_ms, event->after);
	if (row->due_at > row->deadline)
		return park(c, room, act);
	return step(c, room, DELIVERY_DEFER, &act->case_seq);
}

/* An answer that was understood. */
static enum db_code
answered(struct conclude *c, struct ledger_room *room, struct act *act)
{
	const struct hub_event *event = concluding_event(c);
	enum db_code code;

	switch (event->kind) {
	case HUB_EV_DELIVERED:
		code = arrived(c, room, act, event);
		break;
	case HUB_EV_REFUSED:
		code = declined(c, room, act, event);
		break;
	case HUB_EV_NEXT_STEP:
		code = next_step(c, room, act, event);
		break;
	case HUB_EV_ABSENT:
		c->parcel->row.due_at = room->now_ms;
		code = step(c, room, DELIVERY_ABSENT, &act->case_seq);
		break;
	default:
		code = deferred(c, room, act, event);
		break;
	}
	for (size_t i = 0; i < c->count && code == DB_OK; i++)
		if (&c->events[i] != event &&
		    c->events[i].kind != HUB_EV_NONE &&
		    c->events[i].kind != HUB_EV_ACCEPTED)
			code = apply_event(act, &c->events[i], c);
	return code;
}

/* They have no word for it: the handoff failed, and goes elsewhere. */
static enum db_code
unsayable(struct conclude *c, struct ledger_room *room, struct act *act)
{
	const struct own_word word = {
		.what = CUSTODY_FAIL,
		.type = "simpul.handoff.failed.v1",
		.action = "deliver",
		.basis = "",
		.outcome = "failure",
		.ground = conclude_ground(c),
		.attempt = act->base,
	};
	struct parcel *p = c->parcel;
	struct hub_event event = hub_event_init(HUB_EV_REFUSED);
	struct act failed = *act;
	bool recalled = false;
	enum db_code code;

	code = step(c, room, DELIVERY_DECLINED, &failed.case_seq);
	if (code != DB_OK || p->row.event != HUB_EV_HANDOFF)
		return code;
	failed.event = &event;
	code = handoffs_get(room->db, p->row.handoff_id, &failed.handoff);
	if (code == DB_OK)
		code = act_load(&failed);
	if (code != DB_OK)
		return code;
	/* Whoever took it by a word of theirs has it. */
	if (failed.handoff.state != HANDOFF_OFFERED &&
	    failed.handoff.taken_by != TAKEN_DECIDED)
		return DB_OK;
	code = own_say(&failed, &failed.handoff, &word, &recalled);
	if (code == DB_OK)
		code = reroute(&failed, &failed.handoff, "");
	case_clock_look(&failed.of_case, room->now_ms);
	if (code == DB_OK)
		code = keep_case(&failed);
	return code == DB_NONE ? DB_OK : code;
}

/* It goes again later, or is parked when its time is over. */
static enum db_code
retry(struct conclude *c, struct ledger_room *room, struct act *act)
{
	struct delivery_row *row = &c->parcel->row;

	row->due_at = next_due(c, room->now_ms, c->retry_after);
	if (row->due_at > row->deadline)
		return park(c, room, act);
	return step(c, room, DELIVERY_RETRY, &act->case_seq);
}

/* It may have left: asked after next, never blindly sent again. */
static enum db_code
lost(struct conclude *c, struct ledger_room *room, struct act *act)
{
	struct parcel *p = c->parcel;
	bool first = p->row.state == DELIVERY_SENDING;
	enum db_code code;

	p->row.due_at = next_due(c, room->now_ms, 0);
	if (p->row.due_at > p->row.deadline)
		return park(c, room, act);
	code = step(c, room, DELIVERY_LOST, &act->case_seq);
	if (code != DB_OK || !first || p->row.event != HUB_EV_HANDOFF)
		return code;
	return note_delivery(c, act, "simpul.handoff.unknown.v1", "unknown");
}

/* Their answer breaks their contract, or may not be theirs: three tries. */
static enum db_code
malformed(struct conclude *c, struct ledger_room *room, struct act *act)
{
	if (++c->parcel->row.malformed > DELIVERY_MALFORMED_MAX)
		return park(c, room, act);
	return (c->verdict == VERDICT_UNPROVEN ? lost : retry)(c, room, act);
}

/* A person may have had the request of what is unknown forgotten while it was
 * asked after. */
static enum db_code
follow_request(struct delivery_row *row, struct ledger_room *room)
{
	struct delivery_row now;
	enum db_code code;

	if (row->state != DELIVERY_UNKNOWN)
		return DB_OK;
	code = outbox_get(room->db, row->id, &now);
	if (code != DB_OK)
		return code;
	row->request = now.request;
	memcpy(row->composed_by, now.composed_by, sizeof(now.composed_by));
	return DB_OK;
}

/* ledger run: one attempt ends. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	static enum db_code (*const by_verdict[])(struct conclude *,
	    struct ledger_room *, struct act *) = {
		[VERDICT_ANSWER] = answered,
		[VERDICT_RETRY] = retry,
		[VERDICT_LOST] = lost,
		[VERDICT_UNSAYABLE] = unsayable,
		[VERDICT_MALFORMED] = malformed,
		[VERDICT_UNPROVEN] = malformed,
		[VERDICT_REFUSED_ACCESS] = retry,
		[VERDICT_FAULT] = park,
	};
	struct conclude *c = (struct conclude *)job;
	struct delivery_row before = c->parcel->row;
	const struct act_actor actor = { .institution = before.institution,
		.person = c->person,
		.channel = "" };
	char cert[DIGEST_HEX_SIZE] = "";
	struct audit_note base = attempt_note(c, cert);
	struct act act = act_of(c, room, &actor, &base);
	enum db_code code;

	arena_release(&c->arena);
	c->wake = (struct act_wake){ .count = 0 };
	crashpoint("conclude.run");
	code = follow_request(&c->parcel->row, room);
	if (code == DB_OK)
		code = by_verdict[c->verdict](c, room, &act);
	c->state = c->parcel->row.state;
	/* Repeatable: the row as it was, for a second run of the job. */
	c->parcel->row = before;
	return code == DB_NONE ? DB_OK : code;
}

/* Everything 0, and the job ready to be filled in. */
void
conclude_init(struct conclude *conclude)
{
	memset(conclude, 0, sizeof(*conclude));
	conclude->ledger.run = run;
	arena_init(&conclude->arena, APPLY_RESULTS_MAX);
}

void
conclude_by(struct conclude *conclude, struct conf *conf)
{
	conf_release(conclude->conf);
	conclude->conf = conf_hold(conf);
}

/* Gives back what the conclusion holds. */
void
conclude_release(struct conclude *conclude)
{
	conf_release(conclude->conf);
	conclude->conf = NULL;
	arena_release(&conclude->arena);
}
