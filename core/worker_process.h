/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_process.h - one simpul-worker as the hub sees it: started, settled,
 * fed, watched, buried.
 *
 * What it sends is checked before anyone sees it; a worker that breaks the
 * protocol is killed.  `died` comes exactly once, last, and the process is
 * freed after it.
 */
#ifndef WORKER_PROCESS_H
#define WORKER_PROCESS_H

#include "loop.h"
#include "packet.h"
#include "signer.h"
#include "worker.h"

struct worker_process;

struct worker_death {
	bool settled;	 /* it took its settings before it died */
	bool asked;	 /* it was told to end, and did so cleanly */
	uint64_t number; /* of the call it says it was on; not to be trusted */
	char why[256];	 /* one sentence */
};

/* The side that started it. */
struct worker_owner {
	void (*ready)(void *ctx);
	/* False: nobody asked this; the worker is killed. */
	bool (*answer)(void *ctx, const struct packet_frame *frame);
	void (*writable)(void *ctx); /* after PACKET_LATER */
	void (*died)(void *ctx, const struct worker_death *death);
	void *ctx;
};

/* What it is started with; borrowed while it lives. */
struct worker_seed {
	const struct worker_conf *conf;
	const char *institution, *plugin_file;
	const struct hub_buf *settings; /* frame of WORKER_SETTINGS */
	const struct signer *signer;
	struct packet_in *in; /* room shared by all workers */
};

enum hub_status worker_process_start(struct loop *loop,
    const struct worker_seed *seed, const struct worker_owner *owner,
    struct worker_process **ret, struct hub_error *err);
/* Kills and waits; `died` does not come. */
void worker_process_free(struct worker_process *p);

/* Adds a call to the packet; PACKET_LATER: not now, `writable` will come;
 * PACKET_BROKEN: this call can never be sent. */
enum packet_end worker_process_add(struct worker_process *p,
    const struct packet_frame *call);
/* Sends what was added. */
void worker_process_flush(struct worker_process *p);
/* Nothing more will be asked: it is to end by itself. */
void worker_process_end(struct worker_process *p);
void worker_process_kill(struct worker_process *p, const char *why);
/* Looks whether it takes too long; busy: answers are awaited. */
void worker_process_watch(struct worker_process *p, int64_t now_ms, bool busy);

bool worker_process_ready(const struct worker_process *p);
bool worker_process_ending(const struct worker_process *p);

#endif
