/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_reload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crashpoint.h"
#include "limits.h"
#include "log.h"
#include "roster.h"

/* One reload under way. */
struct reload {
	struct roster roster;
	struct hub *hub;
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
	if (good)
		log_note("the new configuration is in force");
	else
		log_error("the old configuration stays: %s",
		    hub_buf_str(&r->report));
	if (r->fn != NULL)
		r->fn(r->ctx, hub_buf_str(&r->report), good);
	hub_buf_release(&r->report);
	free(r);
}

/* conf_complaint_fn: a line of the report. */
static void
complain(void *ctx, const char *sentence)
{
	struct reload *r = ctx;

	log_error("%s", sentence);
	hub_buf_fmt(&r->report, "%s%s", r->report.len > 0 ? "\n" : "",
	    sentence);
}

/* job done: the institutions have their numbers. */
static void
on_roster(struct job *job)
{
	struct reload *r = (struct reload *)job;
	struct conf *conf = r->roster.conf;
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
	if (good) {
		hub_log_level(conf);
		relay_reload(&r->hub->relay, conf);
	}
	conf_release(conf);
	finish(r, good);
}

void
hub_reload(struct hub *hub, hub_reload_fn *fn, void *ctx)
{
	struct reload *r = calloc(1, sizeof(*r));
	struct conf *conf;

	if (r == NULL) {
		log_error("out of memory: no reload");
		if (fn != NULL)
			fn(ctx, "out of memory", false);
		return;
	}
	r->hub = hub;
	r->fn = fn;
	r->ctx = ctx;
	hub_buf_init(&r->report, HUB_REPORT_MAX);
	conf = conf_read(hub->conf_file, complain, r);
	if (conf == NULL) {
		finish(r, false);
		return;
	}
	conf_follow(conf, hub->relay.conf);
	roster_init(&r->roster, conf);
	r->roster.old = hub->relay.conf;
	r->roster.ledger.job.done = on_roster;
	ledger_submit(hub->ledger, &r->roster.ledger);
}
