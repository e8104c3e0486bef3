/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route_match.h - a rule's conditions against what a case says of itself.
 *
 * A list that is not given fits everything; otherwise one of its values must
 * fit, and what the case does not say fits none of them.
 */
#ifndef ROUTE_MATCH_H
#define ROUTE_MATCH_H

#include "route.h"

/* What conditions look at, in the order of their table. */
struct route_facts {
	const char *values[ROUTE_CONDITIONS];
};

/* Borrows from both; a source's former name counts as the present one. */
void route_facts_fill(struct route_facts *facts, const struct conf *conf,
    const struct hub_handoff *h);
/* How many conditions do not hold, and which; it looks for `most` of them. */
size_t route_match(const struct conf_route *route,
    const struct route_facts *facts, struct route_unfit *ret_unfit,
    size_t most);
/* Whether all that fits the narrow rule fits the wide one too; where patterns
 * meet, false may mean that nobody can tell. */
bool route_covers(const struct conf_route *wide,
    const struct conf_route *narrow);
/* Whether a rule leads to no holder, but to somebody beside. */
bool route_is_beside(const struct conf_route *route);
/* A region with all within it: "51" is 51 and 51.71, never 510. */
bool route_fits_region(const char *expected, const char *found);

#endif
