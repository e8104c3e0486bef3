/* SPDX-License-Identifier: Apache-2.0 */
/*
 * request.h - the inside of hub_request, hub_reply and hub_headers, for the
 * core and the worker; plugins see them opaque.
 *
 * A request holds what is to be sent but for host, credentials and secret
 * values.  Its frame is what the database stores and what every retry sends;
 * the boundary of a multipart body is stored with it.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include "arena.h"
#include "frame.h"
#include "hub_error.h"
#include "hub_message.h"

#define REQUEST_HEADERS 32
#define REQUEST_PARTS 64
#define REQUEST_SECRETS 8
#define REQUEST_FIELD_MARK "="
#define REQUEST_BODY_MAX (16u * 1024u * 1024u)
#define REQUEST_TEXTS_MAX (256u * 1024u) /* all but the body */
#define REPLY_HEADERS 8
#define REPLY_BODY_MAX (4u * 1024u * 1024u)

struct request_field {
	const char *name, *value;
};

struct hub_headers {
	struct request_field rows[REQUEST_HEADERS * 2];
	size_t count;
};
/* Adds one that the hub writes itself, where there is room; borrowed. */
void hub_headers_put(struct hub_headers *headers, const char *name,
    const char *value);

struct request_part {
	struct hub_part part;
	const char *attachment; /* id, or "" when data holds the bytes */
	const char *data;
	size_t len;
};

/* Where the first part takes the hub's checkpoint: before and behind are ""
 * when it takes none. */
struct request_witness {
	const char *before, *behind;
	uint64_t at;
};

struct hub_request {
	struct arena arena; /* owns every text below */
	const char *method, *subject;
	struct hub_buf target; /* path and query, encoded */
	bool has_query;
	struct request_field headers[REQUEST_HEADERS];
	size_t header_count;
	/* Names; of one that is a field of the body, behind the mark. */
	const char *secrets[REQUEST_SECRETS];
	size_t secret_count;
	struct request_witness witness;
	const char *body_type; /* of the only part, or multipart/... */
	struct request_part parts[REQUEST_PARTS];
	size_t part_count;
	size_t body_len;      /* of all parts but attachments */
	const char *boundary; /* used when request_multipart() */
	bool encrypted; /* the hub's word: leaves encrypted or not at all */
	struct hub_error error; /* the first failure */
	bool failed;
};

/* boundary: what to set between parts, derived by the caller from the
 * delivery's key so that the same step always has the same one. */
void request_init(struct hub_request *r, const char *boundary);
void request_release(struct hub_request *r);
/* HUB_OK, or HUB_FAULT with the first failure's sentence. */
enum hub_status request_check(const struct hub_request *r,
    struct hub_error *err);
/* Whether a checkpoint has a place in the first part. */
bool request_takes_checkpoint(const struct hub_request *r);
/* Puts it there for good, before a seal covers it; "" leaves nothing. */
void request_put_checkpoint(struct hub_request *r, const char *checkpoint);
/* Whether the boundary stands between the parts: form-data or related. */
bool request_multipart(const struct hub_request *r);
/* For builders: keep the first failure, copy a text. */
void request_fail(struct hub_request *r, const char *sentence);
const char *request_text(struct hub_request *r, const char *text);
void request_put(struct hub_buf *out, const struct hub_request *r);
/* Says behind a request's frame that it leaves encrypted or not at all. */
void request_put_encrypted(struct hub_buf *out);
/* Reads a frame into an initialised request; texts are copied, and what a
 * builder would refuse is refused. */
bool request_get(struct frame_in *in, struct hub_request *r);

struct hub_reply {
	struct arena arena;
	int status; /* 0: not set */
	const char *type, *body;
	struct request_field headers[REPLY_HEADERS];
	size_t body_len, header_count;
	bool failed;
};

void reply_init(struct hub_reply *r);
void reply_release(struct hub_reply *r);
void reply_put(struct hub_buf *out, const struct hub_reply *r);
bool reply_get(struct frame_in *in, struct hub_reply *r);

#endif
