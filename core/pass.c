/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "pass.h"

#include <stdio.h>
#include <string.h>

#include "beside.h"
#include "cases_list.h"
#include "joined.h"
#include "keep.h"
#include "offer.h"
#include "own.h"
#include "route_office.h"
#include "tell_source.h"

#define UNDECIDED \
	"an earlier handoff of the case awaits its decision; cancel it first"
#define REFUSED_BEFORE \
	"target: has refused this case before; the coordinator decides"
#define HAD_BEFORE \
	"target: has had this case before and passed it on; return it, or ask" \
	" the coordinator"
#define HOLDS_NONE \
	"target: holds no cases (holds = false); it may get a copy, a part or" \
	" a watch"
#define BOUND \
	"target: the decision that gave you this case binds; expected an" \
	" office below yours"

/* The case, its key and which parties the actor is; DB_NONE: there is none,
 * or it was erased. */
static enum db_code
load(struct act *act)
{
	enum db_code code = act_find(act);

	return code == DB_OK ? act_load(act) : code;
}

/* Whether nobody has decided on an earlier transfer, *ret_open. */
static bool
undecided(struct act *act, enum hub_kind kind, struct handoff_row *ret_open)
{
	return kind == HUB_KIND_TRANSFER &&
	    handoffs_offered(act->room->db, act->of_case.id, ret_open) == DB_OK;
}

/* Whether a decision binds the holder to the case, so that only an office
 * below it may take it over. */
static bool
is_bound(const struct act *act, const struct conf_institution *to)
{
	const struct conf_institution *holder = conf_by_key(act->conf,
	    act->of_case.holder);
	struct handoff_row held;

	return holder != NULL && holder->binding &&
	    handoffs_held(act->room->db, act->of_case.id, holder->key, &held) ==
	    DB_OK &&
	    held.dispute != 0 && !route_is_below(act->conf, to, holder);
}

/* What bars a holder, but not who coordinates, or "": ping-pong without a
 * word of refusal is ping-pong. */
static const char *
barred_to_holder(const struct act *act, const struct conf_institution *to)
{
	const struct case_row *c = &act->of_case;

	if (handoffs_refused_by(act->room->db, c->id, to->key))
		return REFUSED_BEFORE;
	if (act->event->handoff.kind > HUB_KIND_TRANSFER)
		return "";
	if (is_bound(act, to))
		return BOUND;
	return handoffs_left_by(act->room->db, c->id, to->key, c->received)
	    ? HAD_BEFORE
	    : "";
}

/* Why no transfer of the case is for its parties to make now, or NULL. */
static const char *
not_now(const struct act *act, enum hub_kind kind)
{
	if (!case_open(act->of_case.state))
		return "the case has ended";
	if (kind != HUB_KIND_TRANSFER)
		return NULL;
	switch (act->of_case.state) {
	case CASE_DISPUTED:
		return "the case is disputed; it awaits a decision";
	case CASE_ANSWERED:
		return "the case is answered; whoever complained may object "
		       "first";
	default:
		return NULL;
	}
}

/* Why it cannot be passed to that institution, or "". */
static const char *
problem_of(const struct act *act, const struct conf_institution *to)
{
	if (to == NULL)
		return "target: no such institution; see /v1/institutions";
	if (to->retired)
		return "target: the institution is retired";
	if (to->key == act->of_case.holder)
		return "target: holds the case already";
	if (!to->holds && act->event->handoff.kind <= HUB_KIND_TRANSFER)
		return HOLDS_NONE;
	return act->actor->coordinator ? "" : barred_to_holder(act, to);
}

/* Makes the handoff, keeps what was said with it, and its audit entry. */
static enum db_code
pass_on(struct act *act, const struct offer *offer)
{
	const struct hub_event *e = act->event;
	struct audit_note base = audit_note_init("");
	enum db_code code = offer_make(act, offer, &act->handoff);

	if (code == DB_OK && e->handoff.note[0] != '\0') {
		code = act_store(act, EVENT_APPLIED);
		if (code == DB_OK)
			code = outbox_set_content(act->room->db,
			    act->handoff.id, act->said);
	}
	if (code == DB_OK)
		code = keep_case(act);
	if (code != DB_OK)
		return code;
	base.entry.action = "pass_on";
	base.entry.route = "explicit";
	base.entry.rules = act->conf->rules_sha256;
	base.entry.state_to = handoff_state_name(HANDOFF_OFFERED);
	act->base = &base;
	act->type = offer_type(offer->kind);
	act->step = NULL;
	code = act_audit(act, "pending", hub_reason_name(offer->reason));
	act->base = NULL;
	act->type = NULL;
	return code == DB_OK ? tell_passed(act, &act->handoff, NULL) : code;
}

enum db_code
pass_case(struct act *act)
{
	const struct hub_event *e = act->event;
	struct offer offer = { .kind = e->handoff.kind,
		.reason = e->reason != HUB_REASON_NONE ? e->reason
						       : e->handoff.reason };
	const struct conf_institution *to;
	struct handoff_row open;
	const char *problem;
	enum db_code code = load(act);

	if (code != DB_OK)
		return code == DB_NONE
		    ? act_end(act, HUB_UNKNOWN, "no such case")
		    : code;
	if (offer.kind == HUB_KIND_NONE)
		offer.kind = HUB_KIND_TRANSFER;
	if (act->actor->institution != act->of_case.holder &&
	    !act->actor->coordinator)
		return act_end(act, HUB_FORBIDDEN,
		    "only its holder and the coordinator pass a case on");
	problem = not_now(act, offer.kind);
	if (problem != NULL)
		return act_end(act, HUB_ILLEGAL, problem);
	if (act->of_case.joined != 0)
		return act_end(act, HUB_ILLEGAL, joined_problem(act));
	to = conf_find(act->conf, e->handoff.receiver);
	problem = problem_of(act, to);
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	if (undecided(act, offer.kind, &open)) {
		act->handoff = open;
		return open.receiver == to->key
		    ? act_end(act, HUB_DUPLICATE, "")
		    : act_end(act, HUB_ILLEGAL, UNDECIDED);
	}
	code = beside_problem(act, offer.kind, to, &problem);
	if (code != DB_OK)
		return code;
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	offer.sender = act->of_case.holder;
	offer.receiver = to->key;
	code = pass_on(act, &offer);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

enum db_code
pass_relieve(struct act *act)
{
	static const struct own_word word = {
		.what = CUSTODY_RELIEVE,
		.type = "simpul.handoff.closed.v1",
		.action = "close",
		.basis = "succession",
		.outcome = "success",
	};
	struct handoff_row old;
	bool recalled = false;
	enum db_code code;

	code = handoffs_held(act->room->db, act->of_case.id, act->holder_before,
	    &old);
	if (code == DB_OK && old.id == act->handoff.id)
		return DB_OK;
	if (code == DB_OK)
		code = own_say(act, &old, &word, &recalled);
	if (act->holder_before == act->of_case.holder)
		return code == DB_NONE ? DB_OK : code;
	if (code == DB_OK)
		code = tell_not_yours(act, &old);
	return code == DB_OK || code == DB_NONE ? beside_absorb(act) : code;
}
