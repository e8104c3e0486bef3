/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "link.h"

#include <stdio.h>
#include <stdlib.h>

#include "backoff.h"
#include "dispatch.h"
#include "limits.h"
#include "log.h"
#include "poller.h"

/* Pauses between trials of a link that is down. */
static const struct backoff trials = { 1000, 60000 };

static void look(struct link *link);

struct worker_plan
link_plan(const struct conf_institution *inst)
{
	return (struct worker_plan){
		.institution = inst->id,
		.generation = inst->generation,
		.plugin_file = inst->plugin_file,
		.option_names = inst->option_names,
		.option_texts = inst->option_texts,
		.seal = &inst->seal,
		.key = inst->out.key,
	};
}

/* Takes over what a configuration says of the institution. */
static void
adopt(struct link *link, struct conf *conf, const struct conf_institution *inst)
{
	target_release(&link->target);
	conf_release(link->conf);
	link->conf = conf_hold(conf);
	link->inst = inst;
	target_init(&link->target, inst);
	link->key = inst->key;
	link->plan = link_plan(inst);
}

/* loop_fn: the timer. */
static void
on_timer(void *ctx)
{
	struct link *link = ctx;

	if (!link->leaving)
		link_wake(link);
	else if (link->in_hand == 0 && !link->loading &&
	    !poller_busy(link->poller))
		relay_forget(link->relay, link);
	else
		loop_timer_arm(link->timer, HUB_DRAIN_LOOK_MS);
}

/* A link that is up, with nothing in hand. */
struct link *
link_new(struct relay *relay, struct conf *conf,
    const struct conf_institution *inst)
{
	struct link *link = calloc(1, sizeof(*link));

	if (link == NULL)
		return NULL;
	link->relay = relay;
	adopt(link, conf, inst);
	link->timer = loop_timer_new(relay->loop, on_timer, link);
	link->poller = poller_new(link);
	if (link->timer == NULL || link->poller == NULL) {
		link_free(link);
		return NULL;
	}
	return link;
}

/* Forgets the link; nothing may be in hand. */
void
link_free(struct link *link)
{
	if (link == NULL)
		return;
	poller_free(link->poller);
	loop_timer_free(link->timer);
	target_release(&link->target);
	conf_release(link->conf);
	free(link->hand);
	free(link->held);
	free(link);
}

void
link_renew(struct link *link, struct conf *conf,
    const struct conf_institution *inst)
{
	bool changed = inst->generation != link->inst->generation;

	if (changed)
		worker_retire(link->relay->workers, link->inst->id);
	adopt(link, conf, inst);
	link->leaving = false;
	/* What the old settings composed and never left is composed anew. */
	if (changed)
		dispatch_let_go(link);
	if (link->health == LINK_PAUSED)
		link_resume(link);
	poller_wake(link->poller);
}

void
link_leave(struct link *link)
{
	if (link->leaving)
		return;
	worker_retire(link->relay->workers, link->inst->id);
	link->leaving = true;
	dispatch_let_go(link);
	loop_timer_arm(link->timer, HUB_DRAIN_LOOK_MS);
}

unsigned
link_window(const struct link *link)
{
	/* Ahead of a free slot only where a doubled request does no harm. */
	if (link->inst->idempotent || link->inst->has_probe)
		return link->inst->concurrency * 2;
	return link->inst->concurrency;
}

unsigned
link_room(const struct link *link)
{
	unsigned most = link_window(link) + LINK_AHEAD;

	if (link->health == LINK_PAUSED || link->leaving ||
	    link->relay->stopping || conf_is_manual(link->inst))
		return 0;
	if (link->relay->callers >= LINK_CALLERS)
		most = link->inst->concurrency;
	if (link->health == LINK_DOWN)
		most = relay_now_ms(link->relay) >= link->retry_at ? 1 : 0;
	if (link->hand_room > 0 && most > link->hand_room)
		most = link->hand_room;
	return link->in_hand < most ? most - link->in_hand : 0;
}

/* Room for as many as may be in hand; false: no memory. */
static bool
make_room(struct link *link)
{
	unsigned want = link_window(link) + LINK_AHEAD;
	struct parcel **hand;
	int64_t *held;

	if (want <= link->hand_room)
		return true;
	hand = realloc(link->hand, want * sizeof(*hand));
	if (hand != NULL)
		link->hand = hand;
	held = realloc(link->held, want * sizeof(*held));
	if (held != NULL)
		link->held = held;
	if (hand == NULL || held == NULL)
		return false;
	link->hand_room = want;
	return true;
}

/* Puts a parcel in hand. */
void
link_take(struct link *link, struct parcel *parcel)
{
	parcel->next = NULL;
	parcel->place = link->in_hand;
	link->hand[link->in_hand++] = parcel;
}

/* Forgets a parcel that is in no queue any more. */
void
link_drop(struct link *link, struct parcel *parcel)
{
	unsigned last = --link->in_hand;

	link->hand[parcel->place] = link->hand[last];
	link->hand[parcel->place]->place = parcel->place;
	parcel_free(parcel);
}

/* Adds a parcel at the end. */
void
link_push(struct link_queue *queue, struct parcel *parcel)
{
	parcel->next = NULL;
	if (queue->last != NULL)
		queue->last->next = parcel;
	else
		queue->first = parcel;
	queue->last = parcel;
}

