/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "act_step.h"

#include <string.h>

#include "beside.h"
#include "bound.h"
#include "brought.h"
#include "cases_list.h"
#include "correction.h"
#include "enter.h"
#include "interim.h"
#include "joint.h"
#include "keep.h"
#include "lead.h"
#include "objection.h"
#include "pass.h"
#include "recall.h"
#include "relate.h"
#include "reroute.h"
#include "tell.h"
#include "tell_event.h"
#include "unmapped.h"

/* Whether the handoff already stands where the event would lead it. */
static bool
already(const struct handoff_row *h, enum hub_event_kind event)
{
	enum handoff_state state = h->state;
	size_t count;
	const struct custody_step *rows = custody_rows(h->kind, &count);

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

	if (already(&act->handoff, act->event->kind))
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
	custody_allowed(act->handoff.kind, act->handoff.state, act->parties,
	    &allowed);
	act->result->allowed = arena_text(act->arena, hub_buf_str(&allowed));
	hub_buf_release(&allowed);
	return DB_OK;
}

/* Whether an event has words of its own that are kept. */
static bool
worth_keeping(const struct hub_event *e)
{
	return e->text[0] != '\0' || e->kind != HUB_EV_OPENED;
}

/* What follows from a step that was taken. */
static enum db_code
follow(struct act *act)
{
	enum db_code code = DB_OK;

	if (act->step->action == CUSTODY_TAKE &&
	    act->handoff.kind == HUB_KIND_TRANSFER)
		code = pass_relieve(act);
	if (code != DB_OK)
		return code;
	if (act->step->action == CUSTODY_REROUTE)
		code = relate_propose(act);
	if (code != DB_OK)
		return code;
	if (act->step->action == CUSTODY_REROUTE)
		return reroute(act, &act->handoff, act->event->target);
	return act->handoff.kind == HUB_KIND_JOINT ? joint_go_on(act) : DB_OK;
}

