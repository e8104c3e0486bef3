/* SPDX-License-Identifier: Apache-2.0 */
/* Escalation by rule: whoever is to watch a case whose limit has been over
 * for some working days; see watch_look.h. */
#include "config.h"

#include <string.h>

#include "case_clock.h"
#include "offer.h"
#include "tell_source.h"
#include "watch_look.h"

/* Whether the rule is for such cases. */
static bool
is_for(const struct conf_escalation *rule, const struct case_row *c)
{
	const char *class = hub_class_name(c->classification);

	for (size_t i = 0; rule->classes[i] != NULL; i++)
		if (strcmp(rule->classes[i], class) == 0)
			return true;
	return rule->classes[0] == NULL;
}

/* Whether they were ever asked to watch it. */
static bool
is_done(const struct watch_handoff *at, int64_t receiver)
{
	for (; at != NULL; at = at->next)
		if (at->row.kind == HUB_KIND_ESCALATE &&
		    at->row.receiver == receiver)
			return true;
	return false;
}

/* One handoff more; the holder stays. */
static enum db_code
escalate(struct act *act, const struct conf_escalation *rule, int64_t to)
{
	const struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	const struct offer offer = { .kind = HUB_KIND_ESCALATE,
		.reason = HUB_REASON_UNRESOLVED_ESCALATION,
		.sender = watch_coordinator(act),
		.receiver = to };
	struct audit_note base = audit_note_init("");
	struct act own = *act;
	enum db_code code = offer_make(&own, &offer, &own.handoff);

	if (code != DB_OK)
		return code;
	base.entry.action = "escalate";
	base.entry.route = rule->name;
	base.entry.rules = act->conf->rules_sha256;
	base.entry.clock_name = "resolution";
	base.entry.clock_due_ms = own.of_case.due_at;
	base.entry.state_to = handoff_state_name(HANDOFF_OFFERED);
	own.event = &event;
	own.base = &base;
	own.type = "simpul.handoff.escalated.v1";
	code = act_audit(&own, "pending", hub_reason_name(offer.reason));
	if (code == DB_OK)
		code = tell_passed(&own, &own.handoff, NULL);
	act->case_seq = own.case_seq;
	act->of_case = own.of_case;
	return code;
}

/* One rule: too early, done before, or now. */
static enum db_code
follow_rule(struct act *act, const struct conf_escalation *rule,
    const struct watch_handoff *handoffs)
{
	struct case_row *c = &act->of_case;
	const struct conf_institution *to = conf_find(act->conf, rule->to);
	int64_t at = term_after(act->conf, c->region, c->due_at, rule->after);

	if (to == NULL || to->retired || to->key == c->holder ||
	    !is_for(rule, c) || is_done(handoffs, to->key))
		return DB_OK;
	if (act->room->now_ms >= at)
		return escalate(act, rule, to->key);
	case_clock_look(c, at);
	return DB_OK;
}

enum db_code
watch_escalate(struct act *act)
{
	const struct conf *conf = act->conf;
	struct watch_handoff *handoffs;
	enum db_code code;

	if (conf->escalation_count == 0)
		return DB_OK;
	code = watch_handoffs(act, &handoffs);
	for (size_t i = 0; i < conf->escalation_count && code == DB_OK; i++)
		code = follow_rule(act, &conf->escalations[i], handoffs);
	return code;
}
