/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_spawn.h - starting simpul-worker: an empty environment, default
 * signals, and no descriptor of the hub but two sockets, a shared page and a
 * pipe for stderr.
 */
#ifndef WORKER_SPAWN_H
#define WORKER_SPAWN_H

#include <spawn.h>
#include <sys/types.h>

#include "hub_error.h"
#include "packet.h"

/* What is left in the hub's hands; -1 and NULL where there is none. */
struct worker_spawn {
	pid_t pid;
	int pidfd;  /* readable when the process has ended */
	int socket; /* non-blocking */
	int keys;   /* questions about the private key, non-blocking */
	int lines;  /* its stderr, non-blocking */
	struct packet_page *page;
};

/* Runs `program --serve file`. */
enum hub_status worker_spawn(const char *program, const char *file,
    struct worker_spawn *ret, struct hub_error *err);
/* Closes descriptors and page; the process must have ended. */
void worker_spawn_release(struct worker_spawn *spawn);

/* Waits for an ended process and says how it ended, as "killed by SIGSEGV".
 * True for a clean exit. */
bool worker_spawn_reap(const struct worker_spawn *spawn, char *buf,
    size_t size);

/* What every start of the program asks for: default signals, none blocked. The
 * thread that asks may block them all, and a blocked SIGSYS would end the
 * program before it can say which call it was that is forbidden.  0 or an
 * errno. */
int worker_spawn_signals(posix_spawnattr_t *attr);

#endif
