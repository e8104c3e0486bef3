/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "poller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attachment_file.h"
#include "backoff.h"
#include "believe.h"
#include "events.h"
#include "frame_words.h"
#include "limits.h"
#include "link.h"
#include "log.h"
#include "poller_keep.h"
#include "poller_news.h"

/* The worker's call comes first: its callbacks lead back here. */
struct poller {
	struct worker_call call;
	struct poller_read read;
	struct poller_keep keep;
	struct attachment_store store; /* of the files in events */
	struct link *link;
	struct loop_timer *timer;
	bool busy;

	/* One round. */
	struct conf *conf; /* held */
	const struct conf_institution *inst;
	struct worker_plan plan;
	struct hub_request request;
	struct hub_events events;
	struct poller_news news;
	char cursor[HUB_CARRY_MAX + 1], carry[HUB_CARRY_MAX + 1];
	unsigned step;
	int64_t began_ms;

	/* Of the rounds so far. */
	int64_t next_ms, covered_ms;
	unsigned failures;
	struct poller_stuck stuck;
	char problem[160];
};

static void look(struct poller *p, const char *behind);

/* Whether the link goes on at all. */
static bool
is_ending(const struct poller *p)
{
	return p->link->relay->stopping || p->link->leaving;
}

/* Whether the institution is to be asked. */
static bool
is_wanted(const struct poller *p)
{
	const struct link *link = p->link;

	return link->inst->poll_ms > 0 && link->inst->has_poll &&
	    link->health != LINK_PAUSED && !is_ending(p);
}

void
poller_wake(struct poller *p)
{
	int64_t wait = p->next_ms - relay_now_ms(p->link->relay);

	if (!p->busy && is_wanted(p))
		loop_timer_arm(p->timer, wait > 0 ? wait : 0);
}

/* The end of every round; the next one not before next_ms. */
static void
rest(struct poller *p, int64_t next_ms)
{
	conf_release(p->conf);
	p->conf = NULL;
	p->inst = NULL;
	p->busy = false;
	p->next_ms = next_ms;
	poller_wake(p);
}

/* A round that came to nothing: said once, the pause before the next grows. */
static void
fail(struct poller *p, const char *why, int64_t after_s)
{
	const struct backoff pauses = { p->link->inst->poll_ms, POLL_PAUSE_MS };
	int64_t now = relay_now_ms(p->link->relay), pause;
	uint32_t chance;

	clock_random(loop_clock(p->link->relay->loop), &chance, sizeof(chance));
	if (strcmp(p->problem, why) != 0 && !is_ending(p))
		log_warn("%s: not asked for news: %s", p->link->inst->id, why);
	(void)snprintf(p->problem, sizeof(p->problem), "%s", why);
	pause = backoff_ms(&pauses, ++p->failures, chance);
	if (after_s * 1000 > pause)
		pause = after_s * 1000;
	if (p->link->health == LINK_DOWN && p->link->retry_at > now + pause)
		pause = p->link->retry_at - now;
	rest(p, now + pause);
}

/* Whether a worker's call ended with the plugin's own good word; else the
 * round has ended here. */
static bool
spoken(struct poller *p, enum worker_end end, enum hub_status status,
    const struct hub_error *err)
{
	if (is_ending(p) || end == WORKER_STOPPED) {
		rest(p, p->began_ms);
		return false;
	}
	if (end == WORKER_DONE && status == HUB_OK)
		return true;
	if (end == WORKER_QUARANTINED) {
		log_warn("ALERT %s: its plugin died twice while asking for "
			 "news",
		    p->inst->id);
		fail(p, "the plugin died twice on it", 0);
		return false;
	}
	if (end == WORKER_UNSTARTED || status == HUB_MISCONFIGURED)
		link_pause(p->link, err->text);
	fail(p, p->news.why[0] != '\0' ? p->news.why : err->text, 0);
	return false;
}

/* Starts a call about the step; the frame begins with what is given. */
static void
call(struct poller *p, enum worker_verb verb, const struct hub_answer *answer)
{
	struct hub_at at = { .purpose = HUB_FOR_POLL,
		.step = p->step,
		.attempt = 1,
		.now = relay_now_ms(p->link->relay) / 1000,
		.remote_ref = p->read.ref,
		.carry = p->carry,
		.key = "",
		.reply_to = "",
		.handoff_id = "",
		.checkpoint = http_client_checkpoint(p->link->relay->http) };

	hub_buf_clear(&p->call.in);
	if (verb == WORKER_POLL)
		frame_put_text(&p->call.in, p->cursor);
	else
		frame_put_int(&p->call.in, 0);
	frame_put_at(&p->call.in, &at);
	if (answer != NULL)
		frame_put_answer(&p->call.in, answer);
	p->call.verb = verb;
	worker_call(p->link->relay->workers, &p->plan, &p->call);
}

