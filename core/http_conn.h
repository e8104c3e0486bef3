/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_conn.h - one connection of a peer, as the HTTP server's own files see
 * it: which phase it is in, what it holds, and when its time is up.
 *
 * evhttp reads and answers; a connection stands beside it, sees each byte
 * before evhttp does, and refuses a request by its head.  A refused
 * connection is taken away from evhttp: it is told why, what it still sends
 * is thrown away, and it is closed.
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <openssl/ssl.h>

#include "http_head.h"
#include "http_server.h"
#include "hub_buf.h"

enum http_phase {
	HTTP_IDLE,     /* between requests, nothing came yet */
	HTTP_HEAD,     /* part of a head came */
	HTTP_BODY,     /* the head was accepted; evhttp reads the body */
	HTTP_HANDLING, /* the call waits for its answer */
	HTTP_WRITING,  /* the answer is on its way */
	HTTP_REFUSED,  /* taken away from evhttp */
};

struct http_conn {
	struct http_server *server;
	struct http_conn *next, *prev; /* of all connections */
	struct http_conn *todo_next;   /* to be attended to */
	bool in_todo;
	struct bufferevent *bev;
	struct evhttp_connection *evcon; /* NULL until evhttp made it */
	evutil_socket_t fd;
	SSL *ssl; /* bev's, NULL without TLS */
	enum http_phase phase;
	int64_t since;	     /* steady time of entering the phase */
	size_t moved;	     /* bytes since then */
	size_t in, out;	     /* held for it */
	struct hub_buf head; /* of a head that comes in pieces */
	struct http_refusal refusal;
	struct http_call *call; /* BODY and HANDLING */
	bool paused;
	int64_t paused_since;	    /* first time in this phase, or 0 */
	struct event *closed_event; /* while paused */
	bool limit_set;		    /* evhttp's ceiling is not the usual */
	bool have_cert;
	uint8_t cert[32];
};

struct http_server {
	struct loop *loop;
	struct evhttp *evhttp;
	struct evhttp_bound_socket *bound;
	uint16_t port;
	SSL_CTX *tls; /* NULL: plain */
	size_t budget;
	unsigned connections;
	int64_t idle_ms;
	struct http_routes routes;
	struct http_conn *conns, *todo;
	struct http_conn **by_fd; /* index: descriptor */
	size_t fd_room;
	struct loop_timer *attend; /* to what is todo */
	struct loop_timer *sweep;
	size_t open_calls, paused;
	bool stopped_accepting, draining, ending;
	struct http_server_counts counts;
};

/* For evhttp: the bufferevent of a connection that was just accepted. */
struct bufferevent *http_conn_accept(struct event_base *base, void *server);
/* The connection behind a request, or NULL. */
struct http_conn *http_conn_of(struct http_server *server,
    struct evhttp_request *req);
void http_conn_enter(struct http_conn *conn, enum http_phase phase);
/* http_conn_attend will look at it, within this turn of the loop. */
void http_conn_todo(struct http_conn *conn);
/* The answer has left; what came meanwhile is looked at. */
void http_conn_answered(struct http_conn *conn);
/* Closes and frees it. */
void http_conn_close(struct http_conn *conn);
/* Looks at what is todo: new connections, and refusals. */
void http_conn_attend(struct http_server *server);

#endif
