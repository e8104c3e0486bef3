/* SPDX-License-Identifier: Apache-2.0 */
/*
 * packet.h - what stands on the socket between hub and worker.
 *
 * A packet is one message of a SOCK_SEQPACKET socket and holds whole frames; a
 * frame is a call or its answer.  A payload over PACKET_NEAR_MAX stands in a
 * sealed memfd that travels beside the packet, and so does a body that is in
 * one already.  Neither side trusts the other: reading checks every length,
 * every descriptor and that nothing is left.
 */
#ifndef PACKET_H
#define PACKET_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame.h"
#include "hub_buf.h"
#include "limits.h"
#include "sealed.h"

enum worker_verb {
	WORKER_SETTINGS = 1, /* options as name/text pairs, seals -> nothing */
	WORKER_COMPOSE,	     /* dispatch, at -> request */
	WORKER_PROBE,	     /* dispatch, at -> request */
	WORKER_CONCLUDE,     /* has_dispatch, dispatch, at, answer -> events;
			      * proof where answers are sealed */
	WORKER_RECEIVE,	     /* message, at -> events; proof if sealed */
	WORKER_REPLY,	     /* message, at, results -> reply */
	WORKER_POLL,	     /* cursor, at -> request */
	WORKER_SEAL,	     /* at, request -> the same, sealed */
};

/* A page in shared memory: the worker writes there which call it is on. */
struct packet_page {
	_Atomic uint64_t number; /* 0: none */
};

/* A message's body beside the frame that tells of it, sealed with a NUL behind
 * its bytes; len 0: there is none. */
struct packet_body {
	int fd;		/* to be sent: borrowed */
	const char *at; /* received: borrowed */
	size_t len;	/* without the NUL */
};

/* Both ways alike: a call has status 0, an answer the plugin's hub_status and,
 * when that is not HUB_OK, its sentence as payload. */
struct packet_frame {
	uint64_t number;
	unsigned verb, status;
	const void *payload; /* borrowed */
	size_t len;
	struct packet_body body;
};

enum packet_end {
	PACKET_OK,
	PACKET_LATER,  /* the socket is full, or empty */
	PACKET_CLOSED, /* the other side is gone */
	PACKET_BROKEN, /* not a packet, or the system refused: errno */
};

/* A packet being filled. */
struct packet_out {
	struct hub_buf bytes;
	int fds[PACKET_FDS];
	size_t fd_count;
};

void packet_out_init(struct packet_out *out);
void packet_out_release(struct packet_out *out);
bool packet_out_empty(const struct packet_out *out);
/* PACKET_LATER: no room, send what is there first; PACKET_BROKEN: too long for
 * any packet, or no memory. */
enum packet_end packet_add(struct packet_out *out,
    const struct packet_frame *frame);
/* Empties the packet unless PACKET_LATER. */
enum packet_end packet_send(struct packet_out *out, int fd, int flags);

/* A packet being read. */
struct packet_in {
	char *room; /* PACKET_MAX bytes */
	struct frame_in rest;
	int fds[PACKET_FDS];
	size_t fd_count, fd_next;
	/* Of the frame at hand, what came in a memfd. */
	struct sealed_view payload, body;
};

bool packet_in_init(struct packet_in *in); /* false: no memory */
void packet_in_release(struct packet_in *in);
enum packet_end packet_recv(struct packet_in *in, int fd, int flags);
/* The next frame, borrowed until the next call; PACKET_LATER: none is left. */
enum packet_end packet_next(struct packet_in *in, struct packet_frame *ret);
/* The payload at hand is the caller's from now on; none: it is short, and
 * stands in the packet. */
struct sealed_view packet_keep(struct packet_in *in);

#endif
