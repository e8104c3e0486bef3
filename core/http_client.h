/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_client.h - requests to institutions over HTTP (libcurl's multi
 * interface on the loop).
 *
 * Never a redirect, never an automatic authentication round, never a resend:
 * a request that libcurl would send a second time is stopped before its first
 * byte.  Every send has exactly one finish.
 */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "loop.h"
#include "outcome.h"
#include "request.h"

struct http_client;
struct http_send; /* under way */
struct mail_line;

/* Where and as whom: of the institution's section; borrowed while sending. */
struct http_target {
	const char *url;     /* base; the request's path is appended */
	const char *ca_file; /* "" = the system's */
	const char *cert_file, *key_file; /* client certificate, or "" */
	const char *authorization;	  /* whole header value, or "" */
	const char *secret_header; /* always has the first secret, or "" */
	const char *also_header, *also_value; /* one more header, or "" */
	const char *const *secret_names; /* of query slots; NULL at the end */
	const char *const *secret_values;
	int64_t timeout_ms; /* from start to the end of the answer */
	int64_t connect_ms;
	size_t answer_max; /* bytes of body */
};

/* Opens an attachment for reading; the descriptor is closed by the client.
 * -1: it is not there. */
typedef int http_attachment_fn(void *ctx, const char *attachment_id,
    uint64_t *ret_size);

struct http_order {
	const struct http_target *target;
	const struct hub_request *request; /* borrowed until done */
	const char *idempotency_key;	   /* header, or "" */
	http_attachment_fn *attachment;
	/* Once, never from within http_client_send. */
	void (*done)(void *ctx, const struct outcome *outcome);
	void *ctx;
};

enum hub_status http_client_new(struct loop *loop, struct http_client **ret,
    struct hub_error *err);
/* Sends under way finish as UNKNOWN or RETRY first. */
void http_client_free(struct http_client *client);

/* From now on every request has the header Simpul-Checkpoint with that value,
 * which is borrowed and may change; "": none. */
void http_client_witness(struct http_client *client, const char *checkpoint);
const char *http_client_checkpoint(const struct http_client *client);

struct http_send *http_client_send(struct http_client *client,
    const struct http_order *order);
size_t http_client_busy(const struct http_client *client);
/* A line to mail servers: the one for what comes in, or of those for what goes
 * out the least busy; made when it is first asked for and freed with the
 * client.  NULL: no memory, or the client ends. */
struct mail_line *http_client_mail(struct http_client *client, bool out);

/* One layer of a diagnosis: name, connect, TLS, authentication, protocol. */
struct http_layer {
	const char *name;
	bool good;
	char text[160]; /* address, certificate dates, status... */
};
#define HTTP_LAYERS 5
/* What was found of it (http_diagnosis.c). */
void http_layer_say(struct http_layer *layer, bool good, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

struct http_probe {
	const struct http_target *target;
	bool within; /* what proves us stands in messages, none of which goes */
	/* Once; all HTTP_LAYERS, those behind the first bad one not reached. */
	void (*done)(void *ctx, const struct http_layer *layers, size_t count);
	void *ctx;
};
void http_client_probe(struct http_client *client,
    const struct http_probe *probe);

#endif
