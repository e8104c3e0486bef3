/* SPDX-License-Identifier: Apache-2.0 */
/* A new key-encryption key. */
#include "config.h"

#include "clock.h"
#include "content.h"
#include "hub_json.h"
#include "simpulctl.h"

/* simpulctl keygen FILE */
int
ctl_keygen(struct ctl *ctl)
{
	struct hub_error err = { "" };
	struct hub_json_out json;
	struct hub_buf text;

	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	if (content_keygen(ctl->argv[0], clock_system(), &err) != HUB_OK)
		return ctl_fail(ctl, "%s", err.text);
	hub_buf_init(&text, 8192);
	if (ctl->json) {
		hub_json_out_init(&json, &text);
		hub_json_open(&json, NULL, '{');
		hub_json_put_text(&json, "file", ctl->argv[0]);
		hub_json_put_flag(&json, "good", true);
		hub_json_close(&json, '}');
	} else {
		hub_buf_fmt(&text,
		    "%s: a new key, for its owner only. Keep a copy of it "
		    "apart from the data: without it no case can be read.",
		    ctl->argv[0]);
	}
	ctl_print(ctl, &text);
	return CTL_GOOD;
}
