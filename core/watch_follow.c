/* SPDX-License-Identifier: Apache-2.0 */
/* The holder's first follow-up; see watch_look.h. */
#include "config.h"

#include "case_clock.h"
#include "notice.h"
#include "watch_look.h"

/* Whether the holder still owes its first word; a question is one, and while
 * it is open or the coordinator decides nothing can be asked of it. */
static bool
is_owed(const struct case_row *c, const struct handoff_row *h)
{
	if (h->kind != HUB_KIND_TRANSFER || c->first_at >= c->holder_since)
		return false;
	return c->state == CASE_FORWARDED || c->state == CASE_IN_PROGRESS ||
	    c->state == CASE_REOPENED;
}

/* One working day is left. */
static enum db_code
remind(struct act *act, struct handoff_row *h, int64_t due)
{
	const struct notice notice = { NOTICE_REMINDER, h->receiver, due,
		{ h->receiver } };

	h->told |= TOLD_FOLLOW_SOON;
	return notice_give(act, &notice);
}

/* The limit is over. */
static enum db_code
tell_over(struct act *act, struct handoff_row *h, int64_t due)
{
	const struct notice notice = { NOTICE_BREACH, h->receiver, due,
		{ watch_coordinator(act) } };
	enum db_code code = watch_breached(act, "first_follow_up", due);

	h->told |= TOLD_FOLLOW_SOON | TOLD_FOLLOW_OVER;
	return code == DB_OK ? notice_give(act, &notice) : code;
}

enum db_code
watch_follow(struct act *act, struct handoff_row *h)
{
	struct case_row *c = &act->of_case;
	const struct term_limit limit = { .name = case_clock_name(c,
					      "first_follow_up"),
		.received_ms = c->received,
		.start_ms = c->holder_since };
	int64_t now = act->room->now_ms, soon;
	struct watch_hop hop;
	enum db_code code;

	if (!is_owed(c, h) || (h->told & TOLD_FOLLOW_OVER))
		return DB_OK;
	code = watch_hop(act, h, &limit, &hop);
	if (code != DB_OK)
		return code;
	if (hop.stands)
		return watch_standing(act, h, c->holder_since, hop.due);
	if (now >= hop.due)
		return tell_over(act, h, hop.due);
	soon = case_clock_soon(c, c->holder_since, hop.due);
	if (!(h->told & TOLD_FOLLOW_SOON) && now < soon) {
		case_clock_look(c, soon);
		return DB_OK;
	}
	case_clock_look(c, hop.due);
	return h->told & TOLD_FOLLOW_SOON ? DB_OK : remind(act, h, hop.due);
}
