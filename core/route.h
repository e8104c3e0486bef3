/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route.h - where a case goes: an explicit target beats the rules, the rules
 * are read in order, no match goes to the coordinator ("no wrong door").
 */
#ifndef ROUTE_H
#define ROUTE_H

#include "conf.h"
#include "hub_handoff.h"

struct route_choice {
	const struct conf_institution *to; /* never NULL */
	const char *rule; /* its name, "explicit" or "coordinator" */
};

/* skip says which institutions are out of the question (they refused the
 * case, say); NULL: none.  Retired ones lead to their successor. */
typedef bool route_skip_fn(void *ctx, const struct conf_institution *inst);

struct route_choice route_choose(const struct conf *conf,
    const struct hub_handoff *h, route_skip_fn *skip, void *ctx);
/* Whether a rule's conditions all hold for a handoff. */
bool route_matches(const struct conf_route *route, const struct hub_handoff *h);
/* The coordinator's own institution. */
const struct conf_institution *route_coordinator(const struct conf *conf);

#endif
