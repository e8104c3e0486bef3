/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "intake_side.h"

#include "beside.h"
#include "enter.h"
#include "requires.h"
#include "tell.h"

/* A look for where a case goes. */
struct look {
	struct requires_facts facts;
	const struct conf_institution *lacking;
};

/* route_skip_fn: those that require what the case lacks. */
static bool
lacks(void *ctx, const struct conf_institution *inst)
{
	struct look *look = ctx;

	if (requires_met(inst, &look->facts))
		return false;
	if (look->lacking == NULL)
		look->lacking = inst;
	return true;
}

/* The target of a copy, a part or a watch. */
static const char *
look_beside(struct act *act, const struct hub_handoff *h, struct look *look,
    struct intake_side *side)
{
	const struct conf_institution *to;
	const char *problem = "";

	to = route_in_office(act->conf, h->receiver, act->room->now_ms);
	if (to == NULL)
		return "target: no such institution in office; see"
		       " /v1/institutions";
	if (to == side->choice.to)
		return "";
	problem = beside_barred(act, h, side->kind, to);
	if (problem[0] == '\0' && !lacks(look, to))
		side->beside = to;
	return problem;
}

const char *
intake_side_look(struct act *act, const struct hub_handoff *h,
    struct intake_side *ret)
{
	struct look look = { .facts = { .h = h, .now_ms = act->room->now_ms } };
	struct hub_handoff to_route = *h;
	const char *problem = "";

	*ret = (struct intake_side){ .kind = h->kind };
	if (h->kind > HUB_KIND_TRANSFER)
		to_route.receiver = "";
	ret->choice = route_choose(act->conf, &to_route, act->room->now_ms,
	    lacks, &look);
	if (h->kind > HUB_KIND_TRANSFER && h->receiver[0] != '\0')
		problem = look_beside(act, h, &look, ret);
	ret->lacking = look.lacking;
	return problem;
}

/* What the rules give beside the transfer, on its way. */
struct giving {
	struct act *act;
	const struct hub_handoff *h;
	const struct intake_side *side;
	enum db_code code;
};

/* Why: as the case says, else what makes it the watcher's business. */
static enum hub_reason
reason_of(const struct hub_handoff *h, enum hub_kind kind)
{
	if (h->reason == HUB_REASON_NONE && kind == HUB_KIND_ESCALATE &&
	    h->priority_program_id[0] != '\0')
		return HUB_REASON_NATIONAL_PRIORITY;
	return h->reason;
}

/* Makes one, with what the source hears of it. */
static enum db_code
give(struct act *act, const struct conf_institution *to, enum hub_kind kind,
    const char *rule)
{
	struct offer offer = { .kind = kind,
		.reason = reason_of(&act->event->handoff, kind),
		.sender = act->of_case.holder,
		.receiver = to->key };

	return beside_make(act, &offer, rule);
}

/* Who coordinates hears, and the timeline tells, that somebody gets nothing of
 * the case by a rule, and why. */
static enum db_code
tell_lacking(struct act *act, const struct conf_institution *inst,
    const struct requires_facts *facts)
{
	static const struct act_actor hub = { .channel = "" };
	struct hub_event event = hub_event_init(HUB_EV_COMMENT);
	struct wording_args args = tell_args(act);
	struct hub_buf list, text;
	struct act own = *act;
	enum db_code code;

	hub_buf_init(&list, 2048);
	hub_buf_init(&text, 8192);
	requires_list(inst, facts, REQUIRES_SENTENCE, &list);
	args.institution = inst->name;
	args.list = hub_buf_str(&list);
	wording_make(&text, WORDING_LACKING, &args);
	event.text = hub_buf_str(&text);
	event.audience = HUB_AUDIENCE_COORDINATOR;
	own.actor = &hub;
	own.event = &event;
	code = act_store(&own, EVENT_APPLIED);
	if (code == DB_OK)
		code = tell_one(&own, route_coordinator(act->conf)->key,
		    HUB_EV_COMMENT, own.said);
	hub_buf_release(&list);
	hub_buf_release(&text);
	return code;
}

/* route_beside_fn: a copy or a watcher by rule. */
static void
give_by_rule(void *ctx, const struct conf_route *rule,
    const struct conf_institution *to)
{
	struct giving *g = ctx;
	struct requires_facts facts;
	enum hub_kind kind = HUB_KIND_NONE;

	if (g->code != DB_OK || to == g->side->choice.to ||
	    to == g->side->beside || !hub_kind_parse(rule->as, &kind) ||
	    beside_barred(g->act, g->h, kind, to)[0] != '\0')
		return;
	g->code = requires_look(g->act, g->h, &facts);
	if (g->code != DB_OK)
		return;
	if (requires_met(to, &facts))
		g->code = give(g->act, to, kind, rule->name);
	else if (to != g->side->lacking)
		g->code = tell_lacking(g->act, to, &facts);
}

/* The source is asked for what is missing; where nobody but the coordinator
 * has the case, the complainant's clock stands still meanwhile. */
static enum db_code
ask(struct act *act, const struct hub_handoff *h,
    const struct intake_side *side)
{
	struct act_actor actor = { .channel = "",
		.institution = route_coordinator(act->conf)->key };
	struct hub_event event = hub_event_init(HUB_EV_NEEDS_INFO);
	struct wording_args args = tell_args(act);
	struct requires_facts facts;
	struct hub_buf list, text;
	struct act own = *act;
	enum db_code code = requires_look(act, h, &facts);

	hub_buf_init(&list, 2048);
	hub_buf_init(&text, 8192);
	requires_list(side->lacking, &facts, REQUIRES_SENTENCE, &list);
	args.institution = side->lacking->name;
	args.list = hub_buf_str(&list);
	wording_make(&text, WORDING_MISSING, &args);
	event.text = hub_buf_str(&text);
	event.asked = HUB_ASKED_COMPLAINANT;
	own.actor = &actor;
	own.event = &event;
	own.type = NULL;
	own.step = NULL;
	own.payload = (struct audit_payload){ NULL, 0 };
	own.holder_before = own.of_case.holder;
	if (code == DB_OK && list.len > 0 &&
	    side->choice.to->key == actor.institution)
		code = enter_case(&own, CASE_EV_ASK);
	if (code == DB_OK && list.len > 0)
		code = act_store(&own, EVENT_APPLIED);
	if (code == DB_OK && list.len > 0)
		code = act_audit(&own, "success", "");
	if (code == DB_OK && list.len > 0)
		code = tell_one(&own, act->of_case.source, HUB_EV_NEEDS_INFO,
		    own.said);
	hub_buf_release(&list);
	hub_buf_release(&text);
	act->of_case = own.of_case;
	act->case_seq = own.case_seq;
	return code;
}

enum db_code
intake_side_make(struct act *act, const struct hub_handoff *h,
    const struct intake_side *side)
{
	struct giving g = { act, h, side, DB_OK };

	if (side->beside != NULL)
		g.code = give(act, side->beside, side->kind, "explicit");
	route_besides(act->conf, h, act->room->now_ms, give_by_rule, &g);
	if (g.code == DB_OK && side->lacking != NULL)
		g.code = ask(act, h, side);
	return g.code;
}
