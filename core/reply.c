/* SPDX-License-Identifier: Apache-2.0 */
/* The answer to a message that came in; see request.h and hub_message.h. */
#include "config.h"

#include "request.h"

#include "field.h"

/* A reply that is not set. */
void
reply_init(struct hub_reply *r)
{
	*r = (struct hub_reply){ .type = "", .body = "" };
	arena_init(&r->arena, REPLY_BODY_MAX + REQUEST_TEXTS_MAX);
}

/* Gives back what a reply holds. */
void
reply_release(struct hub_reply *r)
{
	if (r != NULL)
		arena_release(&r->arena);
}

/* Whether the reply is one that can be sent. */
static bool
reply_right(const struct hub_reply *r, int status, const char *type, size_t len)
{
	return r->status == 0 && status >= 200 && status <= 599 &&
	    len <= REPLY_BODY_MAX &&
	    (type[0] == '\0' ? len == 0 : field_is_media_type(type));
}

/* Sets status and body, once. */
void
hub_reply_set(struct hub_reply *r, int status, const char *type,
    const void *data, size_t len)
{
	if (r->failed || !reply_right(r, status, type, len)) {
		r->failed = true;
		return;
	}
	r->status = status;
	r->type = arena_text(&r->arena, type);
	r->body = arena_bytes(&r->arena, data, len);
	r->body_len = len;
	r->failed = !arena_ok(&r->arena);
}

/* Adds a header. */
void
hub_reply_header(struct hub_reply *r, const char *name, const char *value)
{
	struct request_field *row = &r->headers[r->header_count];

	if (r->failed || r->header_count == REPLY_HEADERS ||
	    !field_is_token(name) || field_is_ours(name) ||
	    !field_is_value(value)) {
		r->failed = true;
		return;
	}
	row->name = arena_text(&r->arena, name);
	row->value = arena_text(&r->arena, value);
	r->header_count++;
	r->failed = !arena_ok(&r->arena);
}

/* Adds a reply to a frame. */
void
reply_put(struct hub_buf *out, const struct hub_reply *r)
{
	frame_put_int(out, r->status);
	frame_put_text(out, r->type);
	frame_put_bytes(out, r->body, r->body_len);
	frame_put_int(out, (int64_t)r->header_count);
	for (size_t i = 0; i < r->header_count; i++) {
		frame_put_text(out, r->headers[i].name);
		frame_put_text(out, r->headers[i].value);
	}
}

/* Reads a reply through its builders; false when the frame is broken or the
 * reply none that may be sent.  A reply that was not set is one. */
bool
reply_get(struct frame_in *in, struct hub_reply *r)
{
	int status = (int)frame_count(in, 599);
	const char *type = frame_text(in), *body;
	size_t len, count;

	body = frame_bytes(in, &len);
	if (status != 0)
		hub_reply_set(r, status, type, body, len);
	count = frame_count(in, REPLY_HEADERS);
	for (size_t i = 0; i < count; i++) {
		const char *name = frame_text(in);

		hub_reply_header(r, name, frame_text(in));
	}
	return frame_ok(in) && !r->failed;
}
