/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "poller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoff.h"
#include "believe.h"
#include "events.h"
#include "frame_words.h"
#include "limits.h"
#include "log.h"
#include "poller_way.h"

static void look(struct poller *p, const char *behind);
static void on_understood(struct worker_call *wc, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err);

bool
poller_is_ending(const struct poller *p)
{
	return p->link->relay->stopping || p->link->leaving;
}

/* Whether the institution is to be asked. */
static bool
is_wanted(const struct poller *p)
{
	const struct link *link = p->link;

	return link->inst->poll_ms > 0 && link->inst->has_poll &&
	    link->health != LINK_PAUSED && !poller_is_ending(p);
}

void
poller_wake(struct poller *p)
{
	int64_t wait = p->next_ms - relay_now_ms(p->link->relay);

	if (!p->busy && is_wanted(p))
		loop_timer_arm(p->timer, wait > 0 ? wait : 0);
}

void
poller_rest(struct poller *p, int64_t next_ms)
{
	conf_release(p->conf);
	p->conf = NULL;
	p->inst = NULL;
	p->busy = false;
	p->next_ms = next_ms;
	poller_wake(p);
}

void
poller_fail(struct poller *p, const char *why, int64_t after_s)
{
	const struct backoff pauses = { p->link->inst->poll_ms, POLL_PAUSE_MS };
	int64_t now = relay_now_ms(p->link->relay), pause;
	uint32_t chance;

	clock_random(loop_clock(p->link->relay->loop), &chance, sizeof(chance));
	if (strcmp(p->problem, why) != 0 && !poller_is_ending(p))
		log_warn("%s: not asked for news: %s", p->link->inst->id, why);
	(void)snprintf(p->problem, sizeof(p->problem), "%s", why);
	pause = backoff_ms(&pauses, ++p->failures, chance);
	if (after_s * 1000 > pause)
		pause = after_s * 1000;
	if (p->link->health == LINK_DOWN && p->link->retry_at > now + pause)
		pause = p->link->retry_at - now;
	poller_rest(p, now + pause);
}

/* Whether the round has ended here: the hub stops, or our operator must act. */
static bool
is_over(struct poller *p, enum worker_end end, enum hub_status status,
    const struct hub_error *err)
{
	if (poller_is_ending(p) || end == WORKER_STOPPED) {
		poller_rest(p, p->began_ms);
		return true;
	}
	if (end != WORKER_UNSTARTED && status != HUB_MISCONFIGURED)
		return false;
	link_pause(p->link, err->text);
	poller_fail(p, err->text, 0);
	return true;
}

