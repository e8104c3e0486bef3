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

#include <curl/curl.h>

#include "http_client.h"

struct http_send {
	struct http_send *next; /* of the client's spare ones */
	CURL *easy;		/* kept from send to send */
	struct http_order order;
	struct curl_slist *headers;
	struct hub_buf url, answer;
	struct hub_headers answer_headers;
	unsigned passes; /* requests that libcurl was about to send */
	bool too_long, unready;
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