/* Takes the first parcel away. */
struct parcel *
link_pop(struct link_queue *queue)
{
	struct parcel *parcel = queue->first;

	if (parcel == NULL)
		return NULL;
	queue->first = parcel->next;
	if (queue->first == NULL)
		queue->last = NULL;
	parcel->next = NULL;
	return parcel;
}

/* Puts what a look found in hand, as far as there is room. */
static void
take_found(struct link *link, struct parcel_load *load)
{
	struct parcel *p = load->first, *next;

	for (; p != NULL && link_room(link) > 0; p = next) {
		next = p->next;
		link->after_due = p->row.due_at;
		link->after_id = p->row.id;
		link_take(link, p);
		dispatch_begin(p);
	}
	if (p == NULL) {
		link->after_due = load->after_due;
		link->after_id = load->after_id;
	}
	for (; p != NULL; p = next) {
		next = p->next;
		load->more = true;
		parcel_free(p);
	}
	load->first = NULL;
}

/* job done, on the loop: a look has ended. */
static void
on_loaded(struct job *job)
{
	struct parcel_load *load = (struct parcel_load *)job;
	struct link *link = load->link;
	bool more;

	link->loading = false;
	take_found(link, load);
	more = load->more || load->reader.code == DB_BUSY;
	conf_release(load->conf);
	load->conf = NULL;
	if (!more) {
		link->after_due = link->after_id = 0;
		if (load->next_due != 0 && !link->leaving)
			loop_timer_arm(link->timer,
			    load->next_due - load->now_ms);
	}
	if (more || link->look_again)
		look(link);
}

/* Reads on, unless a look is under way or there is no room. */
static void
look(struct link *link)
{
	struct parcel_load *load = &link->load;
	unsigned room = link_room(link);

	if (link->loading) {
		link->look_again = true;
		return;
	}
	if (room == 0 || !make_room(link))
		return;
	parcel_load_init(load);
	load->reader.job.done = on_loaded;
	load->link = link;
	load->conf = conf_hold(link->conf);
	load->institution = link->key;
	load->now_ms = relay_now_ms(link->relay);
	/* What is in hand and not yet dispatched would be found again. */
	for (unsigned i = 0; i < link->in_hand; i++)
		link->held[i] = link->hand[i]->row.id;
	load->held = link->held;
	load->held_count = link->in_hand;
	load->limit = room < LINK_LOOK ? room : LINK_LOOK;
	load->after_due = link->after_due;
	load->after_id = link->after_id;
	link->loading = true;
	link->look_again = false;
	reader_submit(link->relay->reader, &load->reader);
}

void
link_wake(struct link *link)
{
	if (link->leaving)
		return;
	if (link->health == LINK_DOWN) {
		int64_t wait = link->retry_at - relay_now_ms(link->relay);

		if (wait > 0) {
			loop_timer_arm(link->timer, wait);
			return;
		}
	}
	look(link);
}

/* The link works again. */
static void
recover(struct link *link)
{
	int64_t now = relay_now_ms(link->relay);

	log_note("ALERT %s is up again after %lld s", link->inst->id,
	    (long long)(now - link->down_since) / 1000);
	link->health = LINK_UP;
	link->down_since = 0;
}

/* One failure too many, or one more while it is down. */
static void
fall(struct link *link)
{
	int64_t now = relay_now_ms(link->relay);
	uint32_t chance;

	clock_random(loop_clock(link->relay->loop), &chance, sizeof(chance));
	if (link->health == LINK_UP) {
		log_warn("ALERT %s is down: %s", link->inst->id, link->why);
		link->health = LINK_DOWN;
		link->down_since = now;
		dispatch_let_go(link);
	}
	link->retry_at = now +
	    backoff_ms(&trials, link->failures - link->inst->failures + 1,
		chance);
	loop_timer_arm(link->timer, link->retry_at - now);
}

void
link_report(struct link *link, bool failed, const char *why)
{
	if (!failed) {
		link->failures = 0;
		link->last_good = relay_now_ms(link->relay);
		if (link->health == LINK_DOWN)
			recover(link);
		return;
	}
	link->failures++;
	(void)snprintf(link->why, sizeof(link->why), "%s", why);
	if (link->failures >= link->inst->failures)
		fall(link);
}

void
link_pause(struct link *link, const char *why)
{
	if (link->health == LINK_PAUSED)
		return;
	(void)snprintf(link->why, sizeof(link->why), "%s", why);
	log_error("ALERT %s is paused until its settings change: %s",
	    link->inst->id, why);
	link->health = LINK_PAUSED;
	link->down_since = relay_now_ms(link->relay);
	dispatch_let_go(link);
}

void
link_resume(struct link *link)
{
	if (link->health != LINK_UP)
		log_note("ALERT %s is resumed", link->inst->id);
	link->health = LINK_UP;
	link->failures = 0;
	link->retry_at = link->down_since = 0;
	link_wake(link);
	poller_wake(link->poller);
}

bool
link_admit(struct link *link)
{
	int64_t second = relay_now_ms(link->relay) / 1000;

	if (link->in_second != second) {
		link->in_second = second;
		link->in_count = 0;
	}
	return link->inst->rate == 0 || link->in_count++ < link->inst->rate;
}

/* "up", "down", "paused". */
const char *
link_health_name(enum link_health health)
{
	static const char *const names[] = { "up", "down", "paused" };

	return names[health];
}
