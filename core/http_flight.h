/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_flight.h - one transfer that libcurl carries for the HTTP client: a
 * request to an institution (http_send) or a diagnosis (http_diagnosis).
 *
 * A flight is embedded in its owner's struct.  Its easy handle is the owner's
 * to set up; from start to landing it belongs to the client.  Every start has
 * exactly one landing, never from within http_flight_start.
 */
#ifndef HTTP_FLIGHT_H
#define HTTP_FLIGHT_H

#include <curl/curl.h>

#include "http_client.h"

struct http_flight {
	struct http_flight *next, *prev; /* the client's */
	CURL *easy;
	void (*landed)(struct http_flight *flight, CURLcode code);
	bool grounded; /* libcurl did not take it */
};

void http_flight_start(struct http_client *client, struct http_flight *flight);
/* The client's loop, for its time. */
struct loop *http_client_loop(const struct http_client *client);

/* What a handle needs for every transfer: one protocol, no redirect, no
 * proxy, no signal, TLS 1.2 at least, the target's times and credentials. */
void http_flight_set(CURL *easy, const struct http_target *target);
/* What of the target that depends on: a handle that was set for the same words
 * needs not be set again. */
void http_flight_words(const struct http_target *target, struct hub_buf *out);
/* Of the peer's own certificate the value behind a label, as "Expire date:";
 * "" where CURLOPT_CERTINFO was not set.  The handle's. */
const char *http_flight_cert(CURL *easy, const char *label);

#endif
