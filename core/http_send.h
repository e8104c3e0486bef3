/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_send.h - one request under way: what libcurl is told, what it brings
 * back, and the outcome that follows from both.
 *
 * libcurl sends a POST again by itself when a kept connection closes without
 * an answer, and calls that success.  It asks before each request
 * (CURLOPT_PREREQFUNCTION): the first time says that the bytes may have left,
 * the second is stopped.
 */
#ifndef HTTP_SEND_H
#define HTTP_SEND_H

#include "http_body.h"
#include "http_flight.h"

struct http_send {
	struct http_flight flight; /* first; its handle is kept */
	struct http_send *next;	   /* of the client's spare ones */
	struct http_client *client;
	struct http_order order;
	struct curl_slist *headers;
	struct http_body body;
	struct hub_buf url, answer;
	struct hub_buf settings; /* that the handle has; empty: none */
	bool plain;		 /* the handle's last body was in memory */
	struct hub_headers answer_headers;
	unsigned passes;   /* requests that libcurl was about to send */
	const char *unfit; /* why it cannot be sent at all, or NULL */
	bool head_whole;   /* the answer's head has its end */
	bool too_long, short_body;
	bool have_cert;
	uint8_t cert[32];
	char error[CURL_ERROR_SIZE];
};

struct http_send *http_send_new(void);
void http_send_free(struct http_send *send);
/* Tells the easy handle everything; false: it cannot be sent at all. */
bool http_send_prepare(struct http_send *send, const struct http_order *order);
/* The outcome of what ended with that code; answer borrowed from send. */
void http_send_outcome(struct http_send *send, CURLcode code, int64_t now,
    struct outcome *ret);
/* Forgets the request, keeps handle and memory. */
void http_send_clear(struct http_send *send);

#endif