/* On with what a step led to. */
static void
go_on(struct poller *p)
{
	int64_t now = relay_now_ms(p->link->relay);
	int64_t later = p->news.after * 1000;

	switch (p->news.end) {
	case HUB_EV_NEXT_STEP:
		(void)snprintf(p->carry, sizeof(p->carry), "%s", p->news.carry);
		if (++p->step < POLL_STEPS_MAX)
			look(p, p->news.ref);
		else
			fail(p, "it takes more questions than a poll may have",
			    0);
		return;
	case HUB_EV_CURSOR:
		p->covered_ms = poller_news_until_ms(&p->news, p->began_ms);
		break;
	default:
		if (p->news.why[0] != '\0') {
			fail(p, p->news.why, p->news.after);
			return;
		}
	}
	p->failures = 0;
	p->problem[0] = '\0';
	if (later < p->inst->poll_ms)
		later = p->inst->poll_ms;
	rest(p,
	    p->news.end == HUB_EV_CURSOR ? p->began_ms + later : now + later);
}

/* What was said is dealt with: kept, or not. */
static void
finish(struct poller *p)
{
	bool good = p->keep.apply.ledger.code == DB_OK;

	free(p->store.all);
	memset(&p->store, 0, sizeof(p->store));
	events_release(&p->events);
	if (is_ending(p))
		rest(p, p->began_ms);
	else if (good)
		go_on(p);
	else
		fail(p, "the hub cannot keep their news now", 0);
}

/* job done: files that no row names are gone. */
static void
on_cleared(struct job *job)
{
	finish((struct poller *)((char *)job - offsetof(struct poller, store)));
}

/* job done: what was said is on disk. */
static void
on_kept(struct job *job)
{
	struct poller *p = (struct poller *)((char *)job -
	    offsetof(struct poller, keep));
	struct apply *a = &p->keep.apply;
	struct relay *relay = p->link->relay;
	bool good = a->ledger.code == DB_OK;

	for (size_t i = 0; good && i < a->wake.count; i++)
		relay_wake(relay, a->wake.keys[i]);
	if (good && a->wake.all)
		relay_wake_all(relay);
	if (good && p->keep.notice[0] != '\0')
		log_note("%s: what it offers has changed: see simpulctl words",
		    p->inst->id);
	if (good)
		poller_news_watch(p->inst->id, &p->events, a->rows);
	apply_release(a);
	if (!attachment_store_left(&p->store)) {
		finish(p);
		return;
	}
	attachment_store_clear(&p->store);
	p->store.files.job.done = on_cleared;
	files_submit(relay->files, &p->store.files);
}

/* Hands what was said to the ledger, with the cursor if it is the end. */
static void
apply_news(struct poller *p)
{
	struct poller_keep *k = &p->keep;

	poller_keep_init(k, &p->news, &p->events);
	k->apply.conf = p->conf;
	k->apply.actor.institution = p->inst->key;
	k->apply.actor.coordinator = strcmp(p->inst->id,
					 p->conf->coordinator) == 0;
	k->apply.files = p->store.all;
	k->apply.file_count = p->store.count;
	k->apply.heard = &p->call.in;
	k->until_ms = poller_news_until_ms(&p->news, p->began_ms);
	k->apply.ledger.job.done = on_kept;
	ledger_submit(p->link->relay->ledger, &k->apply.ledger);
}

/* job done: the files that came with it are stored, or none is. */
static void
on_stored(struct job *job)
{
	struct poller *p = (struct poller *)((char *)job -
	    offsetof(struct poller, store));

	if (p->store.end == ATTACHMENT_DONE) {
		apply_news(p);
		return;
	}
	p->keep.apply.ledger.code = DB_FAILED;
	finish(p);
}

/* Stores the files that came with what was said, then has it applied. */
static void
keep(struct poller *p)
{
	struct files *files = p->link->relay->files;

	if (p->events.file_count == 0 || files == NULL) {
		apply_news(p);
		return;
	}
	if (!attachment_store_of(&p->store, &p->events)) {
		p->keep.apply.ledger.code = DB_FAILED;
		finish(p);
		return;
	}
	p->store.files.job.done = on_stored;
	files_submit(files, &p->store.files);
}

/* worker done: the answer is understood, or not. */
static void
on_understood(struct worker_call *wc, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct poller *p = (struct poller *)wc;
	struct seal_proof proof;
	const char *wrong = "";

	if (!spoken(p, end, status, err))
		return;
	events_init(&p->events);
	if (!events_get(out, &p->events))
		wrong = "the worker's events do not read";
	else
		wrong = believe_answer(p->inst, out, p->events.rows,
		    p->events.count, &proof);
	if (wrong[0] == '\0')
		wrong = poller_news_take(&p->news, &p->events);
	if (wrong[0] != '\0') {
		events_release(&p->events);
		fail(p, wrong, 0);
		return;
	}
	if (p->events.count > 0 || p->news.notice[0] != '\0' ||
	    p->news.end == HUB_EV_CURSOR) {
		keep(p);
		return;
	}
	events_release(&p->events);
	go_on(p);
}

