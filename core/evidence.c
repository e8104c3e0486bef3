/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "evidence.h"

#include <stdio.h>
#include <string.h>

#include "cases_due.h"
#include "delivery.h"

bool
evidence_alone(const struct hub_event *event, enum hub_event_kind about)
{
	return event->kind == HUB_EV_DELIVERED || event->kind == HUB_EV_NONE ||
	    (event->kind == HUB_EV_GONE && about != HUB_EV_HANDOFF);
}

/* How far one event shows that it has come. */
static enum delivery_rung
rung_of(const struct evidence *e, enum hub_event_kind kind)
{
	switch (kind) {
	case HUB_EV_NONE:
	case HUB_EV_GONE:
	case HUB_EV_DEFERRED:
	case HUB_EV_LOOKUP:
		return RUNG_NONE;
	case HUB_EV_DELIVERED:
		return RUNG_EDGE;
	case HUB_EV_ACCEPTED:
	case HUB_EV_REFUSED:
	case HUB_EV_RETURNED:
	case HUB_EV_ANSWERED:
		return e->automatic ? RUNG_EDGE : RUNG_DECIDED;
	default:
		return e->automatic ? RUNG_EDGE : RUNG_OPENED;
	}
}

/* The entry that a handoff arrived. */
static enum db_code
note(const struct evidence *e, const struct delivery_row *row)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);
	struct hub_result result;
	struct act act = { .room = e->room,
		.conf = e->conf,
		.actor = e->actor,
		.event = &event,
		.result = &result,
		.payload = e->payload,
		.type = "simpul.handoff.delivered.v1" };
	enum db_code code = handoffs_get(e->room->db, row->handoff_id,
	    &act.handoff);

	if (code == DB_OK)
		code = act_load(&act);
	if (code != DB_OK)
		return code;
	act.holder_before = act.of_case.holder;
	return act_audit(&act, "success", "");
}

/* It arrived. */
static enum db_code
arrived(const struct evidence *e, struct delivery_row *row,
    enum delivery_rung rung)
{
	bool news = row->state != DELIVERY_DELIVERED;
	uint64_t case_seq;
	enum db_code code;

	if (row->rung < rung)
		row->rung = rung;
	else if (!news)
		return DB_OK;
	if (!news)
		return outbox_set(e->room->db, row, row->state, &case_seq);
	if (delivery_find(row->state, DELIVERY_ARRIVED) == NULL)
		return DB_OK;
	row->why[0] = '\0';
	code = delivery_step(e->room, row, DELIVERY_ARRIVED, &case_seq);
	if (code == DB_OK && row->event == HUB_EV_HANDOFF)
		code = note(e, row);
	if (code != DB_OK)
		return code;
	return cases_look(e->room->db, row->case_id, e->room->now_ms);
}

/* It came back. */
static enum db_code
bounced(const struct evidence *e, struct delivery_row *row, const char *why)
{
	uint64_t case_seq;

	if (row->rung >= RUNG_OPENED ||
	    delivery_find(row->state, DELIVERY_DECLINED) == NULL)
		return DB_OK;
	(void)snprintf(row->why, sizeof(row->why), "it came back: %.140s", why);
	return delivery_step(e->room, row, DELIVERY_DECLINED, &case_seq);
}

enum db_code
evidence_take(const struct evidence *e, const struct hub_event *events,
    size_t count)
{
	enum delivery_rung best = RUNG_NONE;
	const struct hub_event *gone = NULL;
	struct delivery_row row;
	enum db_code code;

	for (size_t i = 0; i < count; i++) {
		enum delivery_rung one = rung_of(e, events[i].kind);

		best = one > best ? one : best;
		if (events[i].kind == HUB_EV_GONE)
			gone = &events[i];
	}
	if (e->delivery == 0 || (best == RUNG_NONE && gone == NULL))
		return DB_OK;
	code = outbox_get(e->room->db, e->delivery, &row);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	code = best != RUNG_NONE ? arrived(e, &row, best)
				 : bounced(e, &row, gone->text);
	return code == DB_NONE ? DB_OK : code;
}
