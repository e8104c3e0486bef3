/* SPDX-License-Identifier: Apache-2.0 */
/* An offered handoff: its receiver decides in time, or others do.  The clock
 * begins when it was delivered, and not before; see watch_look.h. */
#include "config.h"

#include <stdio.h>

#include "agreement.h"
#include "beside.h"
#include "case_clock.h"
#include "delivery.h"
#include "notice.h"
#include "own.h"
#include "pass.h"
#include "tell.h"
#include "tell_event.h"
#include "watch_look.h"

/* When its clock began. */
struct begun {
	struct delivery_row row; /* id 0: it has no delivery */
	bool arrived;
	int64_t start; /* now, while it has not arrived */
	int64_t look;  /* when it is taken to have arrived, 0: no such time */
};

/* What is known of its delivery; whoever has no wire has it at once.  A letter
 * that our relay took and nobody sent back in its time has been there since
 * the end of that: mail servers give up before. */
static enum db_code
find_begin(struct act *act, const struct handoff_row *h, struct begun *ret)
{
	enum db_code code = outbox_get(act->room->db, h->id, &ret->row);

	if (code == DB_NONE) {
		*ret = (struct begun){ .arrived = true,
			.start = ident_ms(h->id) };
		return DB_OK;
	}
	ret->arrived = ret->row.state == DELIVERY_DELIVERED;
	ret->start = ret->arrived ? ret->row.due_at : act->room->now_ms;
	ret->look = ret->row.state == DELIVERY_POSTED ? ret->row.deadline : 0;
	if (ret->look > 0 && ret->look <= act->room->now_ms) {
		ret->arrived = true;
		ret->start = ret->look;
	}
	return code;
}

/* The limit by name, from that moment. */
static struct term_limit
limit_of(const struct act *act, const char *name, int64_t start)
{
	return (struct term_limit){ .name = name,
		.received_ms = act->of_case.received,
		.start_ms = start };
}

/* Tells the receiver that the limit is near. */
static enum db_code
remind(struct act *act, struct handoff_row *h)
{
	const struct notice notice = { NOTICE_REMINDER, h->receiver, h->due_at,
		{ h->receiver } };

	h->told |= TOLD_ACCEPT_SOON;
	return notice_give(act, &notice);
}

/* The limit is over: its superior and the coordinator are told. */
static enum db_code
limit_over(struct act *act, struct handoff_row *h)
{
	const struct notice notice = { NOTICE_EXPIRED, h->receiver, h->due_at,
		{ watch_coordinator(act), watch_superior(act, h->receiver) } };
	enum db_code code;

	h->told |= TOLD_ACCEPT_SOON | TOLD_ACCEPT_OVER;
	code = watch_breached(act, "accept", h->due_at);
	return code == DB_OK ? notice_give(act, &notice) : code;
}

/* Its silence is acceptance, by its agreement. */
static enum db_code
deem(struct act *act, struct handoff_row *h)
{
	static const struct own_word word = {
		.what = CUSTODY_DEEM,
		.type = "simpul.handoff.accepted.v1",
		.action = "accept",
		.basis = "deemed",
		.outcome = "success",
	};
	const struct hub_event *nothing = act->event;
	const struct hub_event accepted = hub_event_init(HUB_EV_ACCEPTED);
	const struct notice notice = { NOTICE_DEEMED, h->receiver, h->due_at,
		{ h->receiver } };
	bool recalled = false;
	enum db_code code;

	act->holder_before = act->of_case.holder;
	code = own_say(act, h, &word, &recalled);
	if (code != DB_OK)
		return code;
	act->handoff = *h;
	act->event = &accepted;
	act->said = 0;
	code = tell_event(act);
	if (code == DB_OK)
		code = notice_give(act, &notice);
	if (code == DB_OK && act->holder_before != act->of_case.holder)
		code = pass_relieve(act);
	act->event = nothing;
	case_clock_look(&act->of_case, act->room->now_ms);
	return code;
}

/* They did not decide: the coordinator does. */
static enum db_code
expire(struct act *act, struct handoff_row *h)
{
	static const struct own_word word = {
		.what = CUSTODY_EXPIRE,
		.type = "simpul.handoff.expired.v1",
		.action = "expire",
		.basis = "",
		.outcome = "failure",
	};
	bool recalled = false;
	enum db_code code = own_say(act, h, &word, &recalled);

	if (code != DB_OK)
		return code;
	act->handoff = *h;
	if (!recalled)
		code = tell_one(act, h->receiver, HUB_EV_CANCELLED, 0);
	if (code != DB_OK)
		return code;
	return h->kind == HUB_KIND_TRANSFER ? watch_dispute(act, h)
					    : beside_lost(act, h);
}

