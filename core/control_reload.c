/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_reload.h"

#include "conf_diff.h"

/* conf_change_fn: one change as a row. */
static void
put_change(void *ctx, const struct conf_change *change)
{
	(void)json_array_append_new(ctx,
	    json_pack("{s:s,s:s,s:s}", "change", conf_change_name(change->kind),
		"what", change->what, "detail", change->detail));
}

/* hub_reload_fn: how it ended. */
static void
on_reloaded(void *ctx, const struct hub_reload_end *end)
{
	struct control_call *call = ctx;
	struct conf_diff diff = { .old = end->old, .fresh = end->fresh };

	if (!end->good) {
		control_bad(call, "%s", end->report);
		return;
	}
	diff.tell = put_change;
	diff.ctx = json_array();
	(void)conf_diff_tell(&diff);
	control_good(call, json_pack("{s:o}", "changes", diff.ctx));
}

void
control_reload(struct control_call *call)
{
	hub_reload(control_hub(call), control_flag(call, "dry_run"),
	    on_reloaded, call);
}
