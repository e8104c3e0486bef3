/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_reload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf_diff.h"
#include "crashpoint.h"
#include "limits.h"
#include "log.h"
#include "roster.h"

/* One reload under way. */
struct reload {
	struct roster roster;
	struct hub *hub;
	struct conf *old, *fresh; /* held; fresh NULL: it has mistakes */
	bool look;
	struct hub_buf report;
	hub_reload_fn *fn;
	void *ctx;
};

void
hub_log_level(const struct conf *conf)
{
	static const char *const names[] = { "error", "warn", "note", "debug" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(conf->hub.log_level, names[i]) == 0)
			log_set_level((enum log_level)i);
}

/* Tells how it ended and forgets the reload. */
static void
finish(struct reload *r, bool good)
{
	const struct hub_reload_end end = { good, hub_buf_str(&r->report),
		r->old, r->fresh };

	if (!r->look && good)
		log_note("the new configuration is in force");
	else if (!r->look)
		log_error("the old configuration stays: %s", end.report);
	r->hub->reloading = false;
	if (r->fn != NULL)
		r->fn(r->ctx, &end);
	conf_release(r->fresh);
	conf_release(r->old);
	hub_buf_release(&r->report);
	free(r);
}

/* conf_complaint_fn: a line of the report. */
static void
complain(void *ctx, const char *sentence)
{
	struct reload *r = ctx;

	if (!r->look)
		log_error("%s", sentence);
	hub_buf_fmt(&r->report, "%s%s", r->report.len > 0 ? "\n" : "",
	    sentence);
}

/* conf_change_fn: what cannot be done, as a line of the report. */
static void
hear_refusal(void *ctx, const struct conf_change *change)
{
	struct reload *r = ctx;

	if (change->kind == CHANGE_REFUSED)
		hub_buf_fmt(&r->report, "%s%s: %s",
		    r->report.len > 0 ? "\n" : "", change->what,
		    change->detail);
}

/* job done: the institutions have their numbers. */
static void
on_roster(struct job *job)
{
	struct reload *r = (struct reload *)job;
	bool good = r->roster.ledger.code == DB_OK &&
	    r->roster.refused[0] == '\0';

	crashpoint("reload.rostered");
	if (r->roster.refused[0] != '\0')
		hub_buf_fmt(&r->report,
		    "%s: retire the section (retired = true) or rename it "
		    "(was = \"old\"), do not drop it",
		    r->roster.refused);
	else if (!good)
		hub_buf_fmt(&r->report, "not stored: %s",
		    db_code_name(r->roster.ledger.code));
	if (good && !r->look) {
		hub_log_level(r->fresh);
		relay_reload(&r->hub->relay, r->fresh);
	}
	finish(r, good);
}

/* Reads the new configuration; false when it cannot come into force. */
static bool
read_fresh(struct reload *r)
{
	struct conf_diff diff = { .tell = hear_refusal, .ctx = r };

	r->fresh = conf_read(r->hub->conf_file, complain, r);
	if (r->fresh == NULL)
		return false;
	diff.old = r->old;
	diff.fresh = r->fresh;
	if (conf_diff_tell(&diff) > 0)
		return false;
	conf_follow(r->fresh, r->old);
	return true;
}

/* A reload that cannot even begin. */
static void
refuse(const struct hub *hub, const char *why, hub_reload_fn *fn, void *ctx)
{
	const struct hub_reload_end end = { false, why, hub->relay.conf, NULL };

	log_error("no reload: %s", why);
	if (fn != NULL)
		fn(ctx, &end);
}

void
hub_reload(struct hub *hub, bool look, hub_reload_fn *fn, void *ctx)
{
	struct reload *r;

	if (hub->reloading) {
		refuse(hub, "another one is under way", fn, ctx);
		return;
	}
	r = calloc(1, sizeof(*r));
	if (r == NULL) {
		refuse(hub, "out of memory", fn, ctx);
		return;
	}
	hub->reloading = true;
	r->hub = hub;
	r->look = look;
	r->fn = fn;
	r->ctx = ctx;
	r->old = conf_hold(hub->relay.conf);
	hub_buf_init(&r->report, HUB_REPORT_MAX);
	if (!read_fresh(r)) {
		finish(r, false);
		return;
	}
	roster_init(&r->roster, r->fresh);
	r->roster.old = r->old;
	r->roster.look = look;
	r->roster.ledger.job.done = on_roster;
	ledger_submit(hub->ledger, &r->roster.ledger);
}
