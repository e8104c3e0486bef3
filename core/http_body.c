/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_body.h"

#include <errno.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>

#include "http_part.h"
#include "http_secret.h"
#include "limits.h"

#define GROUP 3	   /* bytes that base64 encodes together, */
#define ENCODED 4  /* and what becomes of them */
#define SLICE 3072 /* bytes encoded at once; whole groups */
#define LINE 57	   /* bytes of a line in a letter */

/* How many bytes leave for so many. */
static uint64_t
encoded_len(const struct http_piece *piece)
{
	uint64_t lines = piece->lines ? (piece->len + LINE - 1) / LINE : 0;

	return piece->base64
	    ? (piece->len + GROUP - 1) / GROUP * ENCODED + 2 * lines
	    : piece->len;
}

void
http_body_add(struct http_body *body, struct http_piece piece)
{
	body->pieces[body->count++] = piece;
	body->len += encoded_len(&piece);
}

void
http_body_add_frame(struct http_body *body, size_t from)
{
	http_body_add(body,
	    (struct http_piece){ .between = from,
		.fd = -1,
		.len = body->frames.len - from });
}

bool
http_body_piece(const struct request_part *part, const struct http_order *order,
    struct http_piece *ret)
{
	struct http_piece piece = { .data = part->data,
		.fd = -1,
		.len = part->len,
		.base64 = part->part.encoding == HUB_PART_BASE64 };

	if (part->attachment[0] != '\0') {
		piece.data = NULL;
		piece.fd = order->attachment == NULL
		    ? -1
		    : order->attachment(order->ctx, part->attachment,
			  &piece.len);
		if (piece.fd < 0)
			return false;
	}
	*ret = piece;
	return true;
}

/* Adds the bytes of a part; false when its attachment is not there. */
static bool
add_bytes(struct http_body *body, const struct request_part *part,
    const struct http_order *order)
{
	struct http_piece piece;

	if (!http_body_piece(part, order, &piece))
		return false;
	http_body_add(body, piece);
	return true;
}

/* Adds the first part with the checkpoint in its place. */
static void
add_witnessed(struct http_body *body, const struct hub_request *r,
    const char *checkpoint)
{
	const struct request_part *part = &r->parts[0];
	size_t at = r->witness.at, from = body->frames.len;

	http_body_add(body,
	    (struct http_piece){ .data = part->data, .fd = -1, .len = at });
	hub_buf_fmt(&body->frames, "%s%s%s", r->witness.before, checkpoint,
	    r->witness.behind);
	http_body_add_frame(body, from);
	http_body_add(body,
	    (struct http_piece){ .data = part->data + at,
		.fd = -1,
		.len = part->len - at });
}

/* One part after the other. */
bool
http_body_init(struct http_body *body, const struct http_order *order,
    const char *checkpoint)
{
	const struct hub_request *r = order->request;
	bool multipart = request_multipart(r);
	bool witnessed = checkpoint[0] != '\0' && request_takes_checkpoint(r);
	size_t i, from;

	*body = (struct http_body){ .count = 0 };
	hub_buf_init(&body->frames, HTTP_FRAMES_MAX);
	for (i = 0; i < r->part_count; i++) {
		from = body->frames.len;
		if (multipart) {
			http_part_open(&body->frames, r, i);
			http_body_add_frame(body, from);
		}
		if (i == 0 && witnessed)
			add_witnessed(body, r, checkpoint);
		else if (!add_bytes(body, &r->parts[i], order))
			return false;
	}
	from = body->frames.len;
	http_secret_put_fields(&body->frames, order);
	if (multipart)
		hub_buf_fmt(&body->frames, "\r\n--%s--\r\n", r->boundary);
	if (body->frames.len > from)
		http_body_add_frame(body, from);
	return hub_buf_ok(&body->frames);
}

/* Closes the attachments. */
void
http_body_release(struct http_body *body)
{
	size_t i;

	for (i = 0; i < body->count; i++) {
		if (body->pieces[i].fd >= 0)
			close(body->pieces[i].fd);
	}
	body->count = 0;
	hub_buf_release(&body->frames);
}

