/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_act.h - the verbs of a command that has several, as "token add".
 */
#ifndef SIMPULCTL_ACT_H
#define SIMPULCTL_ACT_H

#include "simpulctl.h"

struct ctl_act {
	const char *name; /* NULL ends a list */
	int (*fn)(struct ctl *ctl);
};

/* Runs the verb that the first argument names, which is taken away; without
 * one, says how the command is used. */
int ctl_act(struct ctl *ctl, const struct ctl_act *acts);

#endif
