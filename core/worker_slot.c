/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_slot.h"

#include "log.h"
#include "worker_pool.h"

/* Deaths on a call alone after which it is asked no more. */
#define DEATHS 2

/* The settings as the frame that the worker reads. */
static bool
put_settings(struct hub_buf *out, const struct worker_plan *plan)
{
	struct seal_plan none;
	int64_t count = 0;

	seal_plan_clear(&none);
	while (plan->option_names != NULL && plan->option_names[count] != NULL)
		count++;
	hub_buf_init(out, PACKET_FAR_MAX);
	frame_put_int(out, count);
	for (int64_t i = 0; i < count; i++) {
		frame_put_text(out, plan->option_names[i]);
		frame_put_text(out, plan->option_texts[i]);
	}
	seal_plan_put(out, plan->seal != NULL ? plan->seal : &none);
	return hub_buf_ok(out);
}

/* A slot without calls and without a worker. */
struct worker_slot *
worker_slot_new(struct worker_pool *pool, const struct worker_plan *plan)
{
	struct worker_slot *slot = calloc(1, sizeof(*slot));

	if (slot == NULL)
		return NULL;
	slot->pool = pool;
	slot->generation = plan->generation;
	slot->institution = strdup(plan->institution);
	slot->plugin_file = strdup(plan->plugin_file);
	slot->signer = signer_new(plan->key != NULL ? plan->key : "",
	    plan->seal != NULL ? plan->seal->out : SEAL_NONE);
	if (put_settings(&slot->settings, plan) && slot->institution != NULL &&
	    slot->plugin_file != NULL && slot->signer != NULL)
		return slot;
	worker_slot_free(slot);
	return NULL;
}

/* Frees a slot and kills its worker. */
void
worker_slot_free(struct worker_slot *slot)
{
	if (slot == NULL)
		return;
	worker_process_free(slot->process);
	hub_buf_release(&slot->settings);
	signer_free(slot->signer);
	free(slot->institution);
	free(slot->plugin_file);
	free(slot);
}

/* Whether anything is unanswered. */
bool
worker_slot_has_calls(const struct worker_slot *slot)
{
	return slot->queue.count + slot->suspects.count + slot->flight.count >
	    0;
}

/* Whether its worker has nothing to do. */
bool
worker_slot_idle(const struct worker_slot *slot)
{
	return slot->process != NULL && worker_process_ready(slot->process) &&
	    !worker_slot_has_calls(slot);
}

/* Ends every call. */
void
worker_slot_abandon(struct worker_slot *slot, enum worker_end end,
    const char *why)
{
	worker_calls_prepend(&slot->queue, &slot->flight);
	worker_calls_prepend(&slot->queue, &slot->suspects);
	worker_calls_finish(&slot->queue, end, why);
}

/* Hands an answer to the caller; answers come in the order of the calls. */
static bool
on_answer(void *ctx, const struct packet_frame *frame)
{
	struct worker_slot *slot = ctx;
	struct worker_call *call = slot->flight.head;
	struct hub_error err = { "" };
	struct frame_in out;

	if (call == NULL || call->number != frame->number ||
	    (unsigned)call->verb != frame->verb)
		return false;
	(void)worker_calls_pop(&slot->flight);
	slot->served++;
	slot->used_ms = clock_steady_ms(clock_system());
	frame_in_init(&out, frame->payload,
	    frame->status == HUB_OK ? frame->len : 0);
	if (frame->status != HUB_OK)
		(void)hub_fail(&err, (enum hub_status)frame->status, "%.*s",
		    frame->len < sizeof(err.text) ? (int)frame->len
						  : (int)sizeof(err.text),
		    (const char *)frame->payload);
	worker_pool_wake(slot->pool);
	call->done(call, WORKER_DONE, (enum hub_status)frame->status, &out,
	    &err);
	return true;
}

/* The worker took its settings. */
static void
on_ready(void *ctx)
{
	struct worker_slot *slot = ctx;

	slot->used_ms = clock_steady_ms(clock_system());
	worker_pool_wake(slot->pool);
}

/* The worker takes packets again. */
static void
on_writable(void *ctx)
{
	struct worker_slot *slot = ctx;

	worker_pool_wake(slot->pool);
}

/* A call that was asked alone and killed its worker. */
static void
blame(struct worker_slot *slot, struct worker_call *call, const char *why)
{
	if (++call->deaths < DEATHS) {
		worker_calls_unshift(&slot->suspects, call);
		return;
	}
	slot->pool->counts.quarantined++;
	log_warn("worker of %s: a message is put into quarantine, the worker "
		 "died on it alone: %s",
	    slot->institution, why);
	worker_call_finish(call, WORKER_QUARANTINED, why);
}

