/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker.h - the parent's side of simpul-worker: a pool of sandboxed
 * processes, one an institution, started on demand and ended when idle.
 *
 * A call is a frame in and a frame out.  When a worker dies, everything
 * unanswered is asked again, the frame it died on alone and first; after two
 * such deaths that call alone finishes as WORKER_QUARANTINED.
 */
#ifndef WORKER_H
#define WORKER_H

#include <stdint.h>

#include "frame.h"
#include "hub_buf.h"
#include "hub_error.h"
#include "loop.h"
#include "packet.h" /* enum worker_verb: what can be asked */
#include "seal_plan.h"

enum worker_end {
	WORKER_DONE,	    /* status and frame are the plugin's */
	WORKER_QUARANTINED, /* two deaths on this call alone */
	WORKER_UNSTARTED,   /* no worker could be started: err says why */
	WORKER_STOPPED,	    /* the pool, or this generation, went down */
};

/* What a worker is started with; the pool copies what it keeps.
 * institution and generation say which worker a call goes to: a new generation
 * is a new process, the old one answers what it has and ends. What began under
 * older settings is asked under them, of a worker that ends with it. */
struct worker_plan {
	const char *institution;
	uint64_t generation;
	const char *plugin_file;
	const char *const *option_names; /* NULL at the end */
	const char *const *option_texts;
	const struct seal_plan *seal; /* NULL: nothing is sealed */
	const char *key;	      /* private, PEM; NULL or "": none */
};

struct worker_call {
	struct worker_call *next; /* the pool's */
	enum worker_verb verb;
	struct hub_buf in; /* the frame; released by the caller after done */
	struct packet_body body; /* of its message, borrowed until done */
	/* Once, on the loop, never from within worker_call. out is borrowed. */
	void (*done)(struct worker_call *call, enum worker_end end,
	    enum hub_status status, struct frame_in *out,
	    const struct hub_error *err);
	uint64_t number; /* the pool's */
	unsigned deaths; /* the pool's */
};

struct worker_pool;

struct worker_conf {
	const char *program;	 /* path of simpul-worker */
	unsigned most;		 /* processes alive, at most 64 */
	int64_t idle_ms;	 /* then a worker ends */
	int64_t wall_ms, cpu_ms; /* watchdog a call */
	uint64_t calls;		 /* then a worker is renewed */
};

enum hub_status worker_pool_new(struct loop *loop,
    const struct worker_conf *conf, struct worker_pool **ret,
    struct hub_error *err);
void worker_pool_free(struct worker_pool *pool);
void worker_call(struct worker_pool *pool, const struct worker_plan *plan,
    struct worker_call *call);
/* From within done: what out stands in is the caller's from now on; none: it
 * is short, and gone after done. */
struct sealed_view worker_keep(struct worker_pool *pool);
/* The institution's worker drains and ends, at the latest after 60 s; calls
 * unanswered then end as WORKER_STOPPED. */
void worker_retire(struct worker_pool *pool, const char *institution);

struct worker_counts {
	uint64_t calls, starts, deaths, quarantined;
	size_t alive;
};
struct worker_counts worker_pool_counts(const struct worker_pool *pool);

#endif
