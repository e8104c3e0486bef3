/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "arbitrate.h"

#include "case_clock.h"
#include "enter.h"
#include "own.h"
#include "route.h"

bool
arbitrate_needed(struct act *act, int64_t target)
{
	if (act->of_case.hops + 1 >= ARBITRATE_HOP)
		return true;
	return target != 0 &&
	    handoffs_refused_by(act->room->db, act->of_case.id, target);
}

enum db_code
arbitrate_open(struct act *act, const struct handoff_row *old, int64_t proposed)
{
	struct audit_note base = audit_note_init("");
	struct dispute_row row = {
		.id = ident_new(&act->room->ident),
		.case_id = act->of_case.id,
		.handoff_id = old->id,
		.proposed = proposed,
		.arbiter = route_coordinator(act->conf)->key,
		.stage = DISPUTE_COORDINATOR,
		.opened_at = act->room->now_ms,
	};
	enum db_code code = enter_case(act, CASE_EV_DISPUTE);

	/* It waits for a decision already. */
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	code = disputes_add(act->room->db, &row);
	if (code != DB_OK)
		return code;
	case_clock_look(&act->of_case, act->room->now_ms);
	base.entry.by = act_name(act, row.arbiter);
	base.entry.reason = hub_reason_name(old->reason);
	return own_note(act, "simpul.case.disputed.v1", "dispute", &base);
}