/* Everything unanswered is asked again: the call that the worker names alone
 * and first, or each alone when it names none of them. */
static void
ask_again(struct worker_slot *slot, uint64_t number)
{
	struct worker_call *named = worker_calls_take(&slot->flight, number);

	if (named == NULL) {
		worker_calls_prepend(&slot->suspects, &slot->flight);
		return;
	}
	worker_calls_prepend(&slot->queue, &slot->flight);
	worker_calls_unshift(&slot->suspects, named);
}

/* A worker that had taken its settings is gone, and nobody told it to. */
static void
on_death(struct worker_slot *slot, const struct worker_death *death)
{
	slot->pool->counts.deaths++;
	log_warn("worker of %s died with %zu calls unanswered: %s",
	    slot->institution, slot->flight.count, death->why);
	if (slot->flight.count == 1)
		blame(slot, worker_calls_pop(&slot->flight), death->why);
	else if (slot->flight.count > 1)
		ask_again(slot, death->number);
}

/* The worker is gone: by our word, before it was ready, or on a call. */
static void
on_died(void *ctx, const struct worker_death *death)
{
	struct worker_slot *slot = ctx;

	slot->process = NULL;
	slot->yielding = false;
	slot->pool->counts.alive--;
	worker_pool_wake(slot->pool);
	if (death->settled && !death->asked)
		on_death(slot, death);
	else if (!death->settled)
		worker_slot_abandon(slot, WORKER_UNSTARTED, death->why);
}

/* Starts its worker. */
bool
worker_slot_start(struct worker_slot *slot)
{
	struct worker_pool *pool = slot->pool;
	struct worker_seed seed = { &pool->conf, slot->institution,
		slot->plugin_file, &slot->settings, slot->signer, &pool->in };
	struct worker_owner owner = { on_ready, on_answer, on_writable, on_died,
		slot };
	struct hub_error err = { "" };

	slot->wanted = 0;
	slot->served = 0;
	slot->started_ms = clock_steady_ms(clock_system());
	pool->counts.starts++;
	if (worker_process_start(pool->loop, &seed, &owner, &slot->process,
		&err) == HUB_OK) {
		pool->counts.alive++;
		return true;
	}
	worker_slot_abandon(slot, WORKER_UNSTARTED, err.text);
	return false;
}

/* Sends one call; false when there is no room now. */
static bool
send_one(struct worker_slot *slot, struct worker_calls *from)
{
	struct worker_call *call = from->head;
	struct packet_frame frame = { .number = call->number,
		.verb = call->verb,
		.payload = call->in.data,
		.len = call->in.len,
		.body = call->body };
	enum packet_end end = worker_process_add(slot->process, &frame);

	if (end == PACKET_LATER)
		return false;
	(void)worker_calls_pop(from);
	if (end == PACKET_OK)
		worker_calls_push(&slot->flight, call);
	else
		worker_call_finish(call, WORKER_DONE,
		    "the call is too long for a worker");
	return true;
}

/* Fills the window; a suspect is in flight alone. */
static void
send_calls(struct worker_slot *slot)
{
	bool empty = slot->flight.head == NULL;

	if (empty)
		slot->alone = slot->suspects.head != NULL;
	if (empty && slot->alone)
		(void)send_one(slot, &slot->suspects);
	while (!slot->alone && slot->queue.head != NULL &&
	    slot->flight.count < WORKER_WINDOW)
		if (!send_one(slot, &slot->queue))
			break;
	worker_process_flush(slot->process);
}

/* Whether the worker has done its part: renewal, a new generation, or others
 * wait. */
static bool
is_over(const struct worker_slot *slot)
{
	return slot->yielding || slot->served >= slot->pool->conf.calls ||
	    (slot->retire_by_ms != 0 && !worker_slot_has_calls(slot));
}

/* Sends, or ends the worker. */
void
worker_slot_step(struct worker_slot *slot)
{
	if (slot->process == NULL || !worker_process_ready(slot->process))
		return;
	if (!is_over(slot))
		send_calls(slot);
	else if (slot->flight.head == NULL)
		worker_process_end(slot->process);
}

/* Looks at the clock. */
void
worker_slot_tick(struct worker_slot *slot, int64_t now_ms)
{
	if (slot->process == NULL)
		return;
	worker_process_watch(slot->process, now_ms, slot->flight.head != NULL);
	if (worker_slot_idle(slot) &&
	    now_ms - slot->used_ms >= slot->pool->conf.idle_ms)
		worker_process_end(slot->process);
}
