/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_call.h - the server's own verbs on a call: what http_server.h shows of
 * it is for those who answer.
 */
#ifndef HTTP_CALL_H
#define HTTP_CALL_H

#include "http_conn.h"
#include "request.h"
#include "sealed.h"

struct http_call {
	struct http_conn *conn;	    /* NULL once it is gone */
	struct evhttp_request *req; /* NULL before the body came */
	bool last;		    /* the connection closes after it */
	const char *method;
	char *path, *query; /* after the struct */
	struct hub_headers headers;
	bool have_headers, have_digest, have_body;
	const char *body;
	size_t body_len;
	int body_fd; /* sealed, in place of what evhttp held; -1: none */
	struct sealed_view body_view;
	uint8_t digest[DIGEST_SIZE];
	struct event *gone_event;
	loop_fn *gone;
	void *gone_ctx;
};

/* A call for a request whose head was accepted; path and query are empty and
 * have room for the target.  NULL when out of memory. */
struct http_call *http_call_new(struct http_conn *conn,
    const struct http_head *head);
/* The body is there: to the handler. */
void http_call_begin(struct http_call *call, struct evhttp_request *req);
/* The connection is gone, and its request with it or not. */
void http_call_orphan(struct http_call *call, bool request_gone);
void http_call_free(struct http_call *call);

#endif
