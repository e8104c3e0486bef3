/* SPDX-License-Identifier: Apache-2.0 */
/*
 * refused.h - the two functions that a plugin must have, for plugins that are
 * never asked anything because loading them fails.
 */
#ifndef REFUSED_H
#define REFUSED_H

#include "hub_plugin.h"

static enum hub_status
refused_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	(void)conf;
	(void)what;
	(void)at;
	(void)r;
	return hub_fail(err, HUB_FAULT, "asked although it was refused");
}

static enum hub_status
refused_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	(void)conf;
	(void)what;
	(void)at;
	(void)answer;
	(void)events;
	return hub_fail(err, HUB_FAULT, "asked although it was refused");
}

#endif
