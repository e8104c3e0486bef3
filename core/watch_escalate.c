/* SPDX-License-Identifier: Apache-2.0 */
/* Escalation by rule: whoever is to watch a case whose limit has been over
 * for some working days; see watch_look.h. */
#include "config.h"

#include <string.h>

#include "beside.h"
#include "case_clock.h"
#include "log.h"
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

/* The source hears who watches now. */
static enum db_code
tell_about(struct act *act)
{
	struct handoff_row made;
	enum db_code code = handoffs_last(act->room->db, act->of_case.id,
	    &made);

	return code == DB_OK ? tell_passed(act, &made, NULL) : code;
}

/* One handoff more; the holder stays.  Who cannot be asked is not: that is
 * looked at again with the next working day. */
static enum db_code
escalate(struct act *act, const struct conf_escalation *rule,
    const struct conf_institution *to)
{
	const struct offer offer = { .kind = HUB_KIND_ESCALATE,
		.reason = HUB_REASON_UNRESOLVED_ESCALATION,
		.sender = watch_coordinator(act),
		.receiver = to->key };
	const char *problem = "";
	enum db_code code = beside_problem(act, offer.kind, to, &problem);

	if (code != DB_OK)
		return code;
	if (problem[0] == '\0')
		code = beside_make(act, &offer, rule->name);
	if (problem[0] == '\0')
		return code == DB_OK ? tell_about(act) : code;
	log_note("a case is not escalated by rule %s: %s", rule->name, problem);
	case_clock_look(&act->of_case,
	    term_after(act->conf, act->of_case.region, act->room->now_ms, 1));
	return DB_OK;
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
		return escalate(act, rule, to);
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
