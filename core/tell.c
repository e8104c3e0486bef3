/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tell.h"

#include <string.h>

/* To whom an event goes, as parties. */
struct tell_rule {
	enum hub_event_kind event;
	unsigned to;
};

#define TO_SOURCE PARTY_SOURCE
#define TO_PARTIES (PARTY_SENDER | PARTY_RECEIVER)

static const struct tell_rule rules[] = {
	{ HUB_EV_ACCEPTED, TO_SOURCE | PARTY_SENDER },
	{ HUB_EV_REFUSED, PARTY_SENDER },
	{ HUB_EV_RETURNED, PARTY_SENDER },
	{ HUB_EV_GONE, PARTY_SENDER },
	{ HUB_EV_PROGRESS, TO_SOURCE },
	{ HUB_EV_ANSWERED, TO_SOURCE },
	{ HUB_EV_CONTRIBUTION, PARTY_SENDER },
	{ HUB_EV_SUPPLEMENT, PARTY_RECEIVER },
	{ HUB_EV_REMINDER, PARTY_RECEIVER },
	{ HUB_EV_OBJECTION, PARTY_RECEIVER },
	{ HUB_EV_RATING, PARTY_RECEIVER },
	{ HUB_EV_WITHDRAWN, PARTY_RECEIVER },
	{ HUB_EV_CANCELLED, PARTY_RECEIVER },
	{ HUB_EV_DECISION, TO_PARTIES },
	{ HUB_EV_CORRECTION, TO_SOURCE },
};

/* Of whom a question is asked. */
static unsigned
asked_party(enum hub_asked asked)
{
	switch (asked) {
	case HUB_ASKED_SENDER:
		return PARTY_SENDER;
	case HUB_ASKED_HOLDER:
		return PARTY_RECEIVER;
	default:
		return PARTY_SOURCE;
	}
}

/* The parties that an event is for. */
static unsigned
hearers(const struct hub_event *e)
{
	if (e->kind == HUB_EV_NEEDS_INFO)
		return asked_party(e->asked);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].event == e->kind)
			return rules[i].to;
	return 0;
}

enum db_code
tell_one(struct act *act, int64_t institution, enum hub_event_kind kind,
    int64_t content)
{
	const struct conf_institution *inst;
	struct delivery_row row = {
		.id = ident_new(&act->room->ident),
		.case_id = act->of_case.id,
		.handoff_id = act->handoff.id,
		.institution = institution,
		.event = kind,
		.content = content,
		.state = DELIVERY_QUEUED,
		.due_at = act->room->now_ms,
	};

	inst = conf_by_key(act->conf, institution);
	if (inst == NULL || strcmp(inst->plugin, "none") == 0)
		return DB_OK;
	row.deadline = act->room->now_ms + inst->deadline_ms;
	act_wake(act->wake, institution);
	return outbox_append(act->room->db, &row);
}

enum db_code
tell_event(struct act *act)
{
	const int64_t who[] = { act->of_case.source, act->handoff.sender,
		act->handoff.receiver };
	const unsigned as[] = { PARTY_SOURCE, PARTY_SENDER, PARTY_RECEIVER };
	unsigned to = hearers(act->event);
	enum db_code code = DB_OK;

	if (act->recalled)
		to &= ~(unsigned)PARTY_RECEIVER;

	for (size_t i = 0; i < 3 && code == DB_OK; i++) {
		bool told = false;

		for (size_t j = 0; j < i; j++)
			told = told || (who[j] == who[i] && (to & as[j]));
		if (!(to & as[i]) || told || who[i] == act->actor->institution)
			continue;
		code = tell_one(act, who[i], act->event->kind, act->said);
	}
	return code;
}
