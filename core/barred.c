/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "barred.h"

#include "arbitrate.h"
#include "cases_list.h"
#include "handed.h"
#include "own.h"
#include "reroute.h"
#include "route.h"
#include "tell.h"

/* Whether an institution may not have the case as it is now. */
static bool
is_barred(const struct act *act, const struct hub_handoff *h,
    int64_t institution)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    institution);

	return inst != NULL && route_reported(act->conf, h) != NULL &&
	    !route_may_take(act->conf, h, act->room->now_ms, inst);
}

/* The offer ends, its receiver hears that it is no longer theirs, and the case
 * goes on elsewhere. */
static enum db_code
take_back(struct act *act, struct handoff_row *offered)
{
	static const struct own_word word = {
		.what = CUSTODY_RECALL,
		.type = "simpul.handoff.cancelled.v1",
		.action = "recall",
		.basis = "",
		.outcome = "success",
		.reason = HUB_REASON_SUPERVISORY_CONTENT,
	};
	bool recalled = false;
	enum db_code code = own_say(act, offered, &word, &recalled);

	if (code == DB_OK && !recalled)
		code = tell_not_yours(act, offered);
	return code == DB_OK ? reroute(act, offered, "") : code;
}

/* Both ways in which such a body may have it. */
static enum db_code
leave(struct act *act, const struct hub_handoff *h)
{
	const struct case_row *c = &act->of_case;
	struct handoff_row row;
	enum db_code code = handoffs_offered(act->room->db, c->id, &row);

	if (code == DB_OK && is_barred(act, h, row.receiver))
		return take_back(act, &row);
	if (code == DB_OK || code == DB_NONE)
		code = handoffs_held(act->room->db, c->id, c->holder, &row);
	if (code == DB_OK && is_barred(act, h, row.receiver))
		return arbitrate_open(act, &row, h, 0);
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
barred_leave(struct act *act)
{
	struct handed handed;
	enum db_code code = handed_read(act, &handed);

	if (code == DB_OK)
		code = leave(act, &handed.h);
	handed_release(&handed);
	return code;
}
