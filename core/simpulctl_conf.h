/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_conf.h - the configuration that a command was given, for those
 * that work without a hub or have to find one.
 */
#ifndef SIMPULCTL_CONF_H
#define SIMPULCTL_CONF_H

#include "conf.h"
#include "simpulctl.h"

/* All of it; NULL after saying every mistake. */
struct conf *ctl_conf(struct ctl *ctl);
/* What it says of the hub, whatever is wrong elsewhere; NULL, and the first
 * mistake in err. */
struct conf *ctl_conf_hub(struct ctl *ctl, struct hub_error *err);

#endif
