/* SPDX-License-Identifier: Apache-2.0 */
/*
 * route_office.h - who an institution's name means today, and who stands
 * below whom: the chains of successors and of superiors.
 */
#ifndef ROUTE_OFFICE_H
#define ROUTE_OFFICE_H

#include "route.h"

/* By its id or the one that it had before (`was`); NULL: nobody. */
const struct conf_institution *route_named(const struct conf *conf,
    const char *name);
/* Whether it is that body, one that took over from it or that it took over
 * from, or below one of these; false when body is NULL. */
bool route_is_below(const struct conf *conf,
    const struct conf_institution *inst, const struct conf_institution *body);

#endif
