/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lead.h"

#include "cases_list.h"

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

enum db_code
lead_act(struct act *act)
{
	struct handoff_row main;
	enum db_code code;

	if (act->handoff.id == 0 || handoff_open(act->handoff.state) ||
	    !lead_is_complainants(act->event->kind) ||
	    !(act->parties & (PARTY_SOURCE | PARTY_COORDINATOR)))
		return DB_OK;
	code = handoffs_main(act->room->db, act->of_case.id, &main);
	if (code != DB_OK || main.id == act->handoff.id)
		return code == DB_NONE ? DB_OK : code;
	act->handoff = main;
	return act_load(act);
}
