/* SPDX-License-Identifier: Apache-2.0 */
/*
 * http_body.h - the body of a request as the bytes that leave: its parts one
 * after the other, encoded, with the stored boundary between them.
 *
 * The length is known before the first byte; attachments are read from their
 * descriptors as they leave and never stand in memory whole.  The same
 * request gives the same bytes at every attempt, but for the hub's checkpoint
 * where it takes one.
 */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "http_client.h"
#include "hub_buf.h"
#include "request.h"

#define HTTP_BODY_PIECES (REQUEST_PARTS * 2 + 3)
#define HTTP_BODY_LINE 78 /* of base64 in a letter, with its end */

/* Bytes in memory or behind a descriptor. */
struct http_piece {
	const char *data; /* NULL: of fd, or between */
	size_t between;	  /* where in `frames` it stands, when of there */
	int fd;		  /* -1: none */
	uint64_t len;
	bool base64;
	bool lines; /* base64 in lines of a letter */
};

struct http_body {
	struct http_piece pieces[HTTP_BODY_PIECES];
	size_t count;
	struct hub_buf frames;	   /* what stands between the parts */
	uint64_t len;		   /* of the whole, encoded */
	size_t at;		   /* the piece that is read */
	uint64_t done;		   /* its bytes that are read */
	char rest[HTTP_BODY_LINE]; /* encoded and not yet taken */
	size_t rest_len;
};

/* Plans the body and opens its attachments; checkpoint: the latest, or "".
 * False when an attachment is not there or memory ran out.  Release it also
 * then. */
bool http_body_init(struct http_body *body, const struct http_order *order,
    const char *checkpoint);
void http_body_release(struct http_body *body);

/* For who plans a body itself: adds a piece at the end; what was written to
 * the frames since `from`; the bytes of a part as such a piece, false when its
 * attachment is not there. */
void http_body_add(struct http_body *body, struct http_piece piece);
void http_body_add_frame(struct http_body *body, size_t from);
bool http_body_piece(const struct request_part *part,
    const struct http_order *order, struct http_piece *ret);

/* The bytes of a body that is one piece of memory, or NULL. */
const char *http_body_whole(const struct http_body *body);
/* The next bytes, at most size; 0 at the end, -1 when an attachment is
 * shorter than it was said to be. */
ssize_t http_body_read(struct http_body *body, char *to, size_t size);

#endif