/* The usual case: no copy is made. */
const char *
http_body_whole(const struct http_body *body)
{
	if (body->count == 0)
		return "";
	return body->count == 1 && !body->pieces[0].base64
	    ? body->pieces[0].data
	    : NULL;
}

/* Exactly n bytes of a descriptor; false when there are fewer. */
static bool
read_exactly(int fd, char *to, size_t n)
{
	ssize_t got;

	while (n > 0) {
		got = read(fd, to, n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		to += got;
		n -= (size_t)got;
	}
	return true;
}

/* Exactly n bytes of a piece. */
static bool
piece_read(struct http_body *body, const struct http_piece *piece, char *to,
    size_t n)
{
	if (piece->fd >= 0) {
		if (!read_exactly(piece->fd, to, n))
			return false;
	} else if (piece->data != NULL) {
		memcpy(to, piece->data + body->done, n);
	} else {
		memcpy(to, body->frames.data + piece->between + body->done, n);
	}
	body->done += n;
	return true;
}

/* The smaller one. */
static size_t
least(uint64_t a, size_t b)
{
	return a < b ? (size_t)a : b;
}

/* Bytes of a piece as they are. */
static ssize_t
read_raw(struct http_body *body, const struct http_piece *piece, char *to,
    size_t size)
{
	size_t n = least(piece->len - body->done, size);

	return piece_read(body, piece, to, n) ? (ssize_t)n : -1;
}

/* Bytes of a piece in base64: whole groups, or the rest of one. */
static ssize_t
read_base64(struct http_body *body, const struct http_piece *piece, char *to,
    size_t size)
{
	size_t groups = size / ENCODED > 0 ? size / ENCODED : 1;
	size_t n = least(piece->len - body->done, groups * GROUP), len, taken;
	unsigned char in[SLICE], out[SLICE / GROUP * ENCODED + 1];

	n = n < SLICE ? n : SLICE;
	if (!piece_read(body, piece, (char *)in, n))
		return -1;
	len = (size_t)EVP_EncodeBlock(out, in, (int)n);
	taken = len < size ? len : size;
	memcpy(to, out, taken);
	body->rest_len = len - taken;
	memcpy(body->rest, out + taken, body->rest_len);
	return (ssize_t)taken;
}

/* One line of a letter in base64. */
static ssize_t
read_line(struct http_body *body, const struct http_piece *piece, char *to,
    size_t size)
{
	size_t n = least(piece->len - body->done, LINE), len, taken;
	unsigned char in[LINE], out[HTTP_BODY_LINE + 1];

	if (!piece_read(body, piece, (char *)in, n))
		return -1;
	len = (size_t)EVP_EncodeBlock(out, in, (int)n);
	out[len++] = '\r';
	out[len++] = '\n';
	taken = len < size ? len : size;
	memcpy(to, out, taken);
	body->rest_len = len - taken;
	memcpy(body->rest, out + taken, body->rest_len);
	return (ssize_t)taken;
}

/* What an earlier reader had no room for. */
static size_t
read_rest(struct http_body *body, char *to, size_t size)
{
	size_t n = least(body->rest_len, size);

	memcpy(to, body->rest, n);
	body->rest_len -= n;
	memmove(body->rest, body->rest + n, body->rest_len);
	return n;
}

/* Bytes of a piece as they leave. */
static ssize_t
read_piece(struct http_body *body, const struct http_piece *piece, char *to,
    size_t size)
{
	if (piece->lines)
		return read_line(body, piece, to, size);
	return piece->base64 ? read_base64(body, piece, to, size)
			     : read_raw(body, piece, to, size);
}

/* Piece by piece until the room is full. */
ssize_t
http_body_read(struct http_body *body, char *to, size_t size)
{
	const struct http_piece *piece;
	size_t filled = read_rest(body, to, size);
	ssize_t n;

	while (filled < size && body->at < body->count) {
		piece = &body->pieces[body->at];
		if (body->done == piece->len) {
			body->at++;
			body->done = 0;
			continue;
		}
		n = read_piece(body, piece, to + filled, size - filled);
		if (n < 0)
			return -1;
		filled += (size_t)n;
	}
	return (ssize_t)filled;
}
