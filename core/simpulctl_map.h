/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_map.h - what the commands about mappings share.
 */
#ifndef SIMPULCTL_MAP_H
#define SIMPULCTL_MAP_H

#include "conf.h"
#include "simpulctl.h"

/* simpulctl map diff, its name taken away. */
int ctl_map_diff(struct ctl *ctl);

/* The institution of that name, which has a plugin; NULL after saying why
 * not. */
const struct conf_institution *ctl_map_institution(struct ctl *ctl,
    const struct conf *conf, const char *name);

#endif
