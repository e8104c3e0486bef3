/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_message.h - what goes out and what comes in, without how it travels.
 *
 * Builders copy what they are given and remember their first failure.  Path
 * segments and query values are percent-encoded here, and a line break in a
 * header or subject is a failure, so values from a complaint or from an
 * institution are safe to pass as they are.  A plugin never names a host.
 */
#ifndef HUB_MESSAGE_H
#define HUB_MESSAGE_H

#include <stddef.h>

#include "hub_event.h"

struct hub_request; /* to be built: a message for the institution */
struct hub_reply;   /* to be built: our immediate answer to theirs */
struct hub_headers; /* of a message that came in */

/* How the bytes of a part stand in the body. */
enum hub_encoding {
	HUB_PART_RAW,	  /* as they are: the only part, or what
			   * stands around base64 */
	HUB_PART_FORM,	  /* one part of multipart/form-data */
	HUB_PART_RELATED, /* one part of multipart/related */
	HUB_PART_BASE64,  /* base64 inside the raw parts around it */
	HUB_PART_MIXED,	  /* one part of a letter; the hub encodes it */
};

struct hub_part {
	enum hub_encoding encoding;
	const char *name;     /* form field name or Content-ID, or "" */
	const char *filename; /* or "" */
	const char *type;     /* media type, or "" */
};

/* HTTP: a method and a path below the institution's URL. */
void hub_request_http(struct hub_request *r, const char *method,
    const char *path);
void hub_request_segment(struct hub_request *r, const char *value);
void hub_request_query(struct hub_request *r, const char *name,
    const char *value);
void hub_request_header(struct hub_request *r, const char *name,
    const char *value);
/* Mail: a subject instead, and headers but those that the hub writes: dates,
 * addresses, what names letters, and MIME's. */
void hub_request_subject(struct hub_request *r, const char *subject);

/* The whole body; for several parts use hub_request_part. */
void hub_request_body(struct hub_request *r, const char *type, const void *data,
    size_t len);
void hub_request_part(struct hub_request *r, const struct hub_part *part,
    const void *data, size_t len);
/* The core streams the attachment's bytes here when it sends. */
void hub_request_attach(struct hub_request *r, const struct hub_part *part,
    const char *attachment_id);
/* A header or query value that the core fills in at each attempt and never
 * stores: name is that of a secret of the institution's section. */
void hub_request_secret(struct hub_request *r, const char *name);
/* The same as the last field of a body that is a form, urlencoded or of
 * parts; the body is set, too. */
void hub_request_secret_field(struct hub_request *r, const char *name);

/* The hub's latest signed checkpoint, in base64 between these two texts and so
 * many bytes into the first part: put there at each attempt and never stored;
 * nothing while there is none. */
void hub_request_checkpoint(struct hub_request *r, size_t at,
    const char *before, const char *behind);

/* Set the answer to a message that came in; HTTP status. */
void hub_reply_set(struct hub_reply *r, int status, const char *type,
    const void *data, size_t len);
void hub_reply_header(struct hub_reply *r, const char *name, const char *value);

/* A message that came in.  For mail method and path are "". */
struct hub_message {
	const char *method;
	const char *path;  /* below /in/<institution>, decoded, "/" first */
	const char *query; /* raw, without "?" */
	const struct hub_headers *headers;
	const char *body; /* a NUL follows */
	size_t body_len;
	const char *digest; /* SHA-256 of the body, lower-case hex */
};

/* The answer to a request of ours. */
struct hub_answer {
	int status; /* of HTTP or SMTP */
	const struct hub_headers *headers;
	const char *body; /* a NUL follows */
	size_t body_len;
};

/* First header of that name, compared without case, or "". */
const char *hub_header(const struct hub_headers *headers, const char *name);

/* Value of a query parameter, decoded into buf; false when absent or longer
 * than size. */
int hub_query(const char *query, const char *name, char *buf, size_t size);
/* Whether it is there at all, readable or not. */
int hub_query_has(const char *query, const char *name);

#endif
