/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_reload.h"

/* hub_reload_fn: how it ended. */
static void
on_reloaded(void *ctx, const char *report, bool good)
{
	struct control_call *call = ctx;

	if (good)
		control_good(call, NULL);
	else
		control_bad(call, "%s", report);
}

void
control_reload(struct control_call *call)
{
	hub_reload(control_hub(call), on_reloaded, call);
}
