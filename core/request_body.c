/* SPDX-License-Identifier: Apache-2.0 */
/* The body of a request: one part as it is, or several with an encoding. */
#include "config.h"

#include "request.h"

#include "field.h"
#include "utf8.h"

#define NAME_MAX_LEN 255u

/* What a body is called whose parts have this encoding, and whether the parts
 * need a boundary between them and a name. */
static const struct {
	const char *type;
	bool multipart, named;
} encodings[] = {
	[HUB_PART_RAW] = { "", false, false },
	[HUB_PART_FORM] = { "multipart/form-data", true, true },
	[HUB_PART_RELATED] = { "multipart/related", true, true },
	[HUB_PART_BASE64] = { "", false, false },
	[HUB_PART_MIXED] = { "multipart/mixed", true, false },
};

/* Whether a boundary stands between the parts. */
bool
request_multipart(const struct hub_request *r)
{
	return r->part_count > 0 &&
	    encodings[r->parts[0].part.encoding].multipart;
}

/* Whether parts of these two encodings may stand in one body. */
static bool
agree(enum hub_encoding a, enum hub_encoding b)
{
	return a == b || (!encodings[a].multipart && !encodings[b].multipart);
}

/* Whether a text may stand in a part's own header. */
static bool
is_name(const char *text)
{
	size_t len = strlen(text);

	return len <= NAME_MAX_LEN && utf8_is_line(text, len);
}

/* What is wrong with a part, or NULL. */
static const char *
part_wrong(const struct hub_request *r, const struct hub_part *part)
{
	if ((unsigned)part->encoding > HUB_PART_MIXED)
		return "a part has an encoding that is none";
	if (r->part_count == REQUEST_PARTS)
		return "the request has too many parts";
	if (r->part_count > 0 &&
	    !agree(part->encoding, r->parts[0].part.encoding))
		return "parts of one body differ in encoding";
	if (encodings[part->encoding].named && part->name[0] == '\0')
		return "a part has no name";
	if (!is_name(part->name) || !is_name(part->filename))
		return "a part's name is no line or too long";
	if (part->type[0] != '\0' && !field_is_media_type(part->type))
		return "a part's type is no media type";
	if (r->part_count == 0 && part->encoding == HUB_PART_RAW &&
	    part->type[0] == '\0')
		return "the body has no type";
	return NULL;
}

/* A text that may have been left out. */
static const char *
given(const char *text)
{
	return text == NULL ? "" : text;
}

/* Adds a part whose bytes are not set yet; NULL on failure. */
static struct request_part *
part_add(struct hub_request *r, const struct hub_part *from)
{
	const struct hub_part part = { .encoding = from->encoding,
		.name = given(from->name),
		.filename = given(from->filename),
		.type = given(from->type) };
	const char *wrong = part_wrong(r, &part);
	struct request_part *to;

	if (wrong != NULL)
		request_fail(r, wrong);
	if (r->failed)
		return NULL;
	to = &r->parts[r->part_count++];
	*to = (struct request_part){
		.part = { .encoding = part.encoding,
		    .name = request_text(r, part.name),
		    .filename = request_text(r, part.filename),
		    .type = request_text(r, part.type) },
		.attachment = "",
		.data = "",
	};
	if (r->part_count == 1)
		r->body_type = encodings[part.encoding].multipart
		    ? encodings[part.encoding].type
		    : to->part.type;
	return to;
}

/* Sets the whole body. */
void
hub_request_body(struct hub_request *r, const char *type, const void *data,
    size_t len)
{
	const struct hub_part part = { .encoding = HUB_PART_RAW,
		.name = "",
		.filename = "",
		.type = type };

	if (r->part_count > 0)
		request_fail(r, "the request has two bodies");
	hub_request_part(r, &part, data, len);
}

/* Adds a part with its bytes. */
void
hub_request_part(struct hub_request *r, const struct hub_part *part,
    const void *data, size_t len)
{
	struct request_part *to = part_add(r, part);

	if (to == NULL)
		return;
	if (len > REQUEST_BODY_MAX - r->body_len) {
		request_fail(r, "the body is larger than the hub sends");
		return;
	}
	to->data = arena_bytes(&r->arena, data, len);
	to->len = len;
	r->body_len += len;
	if (!arena_ok(&r->arena))
		request_fail(r, "the request is larger than the hub sends");
}

