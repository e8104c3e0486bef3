/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "delivery.h"

#include <assert.h>

#include "cases_due.h"
#include "log.h"

#define RULE(state, event, next, action) \
	{ \
		DELIVERY_##state, DELIVERY_##event, DELIVERY_##next, \
		    DELIVERY_##action \
	}

/* clang-format off */
static const struct delivery_rule rules[] = {
	RULE(QUEUED,   DISPATCH,  SENDING,   LEASE),
	RULE(QUEUED,   RETRY,     QUEUED,    REQUEUE),
	RULE(QUEUED,   ARRIVED,   DELIVERED, CONCLUDE),
	RULE(QUEUED,   PARK,      PARKED,    HOLD),
	RULE(QUEUED,   DECLINED,  REFUSED,   CONCLUDE),
	RULE(QUEUED,   CANCEL,    CANCELLED, CONCLUDE),
	RULE(COMPOSED, DISPATCH,  SENDING,   LEASE),
	RULE(COMPOSED, PARK,      PARKED,    HOLD),
	RULE(COMPOSED, CANCEL,    CANCELLED, CONCLUDE),
	RULE(SENDING,  ARRIVED,   DELIVERED, CONCLUDE),
	RULE(SENDING,  DECLINED,  REFUSED,   CONCLUDE),
	RULE(SENDING,  DEFER,     WAITING,   REQUEUE),
	RULE(SENDING,  NEXT_STEP, QUEUED,    REQUEUE),
	RULE(SENDING,  RETRY,     WAITING,   REQUEUE),
	RULE(SENDING,  LOST,      UNKNOWN,   REQUEUE),
	RULE(SENDING,  PARK,      PARKED,    HOLD),
	RULE(WAITING,  DISPATCH,  SENDING,   LEASE),
	RULE(WAITING,  RETRY,     WAITING,   REQUEUE),
	RULE(WAITING,  ARRIVED,   DELIVERED, CONCLUDE),
	RULE(WAITING,  PARK,      PARKED,    HOLD),
	RULE(WAITING,  CANCEL,    CANCELLED, CONCLUDE),
	RULE(WAITING,  RECOMPOSE, QUEUED,    REQUEUE),
	RULE(UNKNOWN,  DISPATCH,  SENDING,   LEASE),
	RULE(UNKNOWN,  ARRIVED,   DELIVERED, CONCLUDE),
	RULE(UNKNOWN,  DECLINED,  REFUSED,   CONCLUDE),
	RULE(UNKNOWN,  ABSENT,    WAITING,   REQUEUE),
	RULE(UNKNOWN,  NEXT_STEP, QUEUED,    REQUEUE),
	RULE(UNKNOWN,  DEFER,     UNKNOWN,   REQUEUE),
	RULE(UNKNOWN,  RETRY,     UNKNOWN,   REQUEUE),
	RULE(UNKNOWN,  LOST,      UNKNOWN,   REQUEUE),
	RULE(UNKNOWN,  PARK,      PARKED,    HOLD),
	RULE(UNKNOWN,  RECOMPOSE, UNKNOWN,   REQUEUE),
	RULE(PARKED,   RESUME,    QUEUED,    REQUEUE),
	RULE(PARKED,   ASK,       UNKNOWN,   REQUEUE),
	RULE(PARKED,   ARRIVED,   DELIVERED, CONCLUDE),
	RULE(PARKED,   CANCEL,    CANCELLED, CONCLUDE),
	RULE(PARKED,   RECOMPOSE, QUEUED,    REQUEUE),
	RULE(SENDING,  POST,      POSTED,    CONCLUDE),
	RULE(WAITING,  ARRIVED,   DELIVERED, CONCLUDE),
	RULE(POSTED,   ARRIVED,   DELIVERED, SETTLE),
	RULE(POSTED,   DECLINED,  REFUSED,   SETTLE),
	RULE(DELIVERED, DECLINED, REFUSED,   SETTLE),
	RULE(PARKED,   DECLINED,  REFUSED,   CONCLUDE),
};
/* clang-format on */

static const char *const event_names[] = {
	[DELIVERY_DISPATCH] = "dispatch",
	[DELIVERY_ARRIVED] = "arrived",
	[DELIVERY_DECLINED] = "declined",
	[DELIVERY_DEFER] = "defer",
	[DELIVERY_NEXT_STEP] = "next_step",
	[DELIVERY_RETRY] = "retry",
	[DELIVERY_LOST] = "lost",
	[DELIVERY_ABSENT] = "absent",
	[DELIVERY_PARK] = "park",
	[DELIVERY_CANCEL] = "cancel",
	[DELIVERY_RESUME] = "resume",
	[DELIVERY_ASK] = "ask",
	[DELIVERY_RECOMPOSE] = "recompose",
	[DELIVERY_POST] = "post",
};

/* The rule for an event in a state, or NULL. */
const struct delivery_rule *
delivery_find(enum delivery_state state, enum delivery_event event)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].state == state && rules[i].event == event)
			return &rules[i];
	return NULL;
}

/* The whole table. */
const struct delivery_rule *
delivery_rules(size_t *ret_count)
{
	*ret_count = sizeof(rules) / sizeof(rules[0]);
	return rules;
}

/* The name of an event of the table. */
const char *
delivery_event_name(enum delivery_event event)
{
	return event_names[event];
}

/* What the row holds in the next state, as the action says. */
static void
prepare(struct delivery_row *row, const struct delivery_rule *rule,
    const struct ledger_room *room)
{
	row->state = rule->next;
	row->ready = rule->action == DELIVERY_REQUEUE;
	row->lease = rule->action == DELIVERY_LEASE ? room->boot : 0;
	/* From here its clocks are counted: the receiver's, or a person's. */
	if (rule->action == DELIVERY_CONCLUDE ||
	    rule->action == DELIVERY_HOLD || rule->action == DELIVERY_SETTLE)
		row->due_at = room->now_ms;
	if (rule->action == DELIVERY_LEASE && row->rung < RUNG_DISPATCHED)
		row->rung = RUNG_DISPATCHED;
	/* A person's retry composes anew only what never left. */
	if (rule->event == DELIVERY_RESUME && row->request != 0)
		row->state = DELIVERY_WAITING;
}

enum db_code
delivery_step(struct ledger_room *room, struct delivery_row *row,
    enum delivery_event event, uint64_t *ret_case_seq)
{
	const struct delivery_rule *rule = delivery_find(row->state, event);
	enum delivery_state from = row->state;
	enum db_code code;

	assert(rule != NULL);
	prepare(row, rule, room);
	code = outbox_set(room->db, row, from, ret_case_seq);
	if (code != DB_OK)
		return code;
	log_debug("delivery %lld: %s -> %s", (long long)row->id,
	    delivery_state_name(from), delivery_state_name(row->state));
	if (rule->action != DELIVERY_CONCLUDE)
		return DB_OK;
	if (row->event == HUB_EV_ANSWERED)
		code = cases_heard(room->db, row->case_id, row->institution,
		    room->now_ms);
	if (code != DB_OK || !row->followed)
		return code;
	return outbox_advance(room->db, row);
}
