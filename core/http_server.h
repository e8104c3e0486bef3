/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_server.h - HTTP/1.1 over TLS from outside (evhttp), within a budget.
 *
 * All bytes held for peers count against one budget: at three quarters large
 * bodies are not read any further, at the whole new requests get 503 with
 * Retry-After.  Connections are counted and limited; heads, bodies and idle
 * times have ceilings; a body longer than its route allows is refused with
 * 413 before it is read.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "digest.h"
#include "http_head.h"
#include "hub_buf.h"
#include "hub_error.h"
#include "hub_message.h"
#include "loop.h"

struct http_server;
struct http_call; /* one request, until it is answered */

struct http_listen {
	const char *address;   /* "127.0.0.1" or "::1" */
	uint16_t port;	       /* 0: any free one */
	const char *cert_file; /* "" = no TLS, loopback addresses only */
	const char *key_file;
	const char *client_ca; /* "" = ask for no client certificate */
	size_t budget;	       /* bytes held for all peers */
	unsigned connections;
	unsigned idle_seconds;
};

/* handle is called once a request, on the loop; the call is answered now or
 * later with http_call_reply, exactly once.  limit says how many bytes of
 * body that path may have, asked before the body is read.  word writes what
 * the server refuses of that path and returns the media type; NULL, or no such
 * function: problem details. */
struct http_routes {
	void (*handle)(void *ctx, struct http_call *call);
	size_t (*limit)(void *ctx, const char *method, const char *path);
	void *ctx;
	const char *(*word)(void *ctx, const char *path,
	    const struct http_refusal *why, struct hub_buf *out);
};

enum hub_status http_server_start(struct loop *loop,
    const struct http_listen *listen, const struct http_routes *routes,
    struct http_server **ret, struct hub_error *err);
uint16_t http_server_port(const struct http_server *server);
/* No new connections; calls under way may still be answered. */
void http_server_drain(struct http_server *server);
/* Calls that wait for their answer. */
size_t http_server_open_calls(const struct http_server *server);
void http_server_free(struct http_server *server);

/* All borrowed until the call is answered. */
const char *http_call_method(const struct http_call *call);
const char *http_call_path(const struct http_call *call);  /* decoded */
const char *http_call_query(const struct http_call *call); /* raw */
const struct hub_headers *http_call_headers(const struct http_call *call);
const char *http_call_body(struct http_call *call, size_t *ret_len);
size_t http_call_size(const struct http_call *call); /* of the body */
/* The body in sealed memory with a NUL behind it, for a worker to map, and out
 * of the hub's own; -1: no memory, and it is lost.  Asked for before the body
 * itself, which is then mapped. */
int http_call_body_fd(struct http_call *call, size_t *ret_len);
/* SHA-256 of the body. */
const uint8_t *http_call_digest(struct http_call *call);
/* SHA-256 of the client's certificate, or NULL. */
const uint8_t *http_call_client_cert(const struct http_call *call);
const char *http_call_peer(const struct http_call *call); /* address */
/* Told when the client goes away before the answer: a long poll ends. The
 * answer is still to be given, and is then dropped. */
void http_call_on_gone(struct http_call *call, loop_fn *fn, void *ctx);

/* All borrowed; what is not set is not said. */
struct http_answer {
	int status;
	const struct hub_headers *headers; /* or NULL */
	const char *type;		   /* media type, or NULL */
	const void *body;
	size_t len;
};

/* Answers and frees the call. */
void http_call_reply(struct http_call *call, const struct http_answer *answer);

struct http_server_counts {
	uint64_t requests, refused_busy, refused_large;
	size_t connections, held_bytes;
};
struct http_server_counts http_server_counts(const struct http_server *s);

#endif
