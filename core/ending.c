/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ending.h"

#include "cases_list.h"
#include "disputes.h"
#include "own.h"
#include "tell.h"

#define AT_ONCE 16 /* handoffs that one look takes */

static const struct own_word recalled = {
	.what = CUSTODY_RECALL,
	.type = "simpul.handoff.cancelled.v1",
	.action = "recall",
	.basis = "",
	.outcome = "success",
};
static const struct own_word closed = {
	.what = CUSTODY_CLOSE,
	.type = "simpul.handoff.closed.v1",
	.action = "close",
	.basis = "",
	.outcome = "success",
};

/* Open handoffs of one look. */
struct open {
	struct handoff_row rows[AT_ONCE];
	size_t count;
};

/* db_row_fn: one handoff, if something may still happen to it. */
static bool
take_open(void *ctx, const struct db_row *row)
{
	struct open *open = ctx;
	struct handoff_row h;

	handoff_row_read(row, &h);
	if (handoff_open(h.state))
		open->rows[open->count++] = h;
	return open->count < AT_ONCE;
}

/* One of them ends, and its receiver hears. */
static enum db_code
end_one(struct act *act, const struct handoff_row *h, enum hub_event_kind told)
{
	bool offered = h->state == HANDOFF_OFFERED, unheard = false;
	struct act one = *act;
	enum db_code code;

	one.handoff = *h;
	code = own_say(act, &one.handoff, offered ? &recalled : &closed,
	    &unheard);
	if (code != DB_OK || unheard || h->receiver == act->actor->institution)
		return code == DB_NONE ? DB_OK : code;
	return tell_one(&one, h->receiver, offered ? HUB_EV_CANCELLED : told,
	    offered ? 0 : act->said);
}

/* Nobody has to decide any more. */
static enum db_code
end_dispute(struct act *act)
{
	struct dispute_row row;
	enum db_code code = disputes_open(act->room->db, act->of_case.id, &row);

	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	row.decided_at = act->room->now_ms;
	row.decided_by = act->actor->institution;
	return disputes_set(act->room->db, &row);
}

enum db_code
ending_of_case(struct act *act, enum hub_event_kind told)
{
	struct open open;
	enum db_code code = DB_OK;

	do {
		open.count = 0;
		code = handoffs_of_case(act->room->db, act->of_case.id,
		    take_open, &open);
		if (code == DB_NONE)
			code = DB_OK;
		for (size_t i = 0; i < open.count && code == DB_OK; i++)
			code = end_one(act, &open.rows[i], told);
	} while (code == DB_OK && open.count == AT_ONCE);
	return code == DB_OK ? end_dispute(act) : code;
}
