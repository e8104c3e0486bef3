/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route.h"

#include <fnmatch.h>
#include <string.h>

#define ROUTE_SUCCESSORS 8 /* links of a chain of successors */

/* Whether a text matches one of the patterns; no patterns match all. */
static bool
any_matches(const char *const *patterns, const char *text)
{
	if (patterns == NULL || patterns[0] == NULL)
		return true;
	for (size_t i = 0; patterns[i] != NULL; i++)
		if (fnmatch(patterns[i], text, 0) == 0)
			return true;
	return false;
}

bool
route_matches(const struct conf_route *route, const struct hub_handoff *h)
{
	return any_matches(route->kind, hub_class_name(h->classification)) &&
	    any_matches(route->category, h->category) &&
	    any_matches(route->region, h->region) &&
	    any_matches(route->source, h->source) &&
	    any_matches(route->priority_program, h->priority_program_id);
}

/* The institution itself, or who took over from it; NULL: nobody. */
static const struct conf_institution *
in_office(const struct conf *conf, const char *name)
{
	const struct conf_institution *inst = conf_find(conf, name);

	for (int i = 0; i < ROUTE_SUCCESSORS && inst != NULL; i++) {
		if (!inst->retired)
			return inst;
		inst = conf_find(conf, inst->successor);
	}
	return NULL;
}

/* Whether an institution may be chosen now. */
static bool
eligible(const struct conf_institution *inst, route_skip_fn *skip, void *ctx)
{
	return inst != NULL && (skip == NULL || !skip(ctx, inst));
}

const struct conf_institution *
route_coordinator(const struct conf *conf)
{
	return conf_find(conf, conf->coordinator);
}

/* The explicit target, the first rule that matches, or the coordinator. */
struct route_choice
route_choose(const struct conf *conf, const struct hub_handoff *h,
    route_skip_fn *skip, void *ctx)
{
	const struct conf_institution *inst = in_office(conf, h->receiver);

	if (eligible(inst, skip, ctx))
		return (struct route_choice){ inst, "explicit" };
	for (size_t i = 0; i < conf->route_count; i++) {
		const struct conf_route *route = &conf->routes[i];

		if (!route_matches(route, h))
			continue;
		inst = in_office(conf, route->to);
		if (eligible(inst, skip, ctx))
			return (struct route_choice){ inst, route->name };
	}
	return (struct route_choice){ route_coordinator(conf), "coordinator" };
}