/* The limit was over some working days ago, and they said nothing since. */
static enum db_code
end_silence(struct act *act, struct handoff_row *h)
{
	const struct conf_institution *to = conf_by_key(act->conf, h->receiver);

	if (to != NULL && to->agreement_deemed && to->holds &&
	    h->kind == HUB_KIND_TRANSFER &&
	    agreement_in_force(to, act->room->now_ms / 1000))
		return deem(act, h);
	return expire(act, h);
}

/* What follows when the limit is over. */
static enum db_code
after_limit(struct act *act, struct handoff_row *h)
{
	/* The instant of the limit is the next day's first. */
	const struct term_limit limit = limit_of(act, "deemed", h->due_at - 1);
	struct watch_hop grace;
	enum db_code code = DB_OK;

	if (!(h->told & TOLD_ACCEPT_OVER))
		code = limit_over(act, h);
	if (code == DB_OK)
		code = watch_hop(act, h, &limit, &grace);
	if (code != DB_OK)
		return code;
	if (act->room->now_ms >= grace.due)
		return end_silence(act, h);
	case_clock_look(&act->of_case, grace.due);
	return DB_OK;
}

/* The limit is not over yet. */
static enum db_code
before_limit(struct act *act, struct handoff_row *h, int64_t soon)
{
	bool remind_now = !(h->told & TOLD_ACCEPT_SOON) &&
	    act->room->now_ms >= soon;

	if (!(h->told & TOLD_ACCEPT_SOON) && !remind_now)
		case_clock_look(&act->of_case, soon);
	else
		case_clock_look(&act->of_case, h->due_at);
	return remind_now ? remind(act, h) : DB_OK;
}

/* Whether a person was to enter it there, and has not. */
static bool
is_to_be_done(const struct act *act, const struct begun *begun)
{
	const struct conf_institution *to = conf_by_key(act->conf,
	    begun->row.institution);

	return !begun->arrived && to != NULL && conf_is_manual(to) &&
	    (begun->row.state == DELIVERY_QUEUED ||
		begun->row.state == DELIVERY_WAITING);
}

/* Nobody entered it there in its time: it counts as what cannot be
 * delivered. */
static enum db_code
park_undone(struct act *act, struct begun *begun)
{
	struct audit_note base = audit_note_init("");
	uint64_t case_seq = 0;
	enum db_code code;

	if (act->room->now_ms < begun->row.deadline) {
		case_clock_look(&act->of_case, begun->row.deadline);
		return DB_OK;
	}
	(void)snprintf(begun->row.why, sizeof(begun->row.why),
	    "nobody has entered it there in its time");
	code = delivery_step(act->room, &begun->row, DELIVERY_PARK, &case_seq);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	base.entry.reason = "not_entered";
	return own_note(act, "simpul.handoff.parked.v1", "park", &base);
}

enum db_code
watch_accept(struct act *act, struct handoff_row *h)
{
	struct term_limit limit;
	struct watch_hop hop;
	struct begun begun = { .look = 0 };
	int64_t now = act->room->now_ms;
	enum db_code code = find_begin(act, h, &begun);

	if (code == DB_OK && is_to_be_done(act, &begun))
		code = park_undone(act, &begun);
	if (code != DB_OK)
		return code;
	if (begun.row.state == DELIVERY_PARKED)
		return watch_stuck(act, h, &begun.row);
	/* Who only looks on has nothing to decide. */
	if (h->due_at == 0)
		return DB_OK;
	limit = limit_of(act, case_clock_name(&act->of_case, "accept"),
	    begun.start);
	code = watch_hop(act, h, &limit, &hop);
	if (code != DB_OK)
		return code;
	if (hop.due > h->due_at)
		h->due_at = hop.due;
	if (hop.stands)
		return watch_standing(act, h, begun.start, hop.due);
	if (begun.arrived && now >= h->due_at)
		return after_limit(act, h);
	if (begun.arrived)
		return before_limit(act, h,
		    case_clock_soon(&act->of_case, begun.start, h->due_at));
	case_clock_look(&act->of_case,
	    case_clock_soon(&act->of_case, now, hop.due));
	if (begun.look > 0)
		case_clock_look(&act->of_case, begun.look);
	return DB_OK;
}
