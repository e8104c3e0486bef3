/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_pool.h - the inside of the pool, for its own files: all slots, and
 * who may have a process.
 *
 * Callbacks only note what happened; slots start, send, end and go away in
 * worker_pool_turn, once at the end of the loop's turn.
 */
#ifndef WORKER_POOL_H
#define WORKER_POOL_H

#include "worker_slot.h"

struct worker_pool {
	struct loop *loop;
	struct worker_conf conf;
	char *program; /* owned */
	struct worker_slot *slots;
	struct worker_calls homeless; /* there was no memory for a slot */
	struct loop_timer *turn, *tick;
	struct packet_in in; /* room for reading, shared by all workers */
	struct worker_counts counts;
	uint64_t number, wants; /* last given out */
	int64_t tick_ms;
	bool stopping;
};

/* Have worker_pool_turn called at the end of this turn. */
void worker_pool_wake(struct worker_pool *pool);
/* Takes a struct worker_pool, as a loop_fn does. */
void worker_pool_turn(void *pool);

#endif