/* A step that is legal and theirs, with all that follows. */
static enum db_code
take_step(struct act *act)
{
	enum db_code code = enter_handoff(act, act->step);

	if (code == DB_OK &&
	    (act->step->action == CUSTODY_RELEASE ||
		act->step->action == CUSTODY_FINISH))
		code = recall_unsent(act);
	if (code == DB_OK && worth_keeping(act->event))
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = brought_keep(act);
	if (code == DB_OK)
		code = act_audit(act, "success",
		    hub_reason_name(act->event->reason));
	if (code == DB_OK)
		code = tell_event(act);
	if (code == DB_OK)
		code = follow(act);
	if (code == DB_OK)
		code = keep_case(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* A correction of what the actor said itself; others move nothing. */
static enum db_code
correct(struct act *act, bool *ret_done)
{
	const struct hub_event *said = act->event;
	const struct audit_note *base = act->base;
	struct correction c = { .step = NULL };
	enum db_code code = correction_find(act, &c);

	*ret_done = code != DB_NONE && (c.done || c.step != NULL);
	if (code == DB_NONE)
		return DB_OK;
	if (code != DB_OK || !*ret_done || c.done)
		return code;
	act->event = &c.event;
	act->base = &c.note;
	act->step = c.step;
	code = take_step(act);
	act->event = said;
	act->base = base;
	return code;
}

/* Whether the actor may take back what is offered: not what was decided, nor
 * where the case goes after they gave it back. */
static bool
may_cancel(const struct act *act)
{
	const struct handoff_row *h = &act->handoff;
	struct handoff_row held;
	int64_t who = act->actor->institution;

	if (act->event->kind != HUB_EV_CANCELLED ||
	    h->kind != HUB_KIND_TRANSFER ||
	    (act->parties & PARTY_COORDINATOR) != 0)
		return true;
	if (h->dispute != 0)
		return false;
	return !handoffs_refused_by(act->room->db, h->case_id, who) ||
	    handoffs_held(act->room->db, h->case_id, who, &held) == DB_OK;
}

/* The step of an event that is understood. */
static enum db_code
step(struct act *act)
{
	const struct hub_event *said = act->event;
	struct hub_event heard;
	enum db_code code = DB_OK;
	bool held;

	if (bound_refusal(act))
		return bound_answer(act);
	if (act->event->kind == HUB_EV_CORRECTION) {
		code = correct(act, &held);
		if (code != DB_OK || held)
			return code;
	}
	act->step = custody_find(act->handoff.kind, act->handoff.state,
	    act->event->kind);
	if (act->step == NULL)
		return decline(act);
	if (!(act->step->who & act->parties))
		return act_end(act, HUB_FORBIDDEN, "not theirs to say");
	if (!may_cancel(act))
		return act_end(act, HUB_FORBIDDEN,
		    "only the coordinator takes this back");
	code = joint_wait(act, &held);
	if (code != DB_OK || held)
		return code;
	act->event = beside_heard(act, &heard);
	code = take_step(act);
	act->event = said;
	return code;
}

/* Whether a refusal, of who has one word for both, gives back what they had
 * taken. */
static bool
is_return(const struct act *act)
{
	return act->event->kind == HUB_EV_REFUSED && act->event->or_returned &&
	    handoff_open(act->handoff.state) &&
	    act->handoff.state != HANDOFF_OFFERED;
}

/* Whether a receiver answers what it was asked: it adds nothing to the case
 * that it was handed, it tells the coordinator. */
static bool
is_reply(const struct act *act)
{
	const unsigned givers = PARTY_SENDER | PARTY_SOURCE | PARTY_COORDINATOR;

	return act->event->kind == HUB_EV_SUPPLEMENT &&
	    (act->parties & PARTY_RECEIVER) != 0 &&
	    (act->parties & givers) == 0;
}

enum db_code
act_step(struct act *act)
{
	const struct hub_event *said = act->event;
	struct hub_event meant;
	enum db_code code;
	bool done;

	if (is_return(act) || is_reply(act)) {
		meant = *said;
		meant.kind = is_return(act) ? HUB_EV_RETURNED : HUB_EV_COMMENT;
		act->event = &meant;
		code = act_step(act);
		act->event = said;
		return code;
	}
	if (!said->unmapped)
		return step(act);
	code = unmapped_hear(act, &meant, &done);
	if (code != DB_OK || done)
		return code;
	act->event = &meant;
	code = step(act);
	act->event = said;
	return code;
}

/* Whoever speaks about a joined case learns nothing of the other one. */
static void
name_own(struct act *act, int64_t own)
{
	char id[IDENT_TEXT_SIZE];

	ident_text(own, id);
	act->result->case_id = arena_text(act->arena, id);
	act->result->id = "";
}

/* Whether the reference named beside the hub's own id is another case's: then
 * nobody knows of which of the two they speak. */
static enum db_code
is_crossed(const struct act *act, bool *ret)
{
	const struct hub_event *e = act->event;
	struct handoff_row other;
	int64_t id = 0;
	enum db_code code = DB_NONE;

	*ret = false;
	if (e->handoff_id[0] != '\0' && e->remote_ref[0] != '\0')
		code = outbox_by_remote(act->room->db, act->actor->institution,
		    e->remote_ref, &id);
	if (code == DB_OK && id != 0 && id != act->handoff.id)
		code = handoffs_get(act->room->db, id, &other);
	else if (code == DB_OK)
		return DB_OK;
	*ret = code == DB_OK && other.case_id != act->handoff.case_id;
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
act_event(struct act *act)
{
	enum db_code code = act_find(act);
	int64_t own;
	bool done, crossed;

	if (code == DB_NONE && act->shared)
		return act_end(act, HUB_INVALID,
		    "several open cases have this reference; name the hub's "
		    "id of the handoff");
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
	code = is_crossed(act, &crossed);
	if (code != DB_OK)
		return code;
	if (crossed)
		return act_end(act, HUB_INVALID,
		    "the handoff and the reference named are of two cases");
	own = act->of_case.joined == 0 ? 0 : act->of_case.id;
	code = lead_act(act, &done);
	if (code != DB_OK || done)
		return code;
	if (interim_is(act))
		code = interim_hear(act);
	else if (objection_is_late(act))
		code = objection_reopen(act);
	else
		code = act_step(act);
	if (code == DB_OK && own != 0)
		name_own(act, own);
	return code;
}
