/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "reroute.h"

#include "arbitrate.h"
#include "beside.h"
#include "cases_list.h"
#include "enter.h"
#include "handed.h"
#include "offer.h"
#include "own.h"
#include "requires.h"
#include "route.h"
#include "tell_source.h"

/* Whether the case was with an institution already, which did not take it:
 * it refused or returned it, let the limit pass, or could not be reached. */
static bool
was_with(const struct act *act, int64_t institution)
{
	return handoffs_ended_at(act->room->db, act->of_case.id, institution);
}

/* A search for who takes the case next. */
struct search {
	const struct act *act;
	struct requires_facts facts;
};

/* route_skip_fn: those, the holder, who has it as it is, and who requires what
 * the case lacks. */
static bool
is_out(void *ctx, const struct conf_institution *inst)
{
	const struct search *s = ctx;

	return inst->key == s->act->of_case.holder ||
	    was_with(s->act, inst->key) || !requires_met(inst, &s->facts);
}

/* Makes the successor and its own audit entry. */
static enum db_code
succeed(struct act *act, const struct handoff_row *old,
    const struct offer *offer, const char *rule)
{
	struct audit_note base = audit_note_init("");
	char parent[IDENT_TEXT_SIZE];
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	struct act next = *act;
	enum db_code code;

	code = offer_make(&next, offer, &next.handoff);
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
	code = act_audit(&next, "pending", hub_reason_name(old->reason));
	if (code == DB_OK)
		code = tell_passed(&next, &next.handoff, old);
	act->case_seq = next.case_seq;
	act->of_case = next.of_case;
	return code;
}

/* Who was proposed and is in office; NULL: nobody that we know. */
static const struct conf_institution *
proposed_one(const struct act *act, const char *proposed)
{
	return route_in_office(act->conf, proposed, act->room->now_ms);
}

/* Where the case goes now: to the proposed target if the rules find it
 * competent, else by the rules, else to who coordinates. */
static enum db_code
choose(struct act *act, const struct hub_handoff *handed,
    const struct conf_institution *to, struct route_choice *ret)
{
	struct hub_handoff h = *handed;
	struct search s = { .act = act };
	enum db_code code = requires_look(act, handed, &s.facts);

	if (to != NULL &&
	    route_competent(act->conf, handed, act->room->now_ms, to))
		h.receiver = to->id;
	*ret = route_choose(act->conf, &h, act->room->now_ms, is_out, &s);
	return code;
}

/* Whether an institution works on the case by a transfer that it took. */
static bool
works_on(struct act *act, int64_t institution)
{
	struct handoff_row held;

	return act->of_case.holder == institution &&
	    handoffs_held(act->room->db, act->of_case.id, institution, &held) ==
	    DB_OK;
}

/* It stays with its holder, who has heard of the refusal. */
static enum db_code
stay(struct act *act)
{
	enum db_code code = enter_case(act, CASE_EV_TAKE);

	return code == DB_NONE ? DB_OK : code;
}

/* To whom that leads; where it leads back, an arbiter decides. */
static enum db_code
pass_on(struct act *act, const struct handoff_row *old,
    const struct hub_handoff *handed, const struct conf_institution *to)
{
	struct route_choice choice;
	struct offer offer = {
		.kind = old->kind,
		.reason = old->reason,
		.parent = old->id,
		.sender = act->of_case.holder,
	};
	enum db_code code = choose(act, handed, to, &choice);

	if (code != DB_OK)
		return code;
	offer.receiver = choice.to->key;
	if (works_on(act, offer.receiver))
		return stay(act);
	if (was_with(act, choice.to->key))
		return arbitrate_open(act, old, handed,
		    to == NULL ? 0 : to->key);
	return succeed(act, old, &offer, choice.rule);
}

enum db_code
reroute(struct act *act, const struct handoff_row *old, const char *proposed)
{
	const struct conf_institution *to = proposed_one(act, proposed);
	int64_t target = to == NULL ? 0 : to->key;
	struct handed handed;
	enum db_code code;

	if (old->kind != HUB_KIND_TRANSFER)
		return beside_lost(act, old);
	code = handed_read(act, &handed);
	if (code == DB_OK &&
	    (old->dispute != 0 || arbitrate_needed(act, target)))
		code = arbitrate_open(act, old, &handed.h, target);
	else if (code == DB_OK)
		code = pass_on(act, old, &handed.h, to);
	handed_release(&handed);
	return code;
}
