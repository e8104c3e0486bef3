/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lead.h"

#include "cases_list.h"
#include "enter.h"
#include "keep.h"
#include "relate.h"

bool
lead_is_complainants(enum hub_event_kind kind)
{
	switch (kind) {
	case HUB_EV_SUPPLEMENT:
	case HUB_EV_REMINDER:
	case HUB_EV_OBJECTION:
	case HUB_EV_RATING:
	case HUB_EV_WITHDRAWN:
		return true;
	default:
		return false;
	}
}

/* Goes over to the handoff that a case turns on. */
static enum db_code
go_over(struct act *act, int64_t case_id)
{
	struct handoff_row main;
	enum db_code code = handoffs_main(act->room->db, case_id, &main);

	if (code != DB_OK || main.id == act->handoff.id)
		return code == DB_NONE ? DB_OK : code;
	act->handoff = main;
	return act_load(act);
}

/* A word about the answer of another: kept beside it. */
static enum db_code
keep(struct act *act)
{
	enum db_code code = act_store(act, EVENT_APPLIED);

	act->type = "simpul.message.received.v1";
	if (code == DB_OK)
		code = act_audit(act, "success", "");
	act->type = NULL;
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* One of those who complain of the same takes their complaint back; the
 * others' goes on. */
static enum db_code
withdraw(struct act *act)
{
	enum db_code code = relate_part(act);

	if (code == DB_OK)
		code = enter_case(act, CASE_EV_WITHDRAW);
	if (code == DB_NONE)
		return act_end(act, HUB_ILLEGAL, "the case has ended");
	if (code == DB_OK)
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = act_audit(act, "success", "");
	if (code == DB_OK)
		code = keep_case(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* The same of a case that is joined to another. */
static enum db_code
lead_joined(struct act *act, bool *ret_done)
{
	enum db_code code;

	*ret_done = act->event->kind == HUB_EV_RATING ||
	    act->event->kind == HUB_EV_WITHDRAWN;
	if (act->event->kind == HUB_EV_RATING)
		return keep(act);
	if (act->event->kind == HUB_EV_WITHDRAWN &&
	    case_open(act->of_case.state))
		return withdraw(act);
	if (*ret_done)
		return act_end(act, HUB_ILLEGAL, "the case has ended");
	code = go_over(act, act->of_case.joined);
	/* They speak for their own complaint. */
	act->parties |= PARTY_SOURCE;
	return code;
}

enum db_code
lead_act(struct act *act, bool *ret_done)
{
	*ret_done = false;
	if (!lead_is_complainants(act->event->kind) ||
	    !(act->parties & (PARTY_SOURCE | PARTY_COORDINATOR)))
		return DB_OK;
	if (act->of_case.joined != 0)
		return lead_joined(act, ret_done);
	if (act->handoff.id == 0 || handoff_open(act->handoff.state))
		return DB_OK;
	return go_over(act, act->of_case.id);
}
