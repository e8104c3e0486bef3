/* SPDX-License-Identifier: Apache-2.0 */
/* A request as a frame.  Reading goes through the builders again: whatever a
 * worker sends, no request is sent that a plugin could not have built. */
#include "config.h"

#include "request.h"

#include "field.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* The texts of a request that stand alone. */
struct head {
	const char *method, *target, *subject, *boundary;
	struct request_witness witness;
};

static const struct frame_row head_rows[] = {
	FRAME_ROW(struct head, method),
	FRAME_ROW(struct head, target),
	FRAME_ROW(struct head, subject),
	FRAME_ROW(struct head, boundary),
	FRAME_ROW(struct head, witness.before),
	FRAME_ROW(struct head, witness.behind),
	FRAME_ROW(struct head, witness.at),
};

static const struct frame_row part_rows[] = {
	FRAME_ENUM_ROW(struct request_part, part.encoding, HUB_PART_MIXED),
	FRAME_ROW(struct request_part, part.name),
	FRAME_ROW(struct request_part, part.filename),
	FRAME_ROW(struct request_part, part.type),
	FRAME_ROW(struct request_part, attachment),
};

/* Adds a request. */
void
request_put(struct hub_buf *out, const struct hub_request *r)
{
	const struct head head = { .method = r->method,
		.target = hub_buf_str(&r->target),
		.subject = r->subject,
		.boundary = request_multipart(r) ? r->boundary : "",
		.witness = r->witness };

	frame_put_rows(out, head_rows, LENGTH(head_rows), &head);
	frame_put_int(out, (int64_t)r->header_count);
	for (size_t i = 0; i < r->header_count; i++) {
		frame_put_text(out, r->headers[i].name);
		frame_put_text(out, r->headers[i].value);
	}
	frame_put_int(out, (int64_t)r->secret_count);
	for (size_t i = 0; i < r->secret_count; i++)
		frame_put_text(out, r->secrets[i]);
	frame_put_int(out, (int64_t)r->part_count);
	for (size_t i = 0; i < r->part_count; i++) {
		frame_put_rows(out, part_rows, LENGTH(part_rows), &r->parts[i]);
		frame_put_bytes(out, r->parts[i].data, r->parts[i].len);
	}
}

/* Frames without it are as they were before there was encryption. */
void
request_put_encrypted(struct hub_buf *out)
{
	frame_put_int(out, 1);
}

/* Sets a path and query that are encoded already. */
static void
set_target(struct hub_request *r, const char *method, const char *target)
{
	size_t path_len = strcspn(target, "?");

	hub_request_http(r, method, "/");
	hub_buf_clear(&r->target);
	hub_buf_text(&r->target, target);
	r->has_query = target[path_len] == '?';
	if (!field_is_path(target, path_len) ||
	    !field_is_query(target + path_len + r->has_query) ||
	    !hub_buf_ok(&r->target))
		request_fail(r, "path and query are not encoded");
}

/* Reads what stands alone. */
static void
get_head(struct frame_in *in, struct hub_request *r)
{
	struct head head;

	frame_rows(in, head_rows, LENGTH(head_rows), &head);
	if (head.method[0] != '\0')
		set_target(r, head.method, head.target);
	if (head.subject[0] != '\0')
		hub_request_subject(r, head.subject);
	if (head.witness.before[0] != '\0')
		hub_request_checkpoint(r, head.witness.at, head.witness.before,
		    head.witness.behind);
	r->boundary = request_text(r, head.boundary);
}

/* Reads headers and secrets. */
static void
get_fields(struct frame_in *in, struct hub_request *r)
{
	size_t count = frame_count(in, REQUEST_HEADERS);

	for (size_t i = 0; i < count; i++) {
		const char *name = frame_text(in);

		hub_request_header(r, name, frame_text(in));
	}
	count = frame_count(in, REQUEST_SECRETS);
	for (size_t i = 0; i < count; i++)
		hub_request_secret(r, frame_text(in));
}

/* Reads the parts. */
static void
get_parts(struct frame_in *in, struct hub_request *r)
{
	size_t count = frame_count(in, REQUEST_PARTS);

	for (size_t i = 0; i < count && frame_ok(in); i++) {
		struct request_part part;

		frame_rows(in, part_rows, LENGTH(part_rows), &part);
		part.data = frame_bytes(in, &part.len);
		if (part.attachment[0] == '\0')
			hub_request_part(r, &part.part, part.data, part.len);
		else
			hub_request_attach(r, &part.part, part.attachment);
	}
}

/* Reads a request; false when the frame is broken or the request is none
 * that may be sent. */
bool
request_get(struct frame_in *in, struct hub_request *r)
{
	get_head(in, r);
	get_fields(in, r);
	get_parts(in, r);
	r->encrypted = frame_ok(in) && in->at < in->end && frame_int(in) != 0;
	return frame_ok(in) && request_check(r, NULL) == HUB_OK;
}
