/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route.h"

#include "route_match.h"
#include "route_office.h"

/* One walk over all that could take the case. */
struct walk {
	const struct conf *conf;
	const struct hub_handoff *h;
	int64_t now_ms;
	route_skip_fn *skip;
	void *skip_ctx;
	route_hear_fn *hear; /* NULL: it ends with the first that fits */
	void *hear_ctx;
	struct route_facts facts;
	const struct conf_institution *reported; /* NULL: nobody is barred */
	bool beside; /* the rule at hand gives a part beside the choice */
	struct route_choice choice;
};

/* A walk that has not begun. */
static struct walk
walk_init(const struct conf *conf, const struct hub_handoff *h, int64_t now_ms)
{
	struct walk w = { .conf = conf, .h = h, .now_ms = now_ms };

	w.reported = route_reported(conf, h);
	route_facts_fill(&w.facts, conf, h);
	return w;
}

/* Whether the walk has its end. */
static bool
is_over(const struct walk *w)
{
	return w->choice.to != NULL && w->hear == NULL;
}

/* What it means for a finding's target that nothing else is against it. */
static enum route_verdict
judge(const struct walk *w, const struct conf_institution *to)
{
	if (to == NULL)
		return ROUTE_NOBODY;
	if (route_is_below(w->conf, to, w->reported))
		return ROUTE_REPORTED;
	if (w->skip != NULL && w->skip(w->skip_ctx, to))
		return ROUTE_SKIPPED;
	if (w->beside)
		return ROUTE_BESIDE;
	return w->choice.to == NULL ? ROUTE_CHOSEN : ROUTE_LATER;
}

/* Ends a finding: who is meant, whether that is the choice; tells it. */
static void
settle(struct walk *w, struct route_finding *f)
{
	f->to = route_in_office(w->conf, f->target, w->now_ms);
	f->verdict = f->unfit_count > 0 ? ROUTE_UNFIT : judge(w, f->to);
	if (f->verdict == ROUTE_CHOSEN)
		w->choice = (struct route_choice){ f->to, f->rule };
	if (w->hear != NULL)
		w->hear(w->hear_ctx, f);
}

/* The explicit target, if there is one. */
static void
walk_explicit(struct walk *w)
{
	struct route_finding f = { .rule = "explicit",
		.target = w->h->receiver,
		.where = "" };

	if (f.target[0] != '\0')
		settle(w, &f);
}

/* The rules, in order. */
static void
walk_rules(struct walk *w)
{
	size_t most = w->hear == NULL ? 1 : ROUTE_CONDITIONS;

	for (size_t i = 0; i < w->conf->route_count && !is_over(w); i++) {
		const struct conf_route *route = &w->conf->routes[i];
		struct route_finding f = { .rule = route->name,
			.target = route->to,
			.where = route->where };

		w->beside = route_is_beside(route);
		if (w->beside && w->hear == NULL)
			continue;
		f.unfit_count = route_match(route, &w->facts, f.unfit, most);
		if (f.unfit_count == 0 || w->hear != NULL)
			settle(w, &f);
	}
	w->beside = false;
}

/* One of the last resort; true: it fits, and the others are not asked. */
static bool
resort(struct walk *w, const char *rule, const char *target)
{
	struct route_finding f = { .rule = rule,
		.target = target,
		.where = "" };

	if (target[0] == '\0')
		return false;
	settle(w, &f);
	return f.verdict == ROUTE_CHOSEN || f.verdict == ROUTE_LATER;
}

/* The last resort: coordinator, deputies, above; then, whatever is against
 * it, the coordinator, because somebody must hold the case. */
static void
walk_resort(struct walk *w)
{
	const char *const *deputy = w->conf->deputies;

	w->skip = NULL;
	if (is_over(w) || resort(w, "coordinator", w->conf->coordinator))
		return;
	for (; deputy != NULL && *deputy != NULL; deputy++)
		if (resort(w, "deputy", *deputy))
			return;
	if (!resort(w, "above", w->conf->above) && w->choice.to == NULL)
		w->choice = (struct route_choice){ route_coordinator(w->conf),
			"coordinator" };
}

/* The whole way. */
static struct route_choice
walk_all(struct walk *w)
{
	walk_explicit(w);
	walk_rules(w);
	walk_resort(w);
	return w->choice;
}

struct route_choice
route_choose(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, route_skip_fn *skip, void *ctx)
{
	struct walk w = walk_init(conf, h, now_ms);

	w.skip = skip;
	w.skip_ctx = ctx;
	return walk_all(&w);
}

struct route_choice
route_explain(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, route_hear_fn *hear, void *ctx)
{
	struct walk w = walk_init(conf, h, now_ms);

	w.hear = hear;
	w.hear_ctx = ctx;
	return walk_all(&w);
}

void
route_besides(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, route_beside_fn *each, void *ctx)
{
	struct route_unfit unfit[1];
	struct route_facts facts;

	route_facts_fill(&facts, conf, h);
	for (size_t i = 0; i < conf->route_count; i++) {
		const struct conf_route *route = &conf->routes[i];
		const struct conf_institution *to;

		if (!route_is_beside(route) ||
		    route_match(route, &facts, unfit, 1) != 0)
			continue;
		to = route_in_office(conf, route->to, now_ms);
		if (to != NULL && route_may_take(conf, h, now_ms, to))
			each(ctx, route, to);
	}
}

const struct conf_institution *
route_arbiter(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms)
{
	struct walk w = walk_init(conf, h, now_ms);

	walk_resort(&w);
	return w.choice.to;
}

bool
route_may_take(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, const struct conf_institution *inst)
{
	return route_in_office(conf, inst->id, now_ms) == inst &&
	    !route_is_below(conf, inst, route_reported(conf, h));
}

bool
route_competent(const struct conf *conf, const struct hub_handoff *h,
    int64_t now_ms, const struct conf_institution *inst)
{
	struct route_unfit unfit[1];
	struct route_facts facts;

	if (!route_may_take(conf, h, now_ms, inst))
		return false;
	if (route_in_office(conf, h->receiver, now_ms) == inst)
		return true;
	route_facts_fill(&facts, conf, h);
	for (size_t i = 0; i < conf->route_count; i++)
		if (!route_is_beside(&conf->routes[i]) &&
		    route_match(&conf->routes[i], &facts, unfit, 1) == 0 &&
		    route_in_office(conf, conf->routes[i].to, now_ms) == inst)
			return true;
	return false;
}

const struct conf_institution *
route_coordinator(const struct conf *conf)
{
	return conf_find(conf, conf->coordinator);
}
