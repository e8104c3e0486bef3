/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "trial.h"

#include <stdlib.h>

#include "frame_words.h"
#include "limits.h"
#include "loop.h"

/* The call comes first: its callback leads back here. */
struct trial {
	struct worker_call call;
	struct worker_plan plan;
	struct loop *loop;
	struct worker_pool *pool;

	/* Of the question that is under way. */
	bool (*take)(struct frame_in *in, void *to);
	void *to;
	enum hub_status status;
	struct hub_error *err;
};

enum hub_status
trial_new(const char *program, const struct worker_plan *plan,
    struct trial **ret, struct hub_error *err)
{
	const struct worker_conf conf = { .program = program,
		.most = 1,
		.idle_ms = WORKER_IDLE_MS,
		.wall_ms = WORKER_WALL_MS,
		.cpu_ms = WORKER_CPU_MS,
		.calls = WORKER_CALLS };
	struct trial *t = calloc(1, sizeof(*t));
	enum hub_status status;

	if (t == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	t->plan = *plan;
	hub_buf_init(&t->call.in, FRAME_CALL_MAX);
	status = loop_new(clock_system(), &t->loop, err);
	if (status == HUB_OK)
		status = worker_pool_new(t->loop, &conf, &t->pool, err);
	if (status != HUB_OK) {
		trial_free(t);
		return status;
	}
	*ret = t;
	return HUB_OK;
}

void
trial_free(struct trial *t)
{
	if (t == NULL)
		return;
	if (t->pool != NULL)
		worker_pool_free(t->pool);
	if (t->loop != NULL)
		loop_free(t->loop);
	hub_buf_release(&t->call.in);
	free(t);
}

/* worker done: takes what was said. */
static void
on_done(struct worker_call *call, enum worker_end end, enum hub_status status,
    struct frame_in *out, const struct hub_error *err)
{
	struct trial *t = (struct trial *)call;

	loop_stop(t->loop);
	if (end == WORKER_QUARANTINED)
		t->status = hub_fail(t->err, HUB_FAULT,
		    "the plugin died twice on it: it takes too long, or too "
		    "much memory");
	else if (end != WORKER_DONE || status != HUB_OK)
		t->status = hub_fail(t->err,
		    status == HUB_OK ? HUB_FAULT : status, "%s", err->text);
	else if (!t->take(out, t->to))
		t->status = hub_fail(t->err, HUB_FAULT,
		    "what the worker says does not read");
	else
		t->status = HUB_OK;
}

/* Asks and waits. */
static enum hub_status
ask_worker(struct trial *t, enum worker_verb verb, struct hub_error *err)
{
	t->call.verb = verb;
	t->call.done = on_done;
	t->err = err;
	t->status = HUB_FAULT;
	worker_call(t->pool, &t->plan, &t->call);
	loop_run(t->loop);
	return t->status;
}

/* Reads a request. */
static bool
take_request(struct frame_in *in, void *to)
{
	return request_get(in, to);
}

/* Reads events. */
static bool
take_events(struct frame_in *in, void *to)
{
	return events_get(in, to);
}

enum hub_status
trial_say(struct trial *t, const struct trial_ask *ask, struct hub_request *ret,
    struct hub_error *err)
{
	static const enum worker_verb verbs[] = {
		[HUB_FOR_DELIVERY] = WORKER_COMPOSE,
		[HUB_FOR_PROBE] = WORKER_PROBE,
		[HUB_FOR_POLL] = WORKER_POLL,
	};

	hub_buf_clear(&t->call.in);
	if (ask->what == NULL)
		frame_put_text(&t->call.in,
		    ask->at.step == 0 ? ask->at.carry : "");
	else
		frame_put_dispatch(&t->call.in, ask->what);
	frame_put_at(&t->call.in, &ask->at);
	t->take = take_request;
	t->to = ret;
	return ask_worker(t, verbs[ask->at.purpose], err);
}

enum hub_status
trial_hear(struct trial *t, const struct trial_ask *ask,
    const struct hub_answer *answer, struct hub_events *ret,
    struct hub_error *err)
{
	hub_buf_clear(&t->call.in);
	frame_put_int(&t->call.in, ask->what != NULL);
	if (ask->what != NULL)
		frame_put_dispatch(&t->call.in, ask->what);
	frame_put_at(&t->call.in, &ask->at);
	frame_put_answer(&t->call.in, answer);
	t->take = take_events;
	t->to = ret;
	return ask_worker(t, WORKER_CONCLUDE, err);
}

enum hub_status
trial_receive(struct trial *t, const struct hub_message *message,
    const struct hub_at *at, struct hub_events *ret, struct hub_error *err)
{
	hub_buf_clear(&t->call.in);
	frame_put_message(&t->call.in, message);
	frame_put_at(&t->call.in, at);
	t->take = take_events;
	t->to = ret;
	return ask_worker(t, WORKER_RECEIVE, err);
}
