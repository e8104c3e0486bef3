/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_slot.h - the calls of one institution in one generation, and the
 * worker that answers them, if there is one.
 *
 * A call is queued, then in flight, then done.  A suspect is a call that a
 * worker died on: it is asked alone, before all others.
 */
#ifndef WORKER_SLOT_H
#define WORKER_SLOT_H

#include "worker_calls.h"
#include "worker_process.h"

struct worker_slot {
	struct worker_slot *next;
	struct worker_pool *pool;
	char *institution, *plugin_file; /* owned */
	uint64_t generation;
	struct hub_buf settings; /* frame of WORKER_SETTINGS */
	struct signer *signer;	 /* of its private key; owned */
	struct worker_calls queue, suspects, flight;
	bool alone; /* the call in flight is a suspect */
	struct worker_process *process;
	uint64_t served;	     /* calls, by this process */
	int64_t started_ms, used_ms; /* steady time */
	int64_t retire_by_ms;	     /* 0: not retired */
	uint64_t wanted;	     /* since when it waits to start; 0: not */
	bool yielding;		     /* others wait for its place */
};

/* NULL: no memory. */
struct worker_slot *worker_slot_new(struct worker_pool *pool,
    const struct worker_plan *plan);
/* Kills the worker; there must be no calls left. */
void worker_slot_free(struct worker_slot *slot);

bool worker_slot_has_calls(const struct worker_slot *slot);
/* Has a worker that does nothing at present. */
bool worker_slot_idle(const struct worker_slot *slot);
/* Starts the worker; false when it cannot be, and all calls ended as
 * WORKER_UNSTARTED. */
bool worker_slot_start(struct worker_slot *slot);
/* Sends what can be sent, or lets the worker end when it is time. */
void worker_slot_step(struct worker_slot *slot);
/* Looks at watchdog and idleness. */
void worker_slot_tick(struct worker_slot *slot, int64_t now_ms);
/* Ends every call without an answer. */
void worker_slot_abandon(struct worker_slot *slot, enum worker_end end,
    const char *why);

#endif
