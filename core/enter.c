/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "enter.h"

#include <string.h>

#include "case_clock.h"
#include "cases_list.h"
#include "disputes.h"
#include "log.h"
#include "postponements.h"
#include "tell_source.h"

/* The clocks of the case in its new state. */
static enum db_code
follow(struct act *act, enum case_action action)
{
	struct case_row *c = &act->of_case;
	int64_t now = act->room->now_ms;

	switch (action) {
	case CASE_PAUSE:
		return case_clock_pause(act);
	case CASE_RUN:
		return case_clock_run(act);
	case CASE_AWAIT:
		c->answered_at = now;
		case_clock_answered(act);
		return case_clock_run(act);
	case CASE_GO_ON:
		c->answered_at = 0;
		case_clock_look(c, now);
		return DB_OK;
	case CASE_END:
		c->ended_at = now;
		c->next_at = 0;
		return case_clock_run(act);
	case CASE_RESTART:
		c->reopened++;
		c->ended_at = c->answered_at = c->first_at = 0;
		return case_clock_start(act);
	default:
		return DB_OK;
	}
}

/* A dispute that the case leaves is over, where one was opened. */
static enum db_code
settle(struct act *act)
{
	enum db_code code = disputes_settle(act->room->db, act->of_case.id,
	    act->room->now_ms);

	return code == DB_NONE ? DB_OK : code;
}

/* A case is put off from now, or no longer: a row says when and from where,
 * and what waited meanwhile is looked at. */
static enum db_code
put_off(struct act *act, const struct case_step *step)
{
	struct case_row *c = &act->of_case;
	struct ledger_room *room = act->room;
	struct postponement_row row = { .case_id = c->id,
		.from_at = room->now_ms,
		.state = step->state };
	enum db_code code;

	if (step->state == step->next)
		return DB_OK;
	if (step->next == CASE_POSTPONED) {
		c->flags |= CASE_PUT_OFF;
		row.id = ident_new(&room->ident);
		return postponements_add(room->db, &row);
	}
	if (step->state != CASE_POSTPONED)
		return DB_OK;
	case_clock_look(c, room->now_ms);
	code = postponements_end(room->db, c->id, room->now_ms);
	return code == DB_NONE ? DB_OK : code;
}

/* The state that a case goes back to: somebody may have taken it meanwhile,
 * and what was asked may have been said. */
static enum db_code
find_back(struct act *act, enum case_state *ret)
{
	struct case_row *c = &act->of_case;
	struct postponement_row row;
	struct handoff_row held;
	enum db_code code = handoffs_held(act->room->db, c->id, c->holder,
	    &held);

	if (code == DB_NONE)
		code = postponements_open(act->room->db, c->id, &row);
	else if (code == DB_OK)
		return DB_OK;
	if (code == DB_OK)
		*ret = row.state == CASE_NEEDS_INFO ? CASE_FORWARDED
						    : row.state;
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
enter_case(struct act *act, enum case_event event)
{
	struct case_row *c = &act->of_case;
	const struct case_step *step = custody_case_find(c->state, event);
	enum case_state next;
	enum db_code code = DB_OK;

	if (step == NULL)
		return DB_NONE;
	next = step->next;
	if (step->action == CASE_BACK)
		code = find_back(act, &next);
	if (code != DB_OK)
		return code;
	log_debug("case %lld: %s -> %s", (long long)c->id,
	    case_state_name(c->state), case_state_name(next));
	c->state = next;
	code = follow(act, step->action);
	if (code == DB_OK && step->state == CASE_DISPUTED)
		code = settle(act);
	if (code == DB_OK)
		code = put_off(act, step);
	if (step->action == CASE_END)
		c->next_at = 0;
	return code == DB_OK ? tell_case(act, event) : code;
}

/* Whether the handoff carries the custody of its case. */
static bool
is_custody(const struct act *act)
{
	return act->handoff.kind == HUB_KIND_TRANSFER;
}

/* Whether only a question to the complainant concerns the case. */
static bool
concerns_case(const struct act *act, const struct custody_step *step)
{
	if (step->case_event == CASE_EV_NONE || !is_custody(act))
		return false;
	if (step->case_event == CASE_EV_ASK)
		return act->event->asked != HUB_ASKED_SENDER &&
		    act->event->asked != HUB_ASKED_HOLDER;
	return true;
}

/* The receiver takes its part, and holds the case from now where the handoff
 * carries custody. */
static enum db_code
take(struct act *act)
{
	struct case_row *c = &act->of_case;

	if (is_custody(act) && c->holder != act->handoff.receiver) {
		c->holder = act->handoff.receiver;
		c->holder_since = act->room->now_ms;
		case_clock_taken(act);
	}
	return tell_taken(act);
}

/* How a step takes a handoff. */
static enum handoff_taken
taken_by(unsigned event)
{
	switch (event) {
	case CUSTODY_DEEM:
		return TAKEN_DEEMED;
	case CUSTODY_DECIDE:
		return TAKEN_DECIDED;
	case HUB_EV_ACCEPTED:
		return TAKEN_SAID;
	default:
		return TAKEN_IMPLIED;
	}
}

/* When it was taken and how, and the receiver's first follow-up. */
static void
date_handoff(struct handoff_row *h, const struct custody_step *step,
    int64_t now)
{
	if (step->action == CUSTODY_TAKE && h->taken_at == 0) {
		h->taken_at = now;
		h->taken_by = taken_by(step->event);
	}
	if (h->first_at == 0 &&
	    (step->event == HUB_EV_PROGRESS || step->event == HUB_EV_ANSWERED))
		h->first_at = now;
}

/* The row of the handoff itself. */
static enum db_code
write_handoff(struct act *act, const struct custody_step *step)
{
	struct handoff_row *h = &act->handoff;
	enum db_code code;

	if (step->next == h->state)
		return DB_OK;
	log_debug("handoff %lld: %s -> %s", (long long)h->id,
	    handoff_state_name(h->state), handoff_state_name(step->next));
	h->state = step->next;
	h->reason = act->event->reason;
	h->decided_at = act->room->now_ms;
	date_handoff(h, step, h->decided_at);
	code = handoffs_set(act->room->db, h);
	if (code == DB_OK && !handoff_open(h->state))
		code = outbox_unlive(act->room->db, h->id);
	return code;
}

enum db_code
enter_handoff(struct act *act, const struct custody_step *step)
{
	struct case_row *c = &act->of_case;
	enum db_code code = write_handoff(act, step);

	if (code != DB_OK)
		return code;
	if (step->action == CUSTODY_TAKE)
		code = take(act);
	if (code != DB_OK)
		return code;
	if (step->action == CUSTODY_REROUTE && is_custody(act) &&
	    step->event != CUSTODY_FAIL && step->event != CUSTODY_UNDO)
		c->hops++;
	if (c->first_at < c->holder_since &&
	    c->holder == act->handoff.receiver &&
	    (step->event == HUB_EV_PROGRESS || step->event == HUB_EV_ANSWERED))
		c->first_at = act->room->now_ms;
	if (!concerns_case(act, step))
		return DB_OK;
	code = enter_case(act, step->case_event);
	return code == DB_NONE ? DB_OK : code;
}
