/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_watch.h"

#include <stdlib.h>

#include "expiry_watch.h"
#include "hub.h"
#include "limits.h"
#include "log.h"
#include "watch.h"

struct hub_watch {
	struct watch watch; /* first: its job is what comes home */
	struct hub *hub;
	struct loop_timer *timer;
	struct expiry_watch expiry;
	int64_t began; /* the last look, in steady time */
	bool busy, ended;
};

/* Whatever was made to be delivered may go. */
static void
wake(const struct hub_watch *w)
{
	struct relay *relay = &w->hub->relay;

	if (w->watch.wake.all)
		relay_wake_all(relay);
	else
		for (size_t i = 0; i < w->watch.wake.count; i++)
			relay_wake(relay, w->watch.wake.keys[i]);
}

/* Cases that the look failed on are told of, and put off by the next one. */
static void
tell_broken(const struct watch *watch)
{
	for (size_t i = 0; i < watch->broken_count; i++) {
		char id[IDENT_TEXT_SIZE];

		ident_text(watch->broken[i], id);
		log_error("ALERT case %s could not be looked at for what is "
			  "due; run simpulctl fsck",
		    id);
	}
}

/* When to look again: what was done may have made more due.  What fell due
 * behind the look's back, while it was on its way, has waited since it
 * began. */
static int64_t
next_look_ms(const struct hub_watch *w)
{
	const struct watch *watch = &w->watch;
	int64_t left;

	if (watch->ledger.code != DB_OK)
		return WATCH_LOOK_MS;
	if (watch->looked > 0)
		return watch->more ? WATCH_MORE_MS : WATCH_AGAIN_MS;
	left = w->began + WATCH_LOOK_MS -
	    clock_steady_ms(loop_clock(w->hub->loop));
	return left > WATCH_MORE_MS ? left : WATCH_MORE_MS;
}

/* job done: what was due is done, or the next look does it. */
static void
looked(struct job *job)
{
	struct hub_watch *w = (struct hub_watch *)job;
	enum db_code code = w->watch.ledger.code;

	w->busy = false;
	conf_release(w->watch.conf);
	w->watch.conf = NULL;
	if (code == DB_OK) {
		watch_kept(&w->watch);
		wake(w);
	} else {
		log_error("what is due could not be looked at: %s",
		    db_code_name(code));
		tell_broken(&w->watch);
	}
	watch_release(&w->watch);
	if (!w->ended)
		loop_timer_arm(w->timer, next_look_ms(w));
}

/* loop_fn: one look. */
static void
look(void *ctx)
{
	struct hub_watch *w = ctx;

	if (w->busy || w->ended)
		return;
	w->busy = true;
	w->began = clock_steady_ms(loop_clock(w->hub->loop));
	w->watch.conf = conf_hold(w->hub->relay.conf);
	expiry_watch_look(&w->expiry, w->watch.conf,
	    relay_now_ms(&w->hub->relay) / 1000);
	ledger_submit(w->hub->ledger, &w->watch.ledger);
}

struct hub_watch *
hub_watch_new(struct hub *hub)
{
	struct hub_watch *w = calloc(1, sizeof(*w));

	if (w == NULL)
		return NULL;
	watch_init(&w->watch);
	w->watch.ledger.job.done = looked;
	w->hub = hub;
	w->timer = loop_timer_new(hub->loop, look, w);
	if (w->timer == NULL) {
		free(w);
		return NULL;
	}
	loop_timer_arm(w->timer, 0);
	return w;
}

void
hub_watch_drain(struct hub_watch *watch)
{
	if (watch == NULL)
		return;
	watch->ended = true;
	loop_timer_cancel(watch->timer);
}

void
hub_watch_free(struct hub_watch *watch)
{
	if (watch == NULL)
		return;
	loop_timer_free(watch->timer);
	watch_release(&watch->watch);
	free(watch);
}
