/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker.h"

#include "worker_pool.h"

/* How long the worker of an older generation may take to answer what it has. */
#define DRAIN_MS 60000

/* A look at watchdogs and idleness comes so many times within the shortest of
 * their limits, and not more often than every 10 ms. */
#define LOOKS 4
#define TICK_LEAST_MS 10
#define TICK_MOST_MS 1000

/* Processes are real, so their limits are measured in real time, whatever a
 * test does with the loop's clock. */
static int64_t
now_ms(void)
{
	return clock_steady_ms(clock_system());
}

/* Arms the turn. */
void
worker_pool_wake(struct worker_pool *pool)
{
	if (!pool->stopping)
		loop_timer_arm(pool->turn, 0);
}

/* Whether an older generation has had its time. */
static bool
is_overdue(const struct worker_slot *slot, int64_t now)
{
	return slot->retire_by_ms != 0 && now >= slot->retire_by_ms;
}

/* Watchdogs, idleness, and generations that had their time. */
static void
on_tick(void *ctx)
{
	struct worker_pool *pool = ctx;
	int64_t now = now_ms();

	for (struct worker_slot *slot = pool->slots; slot != NULL;
	     slot = slot->next) {
		worker_slot_tick(slot, now);
		if (!is_overdue(slot, now))
			continue;
		if (slot->process != NULL)
			worker_process_kill(slot->process,
			    "it was replaced and took too long to end");
		worker_slot_abandon(slot, WORKER_STOPPED,
		    "its worker was replaced");
	}
	if (pool->counts.alive > 0)
		loop_timer_arm(pool->tick, pool->tick_ms);
	worker_pool_wake(pool);
}

/* The shortest limit, cut into looks. */
static int64_t
tick_of(const struct worker_conf *conf)
{
	int64_t least = conf->idle_ms;

	if (conf->wall_ms < least)
		least = conf->wall_ms;
	if (conf->cpu_ms < least)
		least = conf->cpu_ms;
	least /= LOOKS;
	if (least < TICK_LEAST_MS)
		return TICK_LEAST_MS;
	return least < TICK_MOST_MS ? least : TICK_MOST_MS;
}

/* A pool without workers. */
enum hub_status
worker_pool_new(struct loop *loop, const struct worker_conf *conf,
    struct worker_pool **ret, struct hub_error *err)
{
	struct worker_pool *pool = calloc(1, sizeof(*pool));

	if (pool == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for workers");
	pool->loop = loop;
	pool->conf = *conf;
	if (conf->most == 0 || conf->most > WORKER_MOST)
		pool->conf.most = WORKER_MOST;
	pool->tick_ms = tick_of(conf);
	pool->program = strdup(conf->program);
	pool->conf.program = pool->program;
	pool->turn = loop_timer_new(loop, worker_pool_turn, pool);
	pool->tick = loop_timer_new(loop, on_tick, pool);
	if (pool->program != NULL && pool->turn != NULL && pool->tick != NULL &&
	    packet_in_init(&pool->in)) {
		*ret = pool;
		return HUB_OK;
	}
	worker_pool_free(pool);
	return hub_fail(err, HUB_FAULT, "no memory for workers");
}

/* Ends all calls and all workers. */
void
worker_pool_free(struct worker_pool *pool)
{
	struct worker_slot *slot;

	if (pool == NULL)
		return;
	pool->stopping = true;
	while ((slot = pool->slots) != NULL) {
		worker_slot_abandon(slot, WORKER_STOPPED,
		    "the hub is going down");
		pool->slots = slot->next;
		worker_slot_free(slot);
	}
	while (pool->homeless.head != NULL)
		worker_calls_finish(&pool->homeless, WORKER_STOPPED,
		    "the hub is going down");
	loop_timer_free(pool->turn);
	loop_timer_free(pool->tick);
	packet_in_release(&pool->in);
	free(pool->program);
	free(pool);
}

/* The slot of an institution that is not on its way out. */
static struct worker_slot *
find(struct worker_pool *pool, const char *institution)
{
	for (struct worker_slot *slot = pool->slots; slot != NULL;
	     slot = slot->next)
		if (slot->retire_by_ms == 0 &&
		    strcmp(slot->institution, institution) == 0)
			return slot;
	return NULL;
}

/* A new slot, in the pool. */
static struct worker_slot *
add_slot(struct worker_pool *pool, const struct worker_plan *plan)
{
	struct worker_slot *slot = worker_slot_new(pool, plan);

	if (slot == NULL)
		return NULL;
	slot->next = pool->slots;
	pool->slots = slot;
	return slot;
}

/* What began under older settings ends under them: the slot of those that is
 * on its way out, or one that is from its start. */
static struct worker_slot *
older_slot(struct worker_pool *pool, const struct worker_plan *plan)
{
	struct worker_slot *slot = pool->slots;

	while (slot != NULL &&
	    (slot->generation != plan->generation ||
		strcmp(slot->institution, plan->institution) != 0))
		slot = slot->next;
	if (slot == NULL)
		slot = add_slot(pool, plan);
	if (slot != NULL)
		slot->retire_by_ms = now_ms() + DRAIN_MS;
	return slot;
}

/* The slot that a plan's calls go to; the one of an older generation is
 * retired. */
static struct worker_slot *
slot_for(struct worker_pool *pool, const struct worker_plan *plan)
{
	struct worker_slot *slot = find(pool, plan->institution);

	if (slot != NULL && slot->generation == plan->generation)
		return slot;
	if (slot != NULL && slot->generation > plan->generation)
		return older_slot(pool, plan);
	if (slot != NULL)
		worker_retire(pool, plan->institution);
	return add_slot(pool, plan);
}

/* Queues a call; it is sent at the end of this turn. */
void
worker_call(struct worker_pool *pool, const struct worker_plan *plan,
    struct worker_call *call)
{
	struct worker_slot *slot = pool->stopping ? NULL : slot_for(pool, plan);

	call->number = ++pool->number;
	call->deaths = 0;
	pool->counts.calls++;
	worker_calls_push(slot != NULL ? &slot->queue : &pool->homeless, call);
	worker_pool_wake(pool);
}

/* Lets the worker of an institution end. */
void
worker_retire(struct worker_pool *pool, const char *institution)
{
	struct worker_slot *slot = find(pool, institution);

	if (slot == NULL)
		return;
	slot->retire_by_ms = now_ms() + DRAIN_MS;
	worker_pool_wake(pool);
}

/* The answer at hand outlives its packet. */
struct sealed_view
worker_keep(struct worker_pool *pool)
{
	return packet_keep(&pool->in);
}

/* What happened so far. */
struct worker_counts
worker_pool_counts(const struct worker_pool *pool)
{
	return pool->counts;
}
