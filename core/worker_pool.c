/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_pool.h"

/* How long a busy worker keeps its place although others wait for one. */
#define SLICE_MS 1000

/* Whether a slot has nothing left to do, ever. */
static bool
is_finished(const struct worker_slot *slot)
{
	return slot->retire_by_ms != 0 && slot->process == NULL &&
	    !worker_slot_has_calls(slot);
}

/* Frees finished slots; returns the list without them. */
static struct worker_slot *
without_finished(struct worker_slot *list)
{
	struct worker_slot *kept = NULL, **end = &kept, *next;

	for (struct worker_slot *slot = list; slot != NULL; slot = next) {
		next = slot->next;
		if (is_finished(slot)) {
			worker_slot_free(slot);
			continue;
		}
		*end = slot;
		end = &slot->next;
	}
	*end = NULL;
	return kept;
}

/* Notes which slots need a worker, and finds who has waited longest. */
static struct worker_slot *
next_waiting(struct worker_pool *pool)
{
	struct worker_slot *first = NULL;

	for (struct worker_slot *slot = pool->slots; slot != NULL;
	     slot = slot->next) {
		if (slot->process != NULL || !worker_slot_has_calls(slot))
			continue;
		if (slot->wanted == 0)
			slot->wanted = ++pool->wants;
		if (first == NULL || slot->wanted < first->wanted)
			first = slot;
	}
	return first;
}

/* Of two slots with a worker, the one that gives its place up first: idle
 * before busy, then the longest unused, then the longest at work. */
static bool
yields_before(const struct worker_slot *a, const struct worker_slot *b)
{
	bool a_idle = worker_slot_idle(a), b_idle = worker_slot_idle(b);

	if (a_idle != b_idle)
		return a_idle;
	return a_idle ? a->used_ms < b->used_ms : a->started_ms < b->started_ms;
}

/* Whether a worker can give its place up: it is idle, or had its slice. */
static bool
can_yield(const struct worker_slot *slot)
{
	return worker_slot_idle(slot) ||
	    (worker_process_ready(slot->process) &&
		clock_steady_ms(clock_system()) - slot->started_ms >= SLICE_MS);
}

/* Makes one worker give its place up, unless one is doing so already. */
static void
make_room(struct worker_pool *pool)
{
	struct worker_slot *best = NULL;

	for (struct worker_slot *slot = pool->slots; slot != NULL;
	     slot = slot->next) {
		if (slot->process == NULL)
			continue;
		if (slot->yielding || worker_process_ending(slot->process))
			return;
		if (!can_yield(slot))
			continue;
		if (best == NULL || yields_before(slot, best))
			best = slot;
	}
	if (best != NULL)
		best->yielding = true;
}

/* Gives workers to those who wait, as many as there may be. */
static void
start_waiting(struct worker_pool *pool)
{
	struct worker_slot *slot;

	while ((slot = next_waiting(pool)) != NULL) {
		if (pool->counts.alive >= pool->conf.most) {
			make_room(pool);
			return;
		}
		if (!worker_slot_start(slot)) {
			worker_pool_wake(pool);
			return;
		}
	}
}

/* All that follows from what the callbacks noted. */
void
worker_pool_turn(void *ctx)
{
	struct worker_pool *pool = ctx;

	worker_calls_finish(&pool->homeless, WORKER_UNSTARTED,
	    "no memory for a worker");
	pool->slots = without_finished(pool->slots);
	start_waiting(pool);
	for (struct worker_slot *slot = pool->slots; slot != NULL;
	     slot = slot->next)
		worker_slot_step(slot);
	if (pool->counts.alive > 0)
		loop_timer_arm(pool->tick, pool->tick_ms);
}
