/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "route_shadow.h"

#include <string.h>

#include "route_match.h"

/* The first rule before `route` that fits all that it fits; NULL: none.  What
 * a rule gives beside the one that takes a case stands in nobody's way. */
static const struct conf_route *
shadow(const struct conf *conf, const struct conf_route *route)
{
	if (route_is_beside(route))
		return NULL;
	for (const struct conf_route *by = conf->routes; by < route; by++)
		if (!route_is_beside(by) && route_covers(by, route))
			return by;
	return NULL;
}

void
route_shadows(const struct conf *conf, route_shadow_fn *tell, void *ctx)
{
	for (size_t i = 0; i < conf->route_count; i++) {
		const struct conf_route *route = &conf->routes[i];
		const struct conf_route *by = shadow(conf, route);

		if (by != NULL)
			tell(ctx, route, by);
	}
}

void
route_shadow_say(const struct conf_route *route, const struct conf_route *by,
    struct hub_buf *text)
{
	hub_buf_fmt(text,
	    "route \"%s\" comes too late: route \"%s\" at %s fits all that it"
	    " fits",
	    route->name, by->name, by->where);
	if (strcmp(route->to, by->to) == 0)
		hub_buf_fmt(text, " and leads to %s too; remove one of them",
		    by->to);
	else
		hub_buf_fmt(text,
		    "; put it before that one, or keep it for what %s refuses"
		    " or may not have",
		    by->to);
}