/* Adds a part whose bytes the core streams. */
void
hub_request_attach(struct hub_request *r, const struct hub_part *part,
    const char *attachment_id)
{
	struct request_part *to;

	if (!field_is_token(attachment_id)) {
		request_fail(r, "an attachment's id is none");
		return;
	}
	to = part_add(r, part);
	if (to != NULL)
		to->attachment = request_text(r, attachment_id);
}

/* Leaves a place. */
void
hub_request_checkpoint(struct hub_request *r, size_t at, const char *before,
    const char *behind)
{
	if (before[0] == '\0' || behind[0] == '\0') {
		request_fail(r, "nothing stands around the checkpoint");
		return;
	}
	r->witness = (struct request_witness){ request_text(r, before),
		request_text(r, behind), at };
}

bool
request_takes_checkpoint(const struct hub_request *r)
{
	return r->witness.before[0] != '\0';
}

void
request_put_checkpoint(struct hub_request *r, const char *checkpoint)
{
	const struct request_witness *w = &r->witness;
	struct request_part *part = &r->parts[0];
	struct hub_buf out;

	if (!request_takes_checkpoint(r))
		return;
	hub_buf_init(&out, REQUEST_BODY_MAX);
	hub_buf_add(&out, part->data, w->at);
	hub_buf_fmt(&out, "%s%s%s", w->before, checkpoint, w->behind);
	hub_buf_add(&out, part->data + w->at, part->len - w->at);
	if (checkpoint[0] != '\0' && hub_buf_ok(&out)) {
		r->body_len += out.len - part->len;
		part->data = arena_bytes(&r->arena, out.data, out.len);
		part->len = out.len;
	}
	if (!hub_buf_ok(&out) || !arena_ok(&r->arena))
		request_fail(r, "the request is larger than the hub sends");
	hub_buf_release(&out);
	r->witness = (struct request_witness){ "", "", 0 };
}

/* Whether the boundary would end a part too early. */
static bool
boundary_inside(const struct hub_request *r)
{
	size_t len = strlen(r->boundary);

	for (size_t i = 0; i < r->part_count; i++)
		if (memmem(r->parts[i].data, r->parts[i].len, r->boundary,
			len) != NULL)
			return true;
	return false;
}

/* What a letter may not say, or NULL. */
static const char *
letter_wrong(const struct hub_request *r)
{
	if (r->method[0] != '\0')
		return r->part_count > 0 &&
			r->parts[0].part.encoding == HUB_PART_MIXED
		    ? "only a letter has parts of a letter"
		    : NULL;
	for (size_t i = 0; i < r->header_count; i++)
		if (field_is_letters(r->headers[i].name))
			return "a letter's header is the hub's to write";
	if (r->secret_count > 0)
		return "a letter has no secrets";
	if (request_takes_checkpoint(r))
		return "a letter has the checkpoint in its header";
	if (request_multipart(r) && r->parts[0].part.encoding != HUB_PART_MIXED)
		return "a letter's parts are mixed";
	return NULL;
}

/* Whether the place of a checkpoint is none. */
static bool
is_misplaced(const struct hub_request *r)
{
	return request_takes_checkpoint(r) &&
	    (r->part_count == 0 || r->parts[0].attachment[0] != '\0' ||
		r->parts[0].part.encoding == HUB_PART_BASE64 ||
		r->witness.at > r->parts[0].len);
}

/* Whether the request can be sent as it stands. */
enum hub_status
request_check(const struct hub_request *r, struct hub_error *err)
{
	if (r->failed)
		return hub_fail(err, HUB_FAULT, "%s", r->error.text);
	if (r->method[0] == '\0' && r->subject[0] == '\0')
		return hub_fail(err, HUB_FAULT,
		    "the request has neither path nor subject");
	if (letter_wrong(r) != NULL)
		return hub_fail(err, HUB_FAULT, "%s", letter_wrong(r));
	if (is_misplaced(r))
		return hub_fail(err, HUB_FAULT,
		    "the checkpoint's place is not in the first part");
	if (!request_multipart(r))
		return HUB_OK;
	if (!field_is_token(r->boundary))
		return hub_fail(err, HUB_FAULT,
		    "the request has parts and no boundary");
	if (boundary_inside(r))
		return hub_fail(err, HUB_FAULT,
		    "a part holds the boundary of the parts");
	return HUB_OK;
}