/* Why a worker's call did not end with the plugin's own good word, or "". */
static const char *
amiss(const struct poller *p, enum worker_end end, enum hub_status status,
    const struct hub_error *err)
{
	if (end == WORKER_QUARANTINED) {
		log_warn("ALERT %s: its plugin died twice while asking for "
			 "news",
		    p->inst->id);
		return "the plugin died twice on it";
	}
	if (status == HUB_OK)
		return "";
	return p->news.why[0] != '\0' ? p->news.why : err->text;
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

/* What is wrong after a round that came to its end: what it did without. */
static void
describe(struct poller *p, int64_t now)
{
	size_t aside = poller_stuck_count(&p->stuck, now);

	p->problem[0] = '\0';
	if (aside > 0)
		(void)snprintf(p->problem, sizeof(p->problem),
		    "%zu of their answers cannot be read and %s set aside",
		    aside, aside == 1 ? "is" : "are");
}

void
poller_go_on(struct poller *p)
{
	int64_t now = relay_now_ms(p->link->relay);
	int64_t later = p->news.after * 1000;

	switch (p->news.end) {
	case HUB_EV_NEXT_STEP:
		(void)snprintf(p->carry, sizeof(p->carry), "%s", p->news.carry);
		if (++p->step < POLL_STEPS_MAX)
			look(p, p->news.ref);
		else
			poller_fail(p,
			    "it takes more questions than a poll may have", 0);
		return;
	case HUB_EV_CURSOR:
		p->covered_ms = poller_news_until_ms(&p->news, p->began_ms);
		break;
	default:
		break;
	}
	p->failures = 0;
	describe(p, now);
	if (later < p->inst->poll_ms)
		later = p->inst->poll_ms;
	poller_rest(p,
	    p->news.end == HUB_EV_CURSOR ? p->began_ms + later : now + later);
}

/* Says once what is set aside; of the question its path alone. */
static void
tell_aside(struct poller *p)
{
	if (poller_stuck_first(&p->stuck, &p->question))
		log_warn("ALERT %s: %s cannot be read since %u rounds and is "
			 "set aside where its plugin can do without: %s",
		    p->inst->id, p->question.path, POLL_PATIENCE, p->news.why);
	p->failures = 0; /* this round gets further */
}

/* A question came to nothing.  Where it did in the rounds before, too, the
 * plugin is told so, to go on without; while nothing at all is understood, the
 * round only gropes for something that is. */
static void
stumble(struct poller *p, const char *why, int64_t after_s, int status)
{
	char text[sizeof(p->news.why)];
	const struct hub_answer *none;

	(void)snprintf(text, sizeof(text), "%s", why);
	if (p->news.none ||
	    poller_stuck_add(&p->stuck, &p->question,
		relay_now_ms(p->link->relay)) < POLL_PATIENCE) {
		poller_fail(p, text, p->news.none ? p->after_s : after_s);
		return;
	}
	p->after_s = after_s;
	p->groping = !poller_stuck_alone(&p->stuck, &p->question);
	none = poller_news_none(&p->news, status, text);
	if (!p->groping)
		tell_aside(p);
	p->call.done = on_understood;
	call(p, WORKER_CONCLUDE, none);
}

/* An answer is understood while the round gropes: their system is well, and
 * the next round sets aside what is not.  What was made of a question without
 * an answer leads to the next one and counts for nothing else. */
static void
grope(struct poller *p)
{
	events_release(&p->events);
	if (!p->news.none)
		poller_rest(p, relay_now_ms(p->link->relay));
	else if (p->news.end == HUB_EV_NEXT_STEP)
		poller_go_on(p);
	else
		poller_fail(p, p->news.why, p->after_s);
}

/* Goes on with what was understood. */
static void
take(struct poller *p)
{
	if (!p->news.none && p->news.end != HUB_EV_DEFERRED)
		poller_stuck_good(&p->stuck, &p->question,
		    relay_now_ms(p->link->relay));
	if (p->groping) {
		grope(p);
		return;
	}
	if (p->events.count > 0 || p->news.notice[0] != '\0' ||
	    p->news.end == HUB_EV_CURSOR) {
		poller_said(p);
		return;
	}
	events_release(&p->events);
	poller_go_on(p);
}

/* What is wrong with the events that a worker made of the answer, or what they
 * did not manage; "" for neither. */
static const char *
misread(struct poller *p, struct frame_in *out)
{
	struct seal_proof proof;
	const char *wrong;

	if (!events_get(out, &p->events))
		return "the worker's events do not read";
	wrong = believe_answer(p->inst, out, p->events.rows, p->events.count,
	    &proof);
	if (wrong[0] != '\0') {
		(void)snprintf(p->news.why, sizeof(p->news.why), "%s", wrong);
		return p->news.why;
	}
	wrong = poller_news_take(&p->news, &p->events);
	if (wrong[0] == '\0' && p->news.end == HUB_EV_DEFERRED)
		return p->news.why;
	return wrong;
}

/* worker done: the answer is understood, or not. */
static void
on_understood(struct worker_call *wc, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct poller *p = (struct poller *)wc;
	const char *wrong;

	if (is_over(p, end, status, err))
		return;
	events_init(&p->events);
	wrong = amiss(p, end, status, err);
	if (wrong[0] == '\0')
		wrong = misread(p, out);
	if (wrong[0] == '\0') {
		take(p);
		return;
	}
	events_release(&p->events);
	stumble(p, wrong, p->news.after, p->news.status);
}

/* http done: an answer, or none. */
static void
on_answered(void *ctx, const struct outcome *outcome)
{
	struct poller *p = ctx;
	const struct hub_answer *answer;

	request_release(&p->request);
	if (poller_is_ending(p)) {
		poller_rest(p, p->began_ms);
		return;
	}
	link_report(p->link, outcome->link_failed, outcome->why);
	answer = poller_news_of(&p->news, outcome);
	if (answer != NULL) {
		p->call.done = on_understood;
		call(p, WORKER_CONCLUDE, answer);
	} else if (poller_stuck_by(outcome)) {
		stumble(p, outcome->why, outcome->retry_after, outcome->status);
	} else {
		poller_fail(p, outcome->why, outcome->retry_after);
	}
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

	const char *why;

	if (is_over(p, end, status, err))
		return;
	why = amiss(p, end, status, err);
	if (why[0] != '\0') {
		poller_fail(p, why, 0);
		return;
	}
	request_init(&p->request, "");
	if (request_get(out, &p->request)) {
		poller_question_of(&p->request, &p->question);
		if (http_client_send(p->link->relay->http, &order) != NULL)
			return;
	}
	request_release(&p->request);
	poller_fail(p, "the question cannot be sent", 0);
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

	if (poller_is_ending(p)) {
		poller_rest(p, p->began_ms);
		return;
	}
	if (p->read.reader.code != DB_OK) {
		poller_fail(p, "the hub cannot read where to start", 0);
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
	p->groping = false;
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
