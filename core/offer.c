/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "offer.h"

#include <string.h>

#include "case_clock.h"
#include "term.h"

int64_t
offer_due(const struct act *act, int64_t receiver)
{
	const struct term_limit accept = {
		.name = case_clock_name(&act->of_case, "accept"),
		.received_ms = act->of_case.received,
		.start_ms = act->room->now_ms
	};
	const struct conf_institution *to = conf_by_key(act->conf, receiver);

	if (to == NULL)
		return term_of_limit(act->conf, act->of_case.region, &accept)
		    .at;
	return term_of_hop(act->conf, to, &accept, NULL, 0).at;
}

/* The delivery that carries a handoff, unless the receiver reads it over the
 * API. */
static enum db_code
add_delivery(struct act *act, const struct handoff_row *h, bool new_lane)
{
	const struct conf_institution *to;
	struct delivery_row row = {
		.id = h->id,
		.case_id = h->case_id,
		.handoff_id = h->id,
		.institution = h->receiver,
		.event = HUB_EV_HANDOFF,
		.state = DELIVERY_QUEUED,
		.ready = true,
		.live = true,
		.due_at = act->room->now_ms,
	};

	to = conf_by_key(act->conf, h->receiver);
	act_wake(act->wake, h->receiver);
	if (to == NULL || !conf_gets_deliveries(to))
		return DB_OK;
	row.deadline = act->room->now_ms + to->deadline_ms;
	if (h->due_at != 0 && row.deadline > h->due_at)
		row.deadline = h->due_at;
	/* Nobody else would notice that a person has forgotten it. */
	if (conf_is_manual(to))
		case_clock_look(&act->of_case, row.deadline);
	if (new_lane)
		return outbox_add(act->room->db, &row);
	return outbox_append(act->room->db, &row);
}

const char *
offer_type(enum hub_kind kind)
{
	return kind == HUB_KIND_ESCALATE ? "simpul.handoff.escalated.v1"
					 : "simpul.handoff.queued.v1";
}

/* Whether its receiver has something to decide in time. */
static bool
has_clock(enum hub_kind kind)
{
	return kind == HUB_KIND_TRANSFER || kind == HUB_KIND_JOINT;
}

enum db_code
offer_make(struct act *act, const struct offer *offer,
    struct handoff_row *ret_handoff)
{
	struct handoff_row h = {
		.id = ident_new(&act->room->ident),
		.case_id = act->of_case.id,
		.parent = offer->parent,
		.sender = offer->sender,
		.receiver = offer->receiver,
		.hop = act->of_case.hops + 1,
		.kind = offer->kind,
		.state = HANDOFF_OFFERED,
		.reason = offer->reason,
		.dispute = offer->dispute,
		.made = true,
	};
	enum db_code code;

	if (has_clock(offer->kind))
		h.due_at = offer_due(act, offer->receiver);
	if (offer->kind != HUB_KIND_TRANSFER)
		act->of_case.flags |= CASE_BESIDE;

	code = audit_channel_next(act->room->audit, act->room->db, h.sender,
	    h.receiver, &h.chan_seq);
	if (code == DB_OK)
		code = handoffs_add(act->room->db, &h);
	if (code == DB_OK)
		code = add_delivery(act, &h, offer->new_lane);
	if (code != DB_OK)
		return code;
	if (h.due_at != 0)
		case_clock_look(&act->of_case,
		    case_clock_soon(&act->of_case, act->room->now_ms,
			h.due_at));
	*ret_handoff = h;
	return DB_OK;
}
