/* SPDX-License-Identifier: Apache-2.0 */
/* What came in over a wire, and where its exchange stands, as frames. */
#include "config.h"

#include "frame_words.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define STATUS_MAX 999 /* three digits */

static const struct frame_row at_rows[] = {
	FRAME_ENUM_ROW(struct hub_at, purpose, HUB_FOR_POLL),
	FRAME_ROW(struct hub_at, step),
	FRAME_ROW(struct hub_at, attempt),
	FRAME_ROW(struct hub_at, now),
	FRAME_ROW(struct hub_at, remote_ref),
	FRAME_ROW(struct hub_at, carry),
	FRAME_ROW(struct hub_at, key),
	FRAME_ROW(struct hub_at, offset),
	FRAME_ROW(struct hub_at, reply_to),
	FRAME_ROW(struct hub_at, handoff_id),
	FRAME_ENUM_ROW(struct hub_at, about, HUB_EV_COUNT - 1),
	FRAME_ENUM_ROW(struct hub_at, proof, HUB_PROOF_CONFIRMED),
	FRAME_ROW(struct hub_at, sealed),
	FRAME_ROW(struct hub_at, checkpoint),
};

static const struct frame_row message_rows[] = {
	FRAME_ROW(struct hub_message, method),
	FRAME_ROW(struct hub_message, path),
	FRAME_ROW(struct hub_message, query),
	FRAME_ROW(struct hub_message, digest),
};

/* Adds where an exchange stands. */
void
frame_put_at(struct hub_buf *out, const struct hub_at *at)
{
	frame_put_rows(out, at_rows, LENGTH(at_rows), at);
}

/* Reads where an exchange stands. */
bool
frame_at(struct frame_in *in, struct hub_at *ret)
{
	frame_rows(in, at_rows, LENGTH(at_rows), ret);
	return frame_ok(in);
}

/* Adds headers; NULL is none. */
void
frame_put_headers(struct hub_buf *out, const struct hub_headers *h)
{
	size_t count = h == NULL ? 0 : h->count;

	frame_put_int(out, (int64_t)count);
	for (size_t i = 0; i < count; i++) {
		frame_put_text(out, h->rows[i].name);
		frame_put_text(out, h->rows[i].value);
	}
}

/* Reads headers. */
bool
frame_headers(struct frame_in *in, struct hub_headers *ret)
{
	ret->count = frame_count(in, LENGTH(ret->rows));
	for (size_t i = 0; i < ret->count; i++) {
		ret->rows[i].name = frame_text(in);
		ret->rows[i].value = frame_text(in);
	}
	return frame_ok(in);
}

/* Adds a message that came in. */
void
frame_put_message(struct hub_buf *out, const struct hub_message *m)
{
	frame_put_rows(out, message_rows, LENGTH(message_rows), m);
	frame_put_headers(out, m->headers);
	frame_put_bytes(out, m->body, m->body_len);
}

/* Reads a message; its headers go where the caller wants them. */
bool
frame_message(struct frame_in *in, struct hub_headers *headers,
    struct hub_message *ret)
{
	frame_rows(in, message_rows, LENGTH(message_rows), ret);
	frame_headers(in, headers);
	ret->headers = headers;
	ret->body = frame_bytes(in, &ret->body_len);
	return frame_ok(in);
}

/* Adds the answer to a request. */
void
frame_put_answer(struct hub_buf *out, const struct hub_answer *a)
{
	frame_put_int(out, a->status);
	frame_put_headers(out, a->headers);
	frame_put_bytes(out, a->body, a->body_len);
}

/* Reads the answer to a request. */
bool
frame_answer(struct frame_in *in, struct hub_headers *headers,
    struct hub_answer *ret)
{
	ret->status = (int)frame_count(in, STATUS_MAX);
	frame_headers(in, headers);
	ret->headers = headers;
	ret->body = frame_bytes(in, &ret->body_len);
	return frame_ok(in);
}
