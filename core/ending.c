/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ending.h"

#include "cases_list.h"
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

/* What its receiver hears: why, where it had taken the case, else only that
 * it is theirs no longer. */
static enum db_code
tell(struct act *act, const struct handoff_row *h, enum hub_event_kind told,
    bool offered)
{
	struct act one = *act;

	one.handoff = *h;
	if (h->receiver == act->actor->institution)
		return DB_OK;
	if (!offered && act->said != 0)
		return tell_one(&one, h->receiver, told, act->said);
	return tell_not_yours(act, h);
}

/* One of them ends. */
static enum db_code
end_one(struct act *act, struct handoff_row *h, enum hub_event_kind told)
{
	bool offered = h->state == HANDOFF_OFFERED, unheard = false;
	enum db_code code = own_say(act, h, offered ? &recalled : &closed,
	    &unheard);

	if (code != DB_OK || unheard)
		return code == DB_NONE ? DB_OK : code;
	return tell(act, h, told, offered);
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
	return code;
}

enum db_code
ending_of_offer(struct act *act)
{
	struct handoff_row offered;
	enum db_code code = handoffs_offered(act->room->db, act->of_case.id,
	    &offered);

	if (code == DB_OK)
		code = end_one(act, &offered, HUB_EV_CANCELLED);
	return code == DB_NONE ? DB_OK : code;
}
