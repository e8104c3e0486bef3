/* SPDX-License-Identifier: Apache-2.0 */
/* A handoff that does not get through, or cannot be said: people are told, and
 * in the end the coordinator decides; see watch_look.h. */
#include "config.h"

#include "case_clock.h"
#include "notice.h"
#include "watch_look.h"

/* Key of the second contact of an institution, 0: it has none. */
static int64_t
second_of(const struct act *act, int64_t institution)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    institution);

	if (inst != NULL)
		inst = conf_find(act->conf, inst->second_contact);
	return inst == NULL || inst->retired ? 0 : inst->key;
}

/* Whoever sent it and the coordinator are told, and its receiver in the other
 * way that it has. */
static enum db_code
tell_stuck(struct act *act, struct handoff_row *h, enum notice_what what)
{
	const struct notice notice = { what, h->receiver, 0,
		{ h->sender, watch_coordinator(act) } };
	const struct notice second = { NOTICE_SECOND, h->receiver, 0,
		{ second_of(act, h->receiver) } };
	enum db_code code;

	h->told |= TOLD_STUCK;
	code = notice_give(act, &notice);
	if (code != DB_OK || second.to[0] == 0)
		return code;
	return notice_give(act, &second);
}

enum db_code
watch_failed(struct act *act, struct handoff_row *h)
{
	return tell_stuck(act, h, NOTICE_FAILED);
}

/* It has stayed parked too long.  The handoff stays open: a person may let
 * the delivery go again until the decision takes it back. */
static enum db_code
give_up(struct act *act, struct handoff_row *h)
{
	h->told |= TOLD_STUCK_OVER;
	if (h->kind != HUB_KIND_TRANSFER)
		return DB_OK;
	return watch_dispute(act, h);
}

enum db_code
watch_stuck(struct act *act, struct handoff_row *h,
    const struct delivery_row *row)
{
	const struct term_limit limit = { .name = "deemed",
		.received_ms = act->of_case.received,
		.start_ms = row->due_at };
	struct watch_hop grace;
	enum db_code code = DB_OK;

	if (!(h->told & TOLD_STUCK))
		code = tell_stuck(act, h, NOTICE_PARKED);
	if (code != DB_OK || (h->told & TOLD_STUCK_OVER))
		return code;
	code = watch_hop(act, h, &limit, &grace);
	if (code != DB_OK)
		return code;
	if (grace.stands)
		return watch_standing(act, h, row->due_at, grace.due);
	if (act->room->now_ms >= grace.due)
		return give_up(act, h);
	case_clock_look(&act->of_case, grace.due);
	return DB_OK;
}