/* http done: an answer, or none. */
static void
on_answered(void *ctx, const struct outcome *outcome)
{
	struct poller *p = ctx;
	const struct hub_answer *answer;
	bool stuck = poller_stuck_on(&p->stuck, p->step, &p->request, outcome);

	request_release(&p->request);
	if (is_ending(p)) {
		rest(p, p->began_ms);
		return;
	}
	link_report(p->link, outcome->link_failed, outcome->why);
	p->failures = stuck ? 0 : p->failures; /* this round gets further */
	answer = poller_news_of(&p->news, outcome, stuck);
	if (answer == NULL) {
		fail(p, outcome->why, outcome->retry_after);
		return;
	}
	p->call.done = on_understood;
	call(p, WORKER_CONCLUDE, answer);
}

/* worker done: the question is worded. */
static void
on_asked(struct worker_call *wc, enum worker_end end, enum hub_status status,
    struct frame_in *out, const struct hub_error *err)
{
	struct poller *p = (struct poller *)wc;
	struct http_order order = { .target = &p->link->target.http,
		.request = &p->request,
		.idempotency_key = "",
		.done = on_answered,
		.ctx = p };

	if (!spoken(p, end, status, err))
		return;
	request_init(&p->request, "");
	if (request_get(out, &p->request) &&
	    http_client_send(p->link->relay->http, &order) != NULL)
		return;
	request_release(&p->request);
	fail(p, "the question cannot be sent", 0);
}

/* Has the question of this step worded. */
static void
ask(struct poller *p)
{
	p->news.why[0] = '\0';
	p->call.done = on_asked;
	call(p, WORKER_POLL, NULL);
}

/* The cursor is where the round starts. */
static void
begin(struct poller *p)
{
	(void)snprintf(p->cursor, sizeof(p->cursor), "%s",
	    p->read.cover.cursor);
	(void)snprintf(p->carry, sizeof(p->carry), "%s", p->cursor);
	p->covered_ms = p->read.cover.until_ms;
}

/* job done: what the next question needs is read. */
static void
on_read(struct job *job)
{
	struct poller *p = (struct poller *)((char *)job -
	    offsetof(struct poller, read));

	if (is_ending(p)) {
		rest(p, p->began_ms);
		return;
	}
	if (p->read.reader.code != DB_OK) {
		fail(p, "the hub cannot read where to start", 0);
		return;
	}
	if (p->read.is_first)
		begin(p);
	ask(p);
}

/* Reads the reference behind that one, then asks. */
static void
look(struct poller *p, const char *behind)
{
	poller_read_init(&p->read);
	p->read.institution = p->inst->key;
	p->read.is_first = p->step == 0;
	(void)snprintf(p->read.ref, sizeof(p->read.ref), "%s", behind);
	p->read.reader.job.done = on_read;
	reader_submit(p->link->relay->reader, &p->read.reader);
}

/* loop_fn: a round is due. */
static void
on_due(void *ctx)
{
	struct poller *p = ctx;
	struct link *link = p->link;
	int64_t now = relay_now_ms(link->relay);

	if (p->busy || !is_wanted(p))
		return;
	if (link->health == LINK_DOWN && link->retry_at > now) {
		loop_timer_arm(p->timer, link->retry_at - now);
		return;
	}
	p->busy = true;
	p->began_ms = now;
	p->conf = conf_hold(link->conf);
	p->inst = link->inst;
	p->plan = link_plan(p->inst);
	p->step = 0;
	look(p, "");
}

/* A poller at rest. */
struct poller *
poller_new(struct link *link)
{
	struct poller *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->link = link;
	hub_buf_init(&p->call.in, FRAME_CALL_MAX);
	p->timer = loop_timer_new(link->relay->loop, on_due, p);
	if (p->timer == NULL) {
		poller_free(p);
		return NULL;
	}
	poller_wake(p);
	return p;
}

/* Forgets it; nothing may be under way. */
void
poller_free(struct poller *p)
{
	if (p == NULL)
		return;
	loop_timer_free(p->timer);
	hub_buf_release(&p->call.in);
	conf_release(p->conf);
	free(p);
}

bool
poller_busy(const struct poller *p)
{
	return p != NULL && p->busy;
}

int64_t
poller_covered_ms(const struct poller *p)
{
	return p->covered_ms;
}

const char *
poller_problem(const struct poller *p)
{
	return p->problem;
}
