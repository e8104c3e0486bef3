/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_child.h - the worker's own side: takes calls from the socket, asks
 * the plugin, answers in order.
 *
 * Before each call its number is written to the shared page, so that the hub
 * knows what a worker died on.  The first call must bring the settings.
 */
#ifndef WORKER_CHILD_H
#define WORKER_CHILD_H

#include "packet.h"
#include "plugin.h"
#include "seal.h"

/* The descriptors that simpul-worker is started with. */
#define WORKER_CHILD_SOCKET 3
#define WORKER_CHILD_PAGE 4
#define WORKER_CHILD_KEYS 5 /* questions about the private key */

struct worker_child {
	struct plugin *plugin; /* borrowed */
	int fd;
	struct packet_page *page;
	struct packet_in in;
	struct packet_out out;
	struct hub_buf answer; /* reused */
	struct arena arena;    /* of the call at hand */
	uint8_t salt[32];      /* boundaries cannot be guessed */
	struct seal seal;
	bool settled;
};

/* HUB_FAULT: no memory, or a descriptor is not what it should be. */
enum hub_status worker_child_init(struct worker_child *child,
    struct plugin *plugin, struct hub_error *err);
void worker_child_release(struct worker_child *child);

/* Serves until the hub closes the socket; false when it broke. */
bool worker_child_run(struct worker_child *child);

/* One call: the plugin's status, and its answer appended to child->answer. */
enum hub_status worker_child_call(struct worker_child *child,
    const struct packet_frame *call, struct hub_error *err);

#endif
