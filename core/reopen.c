/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "reopen.h"

#include "cases_list.h"
#include "offer.h"
#include "own.h"
#include "route.h"

/* Who is to take it up, in office now; never NULL. */
static const struct conf_institution *
taker(const struct act *act)
{
	const struct handoff_row *last = &act->handoff;
	const struct conf_institution *to = NULL;

	if (last->state == HANDOFF_CLOSED || last->state == HANDOFF_CANCELLED)
		to = route_in_office(act->conf, act_name(act, last->receiver),
		    act->room->now_ms);
	return to == NULL ? route_coordinator(act->conf) : to;
}

enum db_code
reopen_offer(struct act *act)
{
	const struct conf_institution *to = taker(act);
	struct audit_note base = audit_note_init("");
	struct act next = *act;
	struct offer offer = {
		.kind = HUB_KIND_TRANSFER,
		.parent = act->handoff.id,
		.sender = route_coordinator(act->conf)->key,
		.receiver = to->key,
	};
	char parent[IDENT_TEXT_SIZE] = "";
	enum db_code code;

	if (to->key == offer.sender && to->key == act->of_case.holder)
		return DB_OK;
	code = offer_make(&next, &offer, &next.handoff);
	if (code != DB_OK)
		return code;
	if (offer.parent != 0)
		ident_text(offer.parent, parent);
	base.entry.parent = parent;
	base.entry.route = "explicit";
	base.entry.rules = act->conf->rules_sha256;
	base.entry.state_to = handoff_state_name(HANDOFF_OFFERED);
	code = own_note(&next, "simpul.handoff.queued.v1", "reopen", &base);
	act->case_seq = next.case_seq;
	act->of_case = next.of_case;
	act->handoff = next.handoff;
	return code;
}
