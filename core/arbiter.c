/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "arbiter.h"

#include "route_office.h"

/* The body that the case complains of, of whatever class the case is. */
static const struct conf_institution *
reported_body(const struct arbiter_case *of)
{
	struct hub_handoff any = *of->h;

	any.classification = HUB_CLASS_SUPERVISORY;
	return route_reported(of->act->conf, &any);
}

bool
arbiter_fit(const struct arbiter_case *of, const struct conf_institution *inst)
{
	const struct act *act = of->act;

	return inst != NULL && inst->key != of->proposed &&
	    route_in_office(act->conf, inst->id, act->room->now_ms) == inst &&
	    !route_is_below(act->conf, inst, reported_body(of)) &&
	    !handoffs_refused_by(act->room->db, act->of_case.id, inst->key);
}

const struct conf_institution *
arbiter_in_office(const struct conf *conf, int64_t key, int64_t now_ms)
{
	const struct conf_institution *inst = conf_by_key(conf, key);

	return inst == NULL ? NULL : route_in_office(conf, inst->id, now_ms);
}

/* Who is in office under a name, if fit; else NULL. */
static const struct conf_institution *
fit_under(const struct arbiter_case *of, const char *name)
{
	const struct conf_institution *inst = route_in_office(of->act->conf,
	    name, of->act->room->now_ms);

	return arbiter_fit(of, inst) ? inst : NULL;
}

/* The first deputy that is fit, or NULL. */
static const struct conf_institution *
fit_deputy(const struct arbiter_case *of)
{
	const char *const *name = of->act->conf->deputies;
	const struct conf_institution *found = NULL;

	for (; name != NULL && *name != NULL && found == NULL; name++)
		found = fit_under(of, *name);
	return found;
}

int64_t
arbiter_at(const struct arbiter_case *of, enum dispute_stage stage)
{
	const struct conf *conf = of->act->conf;
	const struct conf_institution *inst;

	switch (stage) {
	case DISPUTE_COORDINATOR:
		inst = fit_under(of, conf->coordinator);
		break;
	case DISPUTE_DEPUTY:
		inst = fit_deputy(of);
		break;
	default:
		inst = fit_under(of, conf->above);
		break;
	}
	return inst == NULL ? 0 : inst->key;
}

struct arbiter
arbiter_first(const struct arbiter_case *of)
{
	static const enum dispute_stage stages[] = { DISPUTE_COORDINATOR,
		DISPUTE_DEPUTY, DISPUTE_ABOVE };
	int64_t key;

	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		key = arbiter_at(of, stages[i]);
		if (key != 0)
			return (struct arbiter){ key, stages[i] };
	}
	return (struct arbiter){ route_coordinator(of->act->conf)->key,
		DISPUTE_COORDINATOR };
}

struct arbiter
arbiter_instead(const struct arbiter_case *of, struct arbiter successor)
{
	struct arbiter next = successor;

	if (arbiter_fit(of, conf_by_key(of->act->conf, successor.key)))
		return successor;
	while (next.stage++ < DISPUTE_ABOVE) {
		next.key = arbiter_at(of, next.stage);
		if (next.key != 0)
			return next;
	}
	return successor;
}

int64_t
arbiter_asked(const struct arbiter_case *of, const struct dispute_row *dispute)
{
	const struct conf_institution *inst;

	if (dispute == NULL)
		return arbiter_first(of).key;
	inst = arbiter_in_office(of->act->conf, dispute->arbiter,
	    of->act->room->now_ms);
	return inst == NULL ? dispute->arbiter : inst->key;
}

bool
arbiter_may(const struct arbiter_case *of, int64_t asked)
{
	const struct act_actor *actor = of->act->actor;
	const struct conf_institution *coordinator;

	if (actor->institution == asked)
		return true;
	coordinator = route_coordinator(of->act->conf);
	if (!actor->coordinator && actor->institution != coordinator->key)
		return false;
	return asked == coordinator->key || arbiter_fit(of, coordinator);
}
