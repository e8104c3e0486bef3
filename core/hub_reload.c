/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_reload.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "conf_diff.h"
#include "crashpoint.h"
#include "hub_reading.h"
#include "log.h"
#include "roster.h"

/* One reload under way. */
struct reload {
	struct roster roster;
	struct hub *hub;
	struct hub_reading reading;
	bool look, removes;
	struct conf *old; /* held */
	hub_reload_fn *fn;
	void *ctx;
};

void
hub_heed(const struct conf *conf)
{
	static const char *const names[] = { "error", "warn", "note", "debug" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(conf->hub.log_level, names[i]) == 0)
			log_set_level((enum log_level)i);
	if (conf->warning[0] != '\0')
		log_warn("%s", conf->warning);
}

/* Tells how it ended and forgets the reload. */
static void
finish(struct reload *r, bool good)
{
	const struct hub_reload_end end = { good,
		hub_buf_str(&r->reading.report), r->old, r->reading.fresh };
	struct hub *hub = r->hub;

	if (!r->look && good)
		log_note("the new configuration is in force");
	else if (!r->look)
		log_error("the old configuration stays: %s", end.report);
	hub->reload = NULL;
	if (r->fn != NULL)
		r->fn(r->ctx, &end);
	hub_reading_release(&r->reading);
	conf_release(r->old);
	roster_release(&r->roster);
	free(r);
	hub_reload_next(hub);
}

void
hub_reload_next(struct hub *hub)
{
	if (!hub->reload_again || hub->stopped || hub->reload != NULL ||
	    hub->reading != NULL)
		return;
	hub->reload_again = false;
	hub_reload(hub, false, NULL, NULL);
}

/* conf_change_fn: what cannot be done, as a line of the report. */
static void
hear_refusal(void *ctx, const struct conf_change *change)
{
	struct reload *r = ctx;

	if (change->kind == CHANGE_REMOVED)
		r->removes = true;
	if (change->kind == CHANGE_REFUSED)
		hub_buf_fmt(&r->reading.report, "%s%s: %s",
		    r->reading.report.len > 0 ? "\n" : "", change->what,
		    change->detail);
}

/* Whether nothing stands against the change but what the ledger may know;
 * what does is in the report. */
static bool
is_possible(struct reload *r)
{
	const struct conf_diff diff = { .old = r->old,
		.fresh = r->reading.fresh,
		.open = r->roster.open,
		.open_count = r->roster.open_count,
		.tell = hear_refusal,
		.ctx = r };

	return conf_diff_tell(&diff) == 0;
}

/* What the ledger said of the new configuration. */
static bool
is_rostered(struct reload *r)
{
	enum db_code code = r->roster.ledger.code;

	if (code == DB_OK)
		return is_possible(r);
	if (r->roster.taken[0] != '\0')
		hub_buf_fmt(&r->reading.report,
		    "%s: that name has been another institution's; choose one "
		    "that is new",
		    r->roster.taken);
	else
		hub_buf_fmt(&r->reading.report, "not stored: %s",
		    db_code_name(code));
	return false;
}

/* job done: nothing has come to those who are gone, or all is as before. */
static void
on_looked_again(struct job *job)
{
	struct reload *r = (struct reload *)job;
	bool good = is_rostered(r);

	if (!good && !r->hub->stopped) {
		hub_heed(r->old);
		relay_reload(&r->hub->relay, r->old);
	}
	finish(r, good);
}

/* job done: the institutions have their numbers. */
static void
on_rostered(struct job *job)
{
	struct reload *r = (struct reload *)job;
	bool good = is_rostered(r) && !r->hub->stopped;

	crashpoint("reload.rostered");
	if (!good || r->look) {
		finish(r, good);
		return;
	}
	hub_heed(r->reading.fresh);
	relay_reload(&r->hub->relay, r->reading.fresh);
	if (!r->removes) {
		finish(r, true);
		return;
	}
	r->roster.look = true;
	r->roster.ledger.job.done = on_looked_again;
	ledger_submit(r->hub->ledger, &r->roster.ledger);
}

/* The new configuration is read, or has mistakes. */
static void
on_read(struct hub_reading *reading)
{
	struct reload *r = (struct reload *)((char *)reading -
	    offsetof(struct reload, reading));

	if (r->hub->stopped)
		hub_reading_say(reading, "the hub is stopping");
	if (r->reading.fresh == NULL || r->hub->stopped || !is_possible(r)) {
		finish(r, false);
		return;
	}
	conf_follow(r->reading.fresh, r->old);
	roster_init(&r->roster, r->reading.fresh);
	r->roster.old = r->old;
	r->roster.look = r->look;
	r->roster.ledger.job.done = on_rostered;
	ledger_submit(r->hub->ledger, &r->roster.ledger);
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

/* Starts the reading; false: *ret_why. */
static bool
begin(struct hub *hub, struct reload *r, const char **ret_why)
{
	r->reading.file = hub->conf_file;
	r->reading.quiet = r->look;
	r->reading.done = on_read;
	if (!hub_reading_begin(hub, &r->reading, ret_why))
		return false;
	r->hub = hub;
	r->old = conf_hold(hub->relay.conf);
	roster_init(&r->roster, NULL);
	hub->reload = r;
	return true;
}

void
hub_reload(struct hub *hub, bool look, hub_reload_fn *fn, void *ctx)
{
	const char *why;
	struct reload *r;

	if (hub->reload != NULL) {
		refuse(hub,
		    "another reload is under way; ask again when it has ended",
		    fn, ctx);
		return;
	}
	r = calloc(1, sizeof(*r));
	if (r == NULL) {
		refuse(hub, "out of memory", fn, ctx);
		return;
	}
	r->look = look;
	r->fn = fn;
	r->ctx = ctx;
	if (begin(hub, r, &why))
		return;
	free(r);
	refuse(hub, why, fn, ctx);
}

void
hub_reload_soon(struct hub *hub)
{
	hub->reload_again = true;
	hub_reload_next(hub);
	if (hub->reload_again)
		log_note("a reload is under way; one more follows it");
}

void
hub_reload_stop(struct hub *hub)
{
	hub->stopped = true;
	hub_reading_stop(hub);
}
