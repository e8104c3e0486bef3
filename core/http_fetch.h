/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_fetch.h - a file that stands at somebody's address: one GET over a
 * connection of its own, whose certificate is checked, without a redirect, a
 * credential, or a byte more than is wanted.
 *
 * The address comes from outside.  Which hosts may be asked is the caller's to
 * say (http_fetch_host); that a host's name does not lead into this network is
 * seen here, when the connection is made.
 */
#ifndef HTTP_FETCH_H
#define HTTP_FETCH_H

#include "http_client.h"

struct http_fetch;

#define HTTP_FETCH_HOST_SIZE 254
#define HTTP_FETCH_NAME_SIZE 256

struct http_fetch_order {
	const char *url;     /* all borrowed until done */
	const char *ca_file; /* "" = the system's */
	bool inside;	     /* may lead into this network, to any port */
	int64_t timeout_ms;
	size_t most;
	/* Once, never from within http_fetch_start. */
	void (*done)(void *ctx, struct http_fetch *fetch);
	void *ctx;
};

enum http_fetched {
	HTTP_FETCHED,	   /* bytes and type are here */
	HTTP_FETCH_LATER,  /* it did not come, and may yet */
	HTTP_FETCH_GONE,   /* they have nothing there for us */
	HTTP_FETCH_BARRED, /* its host leads into this network */
	HTTP_FETCH_LONG,   /* more bytes than are wanted */
	HTTP_FETCH_LOST,   /* the hub ends */
};

/* The host that an address names, and the last name of its path; false: it is
 * no https address that may be fetched. */
bool http_fetch_host(const char *url, bool inside,
    char host[HTTP_FETCH_HOST_SIZE], char name[HTTP_FETCH_NAME_SIZE]);
/* NULL: no memory, and done is not called. */
struct http_fetch *http_fetch_start(struct http_client *client,
    const struct http_fetch_order *order);
/* What came of it; type and bytes are the fetch's. */
enum http_fetched http_fetch_end(const struct http_fetch *fetch,
    const char **ret_type, struct hub_buf **ret_bytes);
/* For the log: why it did not come. */
const char *http_fetch_why(const struct http_fetch *fetch);
void http_fetch_free(struct http_fetch *fetch);

#endif
