/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "offer.h"

#include <string.h>

#include "frame_words.h"
#include "log.h"
#include "tell.h"

#define DAY_MS INT64_C(86400000)
#define OFFER_CASE_MAX (2u << 20) /* room for a case's canonical frame */

/* When the receiver is to have decided. */
static int64_t
due_at(const struct conf *conf, int64_t now_ms)
{
	for (size_t i = 0; i < conf->deadline_count; i++)
		if (strcmp(conf->deadlines[i].name, "accept") == 0)
			return now_ms + conf->deadlines[i].days * DAY_MS;
	return now_ms + 3 * DAY_MS;
}

/* The delivery that carries a handoff, unless the receiver has no wire. */
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
	if (to == NULL || strcmp(to->plugin, "none") == 0)
		return DB_OK;
	row.deadline = act->room->now_ms + to->deadline_ms;
	if (row.deadline > h->due_at)
		row.deadline = h->due_at;
	if (new_lane)
		return outbox_add(act->room->db, &row);
	return outbox_append(act->room->db, &row);
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
		.due_at = due_at(act->conf, act->room->now_ms),
		.hop = act->of_case.hops + 1,
		.kind = offer->kind,
		.state = HANDOFF_OFFERED,
		.reason = offer->reason,
	};
	enum db_code code;

	code = audit_channel_next(act->room->audit, act->room->db, h.sender,
	    h.receiver, &h.chan_seq);
	if (code == DB_OK)
		code = handoffs_add(act->room->db, &h);
	if (code == DB_OK)
		code = add_delivery(act, &h, offer->new_lane);
	if (code == DB_OK)
		*ret_handoff = h;
	return code;
}

/* route_skip_fn: those who have refused the case, and the one who just did. */
static bool
has_refused(void *ctx, const struct conf_institution *inst)
{
	const struct act *act = ctx;

	return inst->key == act->handoff.receiver ||
	    handoffs_refused_by(act->room->db, act->of_case.id, inst->key);
}

/* The case as it was handed in, with a proposed target. */
static enum db_code
load_case(struct act *act, struct hub_buf *frame, struct hub_handoff *ret)
{
	struct frame_in in;
	enum db_code code;

	code = content_get(act->room->db, act->key, act->of_case.content,
	    frame);
	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	frame_in_init(&in, frame->data, frame->len);
	return frame_handoff(&in, act->arena, ret) ? DB_OK : DB_CORRUPT;
}

/* Makes the successor and its own audit entry. */
static enum db_code
offer_next(struct act *act, const struct offer *offer, const char *rule)
{
	struct audit_note base = audit_note_init("");
	char parent[IDENT_TEXT_SIZE];
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	struct act next = *act;
	enum db_code code;

	code = offer_make(act, offer, &next.handoff);
	if (code != DB_OK)
		return code;
	ident_text(offer->parent, parent);
	base.entry.action = "reroute";
	base.entry.route = rule;
	base.entry.parent = parent;
	base.entry.rules = act->conf->rules_sha256;
	next.event = &event;
	next.base = &base;
	next.type = "simpul.handoff.queued.v1";
	next.step = NULL;
	next.payload = (struct audit_payload){ NULL, 0 };
	next.holder_before = next.of_case.holder;
	code = act_audit(&next, "pending", "");
	act->case_seq = next.case_seq;
	return code;
}

enum db_code
offer_again(struct act *act, const struct handoff_row *old,
    const char *proposed)
{
	struct hub_handoff h = hub_handoff_init();
	struct route_choice choice;
	struct offer offer;
	struct hub_buf frame;
	enum db_code code;

	hub_buf_init(&frame, OFFER_CASE_MAX);
	code = load_case(act, &frame, &h);
	if (code == DB_OK) {
		h.receiver = proposed;
		choice = route_choose(act->conf, &h, act->room->now_ms,
		    has_refused, act);
		offer = (struct offer){
			.kind = old->kind,
			.reason = old->reason,
			.parent = old->id,
			.sender = act->of_case.holder,
			.receiver = choice.to->key,
		};
		code = offer_next(act, &offer, choice.rule);
	}
	hub_buf_release(&frame);
	return code;
}
