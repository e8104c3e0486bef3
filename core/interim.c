/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "interim.h"

#include "arbitrate.h"
#include "brought.h"
#include "enter.h"
#include "handed.h"
#include "keep.h"
#include "route.h"
#include "tell.h"

/* What each word is to the case; false: it cannot be said now. */
static bool
event_of(const struct act *act, enum case_event *ret)
{
	switch (act->event->kind) {
	case HUB_EV_SUPPLEMENT:
		*ret = CASE_EV_SUPPLY;
		return true;
	case HUB_EV_REMINDER:
		*ret = CASE_EV_NONE;
		return true;
	case HUB_EV_WITHDRAWN:
		*ret = CASE_EV_WITHDRAW;
		return true;
	case HUB_EV_OBJECTION:
		*ret = CASE_EV_OBJECT;
		return act->of_case.state == CASE_ANSWERED;
	case HUB_EV_RATING:
		*ret = CASE_EV_COMPLETE;
		return act->of_case.state == CASE_ANSWERED;
	default:
		return false;
	}
}

bool
interim_is(const struct act *act)
{
	enum case_event event;

	return event_of(act, &event) &&
	    (act->parties & (PARTY_SOURCE | PARTY_COORDINATOR)) != 0 &&
	    case_open(act->of_case.state) && !handoff_open(act->handoff.state);
}

/* Holder and coordinator hear of it, but for who said it. */
static enum db_code
tell(struct act *act)
{
	const int64_t who[] = { act->of_case.holder,
		route_coordinator(act->conf)->key };
	enum db_code code = DB_OK;

	for (size_t i = 0; i < 2 && code == DB_OK; i++) {
		if (act->handoff.id == 0 || who[i] == act->actor->institution ||
		    (i > 0 && who[i] == who[0]))
			continue;
		code = tell_one(act, who[i], act->event->kind, act->said);
	}
	return code;
}

/* Who is to work on what was objected to is for an arbiter. */
static enum db_code
dispute(struct act *act)
{
	struct handed handed;
	enum db_code code = handed_read(act, &handed);

	if (code == DB_OK)
		code = arbitrate_open(act, &act->handoff, &handed.h, 0);
	handed_release(&handed);
	return code;
}

enum db_code
interim_hear(struct act *act)
{
	enum case_event event = CASE_EV_NONE;
	enum db_code code = DB_OK;

	(void)event_of(act, &event);
	if (event != CASE_EV_NONE)
		code = enter_case(act, event);
	if (code == DB_OK || code == DB_NONE)
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = brought_keep(act);
	if (code == DB_OK)
		code = act_audit(act, "success", "");
	if (code == DB_OK)
		code = tell(act);
	if (code == DB_OK && event == CASE_EV_OBJECT && act->handoff.id != 0)
		code = dispute(act);
	if (code == DB_OK)
		code = keep_case(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}
