/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_act.h"

#include <string.h>

int
ctl_act(struct ctl *ctl, const struct ctl_act *acts)
{
	for (; ctl->argc > 0 && acts->name != NULL; acts++) {
		if (strcmp(ctl->argv[0], acts->name) != 0)
			continue;
		ctl->argc--;
		ctl->argv++;
		return acts->fn(ctl);
	}
	ctl_usage(ctl->err, ctl->command);
	return CTL_FAILED;
}
