/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route_shadow.h - rules that stand behind one that fits all that they fit,
 * so that no case goes by them the first time.
 *
 * Such a rule is reached only where the other's institution has refused the
 * case or may not have it; that may be meant, so it is told, not refused.
 */
#ifndef ROUTE_SHADOW_H
#define ROUTE_SHADOW_H

#include "conf.h"
#include "hub_buf.h"

/* A rule, and the first one before it that fits all that it fits. */
typedef void route_shadow_fn(void *ctx, const struct conf_route *route,
    const struct conf_route *by);

/* Tells of every such rule, in the order of the rules. */
void route_shadows(const struct conf *conf, route_shadow_fn *tell, void *ctx);
/* Appends what that means, and what to do. */
void route_shadow_say(const struct conf_route *route,
    const struct conf_route *by, struct hub_buf *text);

#endif
