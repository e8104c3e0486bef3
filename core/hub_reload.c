/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_reload.h"

#include <stddef.h>
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
	struct job read;
	struct job_thread thread; /* while `reading` */
	bool reading, look, removes;
	struct conf *old, *fresh; /* held; fresh NULL: it has mistakes */
	struct hub_buf report;
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
	const struct hub_reload_end end = { good, hub_buf_str(&r->report),
		r->old, r->fresh };
	struct hub *hub = r->hub;

	if (!r->look && good)
		log_note("the new configuration is in force");
	else if (!r->look)
		log_error("the old configuration stays: %s", end.report);
	hub->reload = NULL;
	if (r->fn != NULL)
		r->fn(r->ctx, &end);
	conf_release(r->fresh);
	conf_release(r->old);
	hub_buf_release(&r->report);
	roster_release(&r->roster);
	free(r);
	if (!hub->reload_again || hub->stopped)
		return;
	hub->reload_again = false;
	hub_reload(hub, false, NULL, NULL);
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

	if (change->kind == CHANGE_REMOVED)
		r->removes = true;
	if (change->kind == CHANGE_REFUSED)
		hub_buf_fmt(&r->report, "%s%s: %s",
		    r->report.len > 0 ? "\n" : "", change->what,
		    change->detail);
}

/* Whether nothing stands against the change but what the ledger may know;
 * what does is in the report. */
static bool
is_possible(struct reload *r)
{
	const struct conf_diff diff = { .old = r->old,
		.fresh = r->fresh,
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
		hub_buf_fmt(&r->report,
		    "%s: that name has been another institution's; choose one "
		    "that is new",
		    r->roster.taken);
	else
		hub_buf_fmt(&r->report, "not stored: %s", db_code_name(code));
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
	hub_heed(r->fresh);
	relay_reload(&r->hub->relay, r->fresh);
	if (!r->removes) {
		finish(r, true);
		return;
	}
	r->roster.look = true;
	r->roster.ledger.job.done = on_looked_again;
	ledger_submit(r->hub->ledger, &r->roster.ledger);
}

/* The reload that a reading belongs to. */
static struct reload *
of_reading(struct job *job)
{
	return (struct reload *)((char *)job - offsetof(struct reload, read));
}

/* job run, on its own thread: reads the new configuration. */
static void
run_read(struct job *job, void *room)
{
	struct reload *r = of_reading(job);

	(void)room;
	r->fresh = conf_read(r->hub->conf_file, complain, r);
}

/* The thread has done its part. */
static void
end_thread(struct reload *r)
{
	if (r->reading)
		job_thread_stop(&r->thread);
	r->reading = false;
}

/* job done: the new configuration is read, or has mistakes. */
static void
on_read(struct job *job)
{
	struct reload *r = of_reading(job);

	end_thread(r);
	if (r->hub->stopped)
		complain(r, "the hub is stopping");
	if (r->fresh == NULL || r->hub->stopped || !is_possible(r)) {
		finish(r, false);
		return;
	}
	conf_follow(r->fresh, r->old);
	roster_init(&r->roster, r->fresh);
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

/* Starts the reading; false: there is no thread for it. */
static bool
begin(struct hub *hub, struct reload *r)
{
	if (job_thread_start(&r->thread, "conf", loop_home(hub->loop), NULL) !=
	    0)
		return false;
	r->reading = true;
	r->hub = hub;
	r->old = conf_hold(hub->relay.conf);
	hub_buf_init(&r->report, HUB_REPORT_MAX);
	roster_init(&r->roster, NULL);
	r->read.run = run_read;
	r->read.done = on_read;
	hub->reload = r;
	job_queue_push(&r->thread.queue, &r->read);
	return true;
}

void
hub_reload(struct hub *hub, bool look, hub_reload_fn *fn, void *ctx)
{
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
	if (begin(hub, r))
		return;
	free(r);
	refuse(hub, "no thread to read the configuration on", fn, ctx);
}

void
hub_reload_soon(struct hub *hub)
{
	if (hub->reload == NULL) {
		hub_reload(hub, false, NULL, NULL);
		return;
	}
	log_note("a reload is under way; one more follows it");
	hub->reload_again = true;
}

void
hub_reload_stop(struct hub *hub)
{
	hub->stopped = true;
	if (hub->reload != NULL)
		end_thread(hub->reload);
}
