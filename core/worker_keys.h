/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_keys.h - the hub's end of the socket on which one worker asks about
 * the institution's private key.
 *
 * So many answers a second and no more: what is asked beyond waits.
 */
#ifndef WORKER_KEYS_H
#define WORKER_KEYS_H

#include "loop.h"
#include "signer.h"

struct worker_keys;

/* Who asks, and whose key it is; all borrowed. */
struct worker_keys_side {
	int fd;
	const char *institution;
	const struct signer *signer;
	void (*broke)(void *ctx); /* it asked what is no question */
	void *ctx;
};

struct worker_keys *worker_keys_new(struct loop *loop,
    const struct worker_keys_side *side);
void worker_keys_free(struct worker_keys *keys);

#endif
