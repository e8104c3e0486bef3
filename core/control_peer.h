/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_peer.h - one connection to the operator's socket, and its requests
 * under way; between control.c, which listens, and control_call.c, which
 * answers.
 *
 * A peer lives until it is closed and has no call under way.  Who has said
 * all that he wants to say still gets his answers.
 */
#ifndef CONTROL_PEER_H
#define CONTROL_PEER_H

#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <sys/types.h>
#include <sys/un.h>

#include "hub.h"

struct control {
	struct hub *hub;
	struct evconnlistener *listener;
	struct control_peer *peers;
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
};

struct control_peer {
	struct control_peer *next;
	struct control *control;
	struct bufferevent *bev; /* NULL once closed */
	uid_t user;
	unsigned calls;
	struct control_call *waiting; /* for all to be sent */
	bool ended;		      /* no more requests will come */
};

/* Frees a peer that nobody needs any more; closes one that has ended and got
 * all its answers. */
void control_peer_rest(struct control_peer *peer);
/* Closes a peer's connection. */
void control_peer_close(struct control_peer *peer);
/* Runs the request that a line is. */
void control_peer_take(struct control_peer *peer, const char *line);

/* All has been sent, or never will be: those that waited for it go on. */
void control_peer_sent(struct control_peer *peer);

#endif
