/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "delivery.h"

#include <assert.h>

#include "log.h"

/* clang-format off */
static const struct delivery_rule rules[] = {
	{ DELIVERY_QUEUED,   DELIVERY_DISPATCH,  DELIVERY_SENDING,   DELIVERY_LEASE },
	{ DELIVERY_QUEUED,   DELIVERY_RETRY,     DELIVERY_QUEUED,    DELIVERY_REQUEUE },
	{ DELIVERY_QUEUED,   DELIVERY_PARK,      DELIVERY_PARKED,    DELIVERY_HOLD },
	{ DELIVERY_QUEUED,   DELIVERY_DECLINED,  DELIVERY_REFUSED,   DELIVERY_CONCLUDE },
	{ DELIVERY_QUEUED,   DELIVERY_CANCEL,    DELIVERY_CANCELLED, DELIVERY_CONCLUDE },
	{ DELIVERY_COMPOSED, DELIVERY_DISPATCH,  DELIVERY_SENDING,   DELIVERY_LEASE },
	{ DELIVERY_COMPOSED, DELIVERY_PARK,      DELIVERY_PARKED,    DELIVERY_HOLD },
	{ DELIVERY_COMPOSED, DELIVERY_CANCEL,    DELIVERY_CANCELLED, DELIVERY_CONCLUDE },
	{ DELIVERY_SENDING,  DELIVERY_ARRIVED,   DELIVERY_DELIVERED, DELIVERY_CONCLUDE },
	{ DELIVERY_SENDING,  DELIVERY_DECLINED,  DELIVERY_REFUSED,   DELIVERY_CONCLUDE },
	{ DELIVERY_SENDING,  DELIVERY_DEFER,     DELIVERY_WAITING,   DELIVERY_REQUEUE },
	{ DELIVERY_SENDING,  DELIVERY_NEXT_STEP, DELIVERY_QUEUED,    DELIVERY_REQUEUE },
	{ DELIVERY_SENDING,  DELIVERY_RETRY,     DELIVERY_WAITING,   DELIVERY_REQUEUE },
	{ DELIVERY_SENDING,  DELIVERY_LOST,      DELIVERY_UNKNOWN,   DELIVERY_REQUEUE },
	{ DELIVERY_SENDING,  DELIVERY_PARK,      DELIVERY_PARKED,    DELIVERY_HOLD },
	{ DELIVERY_WAITING,  DELIVERY_DISPATCH,  DELIVERY_SENDING,   DELIVERY_LEASE },
	{ DELIVERY_WAITING,  DELIVERY_RETRY,     DELIVERY_WAITING,   DELIVERY_REQUEUE },
	{ DELIVERY_WAITING,  DELIVERY_PARK,      DELIVERY_PARKED,    DELIVERY_HOLD },
	{ DELIVERY_WAITING,  DELIVERY_CANCEL,    DELIVERY_CANCELLED, DELIVERY_CONCLUDE },
	{ DELIVERY_UNKNOWN,  DELIVERY_DISPATCH,  DELIVERY_SENDING,   DELIVERY_LEASE },
	{ DELIVERY_UNKNOWN,  DELIVERY_ARRIVED,   DELIVERY_DELIVERED, DELIVERY_CONCLUDE },
	{ DELIVERY_UNKNOWN,  DELIVERY_DECLINED,  DELIVERY_REFUSED,   DELIVERY_CONCLUDE },
	{ DELIVERY_UNKNOWN,  DELIVERY_ABSENT,    DELIVERY_WAITING,   DELIVERY_REQUEUE },
	{ DELIVERY_UNKNOWN,  DELIVERY_DEFER,     DELIVERY_UNKNOWN,   DELIVERY_REQUEUE },
	{ DELIVERY_UNKNOWN,  DELIVERY_RETRY,     DELIVERY_UNKNOWN,   DELIVERY_REQUEUE },
	{ DELIVERY_UNKNOWN,  DELIVERY_LOST,      DELIVERY_UNKNOWN,   DELIVERY_REQUEUE },
	{ DELIVERY_UNKNOWN,  DELIVERY_PARK,      DELIVERY_PARKED,    DELIVERY_HOLD },
	{ DELIVERY_PARKED,   DELIVERY_RESUME,    DELIVERY_QUEUED,    DELIVERY_REQUEUE },
	{ DELIVERY_PARKED,   DELIVERY_ARRIVED,   DELIVERY_DELIVERED, DELIVERY_CONCLUDE },
	{ DELIVERY_PARKED,   DELIVERY_CANCEL,    DELIVERY_CANCELLED, DELIVERY_CONCLUDE },
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
};

const struct delivery_rule *
delivery_find(enum delivery_state state, enum delivery_event event)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].state == state && rules[i].event == event)
			return &rules[i];
	return NULL;
}

const struct delivery_rule *
delivery_rules(size_t *ret_count)
{
	*ret_count = sizeof(rules) / sizeof(rules[0]);
	return rules;
}

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
	if (rule->action == DELIVERY_LEASE && row->rung < RUNG_DISPATCHED)
		row->rung = RUNG_DISPATCHED;
	/* A person's retry composes anew; an unknown one was asked after. */
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
	if (rule->action != DELIVERY_CONCLUDE || !row->followed)
		return DB_OK;
	return outbox_advance(room->db, row);
}
