/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "tell_event.h"

#include "beside.h"
#include "joined.h"
#include "route.h"
#include "tell.h"

enum db_code
tell_event(struct act *act)
{
	const int64_t who[] = { act->of_case.source, act->handoff.sender,
		act->handoff.receiver, route_coordinator(act->conf)->key };
	const unsigned as[] = { PARTY_SOURCE, PARTY_SENDER, PARTY_RECEIVER,
		PARTY_COORDINATOR };
	unsigned to = tell_hearers(act->event);
	enum db_code code = DB_OK;

	if (act->handoff.kind != HUB_KIND_TRANSFER)
		return beside_tell(act);
	/* Who takes it has been told to the source; see tell_taken(). */
	if (act->event->kind == HUB_EV_ACCEPTED && who[0] == who[1] &&
	    act->event->text[0] == '\0')
		to &= ~(unsigned)PARTY_SENDER;
	if (act->recalled)
		to &= ~(unsigned)PARTY_RECEIVER;

	for (size_t i = 0; i < 4 && code == DB_OK; i++) {
		bool told = false;

		for (size_t j = 0; j < i; j++)
			told = told || (who[j] == who[i] && (to & as[j]));
		if (!(to & as[i]) || told || who[i] == act->actor->institution)
			continue;
		code = tell_one(act, who[i], act->event->kind, act->said);
	}
	if (code == DB_OK && (act->of_case.flags & CASE_LEADS))
		code = joined_tell(act);
	return code == DB_OK ? beside_also(act) : code;
}
