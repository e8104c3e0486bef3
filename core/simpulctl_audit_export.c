/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for auditors. */
#include "config.h"

#include "hub_json.h"
#include "limits.h"
#include "logbook_export.h"
#include "simpulctl_audit.h"
#include "simpulctl_desk.h"

/* Says what stands in the folder now. */
static void
say(struct ctl *ctl, const struct logbook_export *run)
{
	char root[TLOG_HASH_TEXT_SIZE];
	struct hub_json_out json;
	struct hub_buf text;

	tlog_hash_text(&run->head.root, root);
	hub_buf_init(&text, CTL_OUTPUT_MAX);
	if (ctl->json) {
		hub_json_out_init(&json, &text);
		hub_json_open(&json, NULL, '{');
		hub_json_put_flag(&json, "good", true);
		hub_json_put_int(&json, "size", (int64_t)run->head.size);
		hub_json_put_text(&json, "root", root);
		hub_json_put_int(&json, "before", (int64_t)run->before);
		hub_json_close(&json, '}');
	} else {
		hub_buf_fmt(&text,
		    "%s: %llu catatan (sebelumnya %llu), akar %s\n"
		    "%s: %llu %s (%llu before), root %s",
		    run->to, (unsigned long long)run->head.size,
		    (unsigned long long)run->before, root, run->to,
		    (unsigned long long)run->head.size,
		    ctl_plural(run->head.size, "entry", "entries"),
		    (unsigned long long)run->before, root);
	}
	ctl_print(ctl, &text);
}

/* simpulctl audit export DIR */
int
ctl_audit_export(struct ctl *ctl)
{
	const char *from = ctl_value(ctl, "--log", "");
	struct logbook_export run = { .progress = ctl_desk_progress };
	struct hub_error err = { "" };
	struct ctl_desk desk;
	int status = CTL_FAILED;

	if (!ctl_desk_options(&desk, ctl) || from == NULL)
		return CTL_FAILED;
	if (ctl_arguments(ctl, 1, 1) && ctl_desk_open(&desk, from)) {
		run.from = &desk.book;
		run.to = ctl->argv[0];
		run.policy = desk.policy;
		run.policy_text = (struct note_span){ hub_buf_str(&desk.trust),
			desk.trust.len };
		run.ctx = &desk;
		switch (logbook_export_run(&run, &err)) {
		case HUB_OK:
			say(ctl, &run);
			status = CTL_GOOD;
			break;
		case HUB_FAULT:
			status = ctl_fail(ctl, "%s", err.text);
			break;
		default:
			(void)ctl_fail(ctl, "%s", err.text);
			status = CTL_BAD;
		}
	}
	ctl_desk_close(&desk);
	return status;
}
