/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_parts.h"

#include "mail_charset.h"
#include "mail_decode.h"

/* A boundary longer than that is none; RFC 2046 allows 70 bytes. */
#define BOUNDARY_MAX 255

/* Is it text to be read, rather than a file to be kept? */
static bool
is_reading(const struct mail_head *head)
{
	return strncmp(head->type, "text/", 5) == 0 &&
	    *head->filename == '\0' &&
	    strcmp(head->disposition, "attachment") != 0;
}

/* Bytes into a part of the list. */
static void
keep_data(struct mail_parts *parts, struct hub_mail_part *part,
    const struct mail_piece *bytes)
{
	part->data = arena_bytes(parts->arena, bytes->at, bytes->len);
	part->len = arena_ok(parts->arena) ? bytes->len : 0;
}

/* Decoded bytes as UTF-8 text; false when their charset is not what it says. */
static bool
keep_text(struct mail_parts *parts, struct hub_mail_part *part,
    const char *charset, const struct hub_buf *bytes)
{
	struct hub_buf text;
	bool done;

	hub_buf_init(&text, 4 * bytes->len + 16);
	done = mail_charset_utf8(charset, hub_buf_str(bytes), bytes->len,
	    &text);
	if (done && text.len > 0) {
		struct mail_piece clean = { text.data,
			mail_text_clean(text.data, text.len) };

		keep_data(parts, part, &clean);
	}
	hub_buf_release(&text);
	return done;
}

/* The body as the part's data; false when it cannot be decoded. */
static bool
keep_decoded(struct mail_parts *parts, struct hub_mail_part *part,
    const struct mail_head *head, const struct hub_buf *bytes)
{
	struct mail_piece decoded = { hub_buf_str(bytes), bytes->len };

	if (!parts->raw && is_reading(head))
		return keep_text(parts, part, head->charset, bytes);
	keep_data(parts, part, &decoded);
	return true;
}

/* The data of a part; as it stands if it cannot be decoded. */
static enum hub_status
fill(struct mail_parts *parts, struct hub_mail_part *part,
    const struct mail_head *head, const struct mail_piece *body)
{
	enum hub_status status = HUB_OK;
	struct hub_buf bytes;

	hub_buf_init(&bytes, body->len);
	if (!part->undecoded)
		part->undecoded = !mail_decode(head->encoding, body, &bytes);
	if (!hub_buf_ok(&bytes))
		status = hub_fail(parts->err, HUB_FAULT,
		    "no memory to decode a part of %zu bytes", body->len);
	else if (!part->undecoded)
		part->undecoded = !keep_decoded(parts, part, head, &bytes);
	hub_buf_release(&bytes);
	if (part->undecoded)
		keep_data(parts, part, body);
	return status;
}

/* One more part that holds no others. */
static enum hub_status
add_leaf(struct mail_parts *parts, const struct mail_head *head,
    const struct mail_piece *body, bool undecoded)
{
	struct hub_mail_part *part = &parts->rows[parts->count];

	if (parts->count == HUB_MAIL_PARTS)
		return hub_fail(parts->err, HUB_MALFORMED,
		    "mail: more than %d parts", HUB_MAIL_PARTS);
	parts->count++;
	*part = (struct hub_mail_part){ .type = head->type,
		.name = head->name,
		.filename = head->filename,
		.content_id = head->content_id,
		.disposition = head->disposition,
		.data = "",
		.undecoded = undecoded };
	return fill(parts, part, head, body);
}

static enum hub_status add_pieces(struct mail_parts *parts,
    struct mail_split *split, const char *type_if_none, unsigned depth);

/* Does the head announce parts that can be told apart? */
static bool
has_parts(const struct mail_head *head)
{
	size_t len = strlen(head->boundary);

	return strncmp(head->type, "multipart/", 10) == 0 && len > 0 &&
	    len <= BOUNDARY_MAX;
}

/* What the parts of a multipart are that do not say. */
static const char *
type_within(const struct mail_head *head)
{
	return strcmp(head->type, "multipart/digest") == 0 ? "message/rfc822"
							   : "text/plain";
}

/* A body: its parts, or itself.  A multipart whose boundary does not occur
 * is kept whole. */
static enum hub_status
add_body(struct mail_parts *parts, const struct mail_head *head,
    const struct mail_piece *body, unsigned depth)
{
	bool multipart = strncmp(head->type, "multipart/", 10) == 0;
	struct mail_split split = { .open = false };

	if (has_parts(head))
		mail_split_init(&split, body, head->boundary);
	if (split.open)
		return add_pieces(parts, &split, type_within(head), depth + 1);
	return add_leaf(parts, head, body, multipart);
}

/* Length, and no NUL. */
enum hub_status
mail_parts_check(const struct mail_parts *parts,
    const struct mail_piece *header)
{
	if (header->len > HUB_MAIL_HEADER_MAX)
		return hub_fail(parts->err, HUB_MALFORMED,
		    "mail: a header of %zu bytes, at most %u are taken",
		    header->len, HUB_MAIL_HEADER_MAX);
	if (memchr(header->at, '\0', header->len) != NULL)
		return hub_fail(parts->err, HUB_MALFORMED,
		    "mail: found a NUL in a header");
	return HUB_OK;
}

/* Each part between the boundaries. */
static enum hub_status
add_pieces(struct mail_parts *parts, struct mail_split *split,
    const char *type_if_none, unsigned depth)
{
	enum hub_status status = HUB_OK;
	struct mail_piece piece;

	if (depth > HUB_MAIL_DEPTH)
		return hub_fail(parts->err, HUB_MALFORMED,
		    "mail: parts nested deeper than %d", HUB_MAIL_DEPTH);
	while (status == HUB_OK && mail_split_next(split, &piece)) {
		struct mail_piece body;
		struct mail_piece header = mail_header_cut(&piece, &body);
		struct mail_head head;

		status = mail_parts_check(parts, &header);
		if (status != HUB_OK)
			return status;
		mail_head_read(&header, type_if_none, parts->arena, &head);
		status = add_body(parts, &head, &body, depth);
	}
	return status;
}

/* From the head down. */
enum hub_status
mail_parts_add(struct mail_parts *parts, const struct mail_head *head,
    const struct mail_piece *body)
{
	return add_body(parts, head, body, 0);
}

/* The parts between a first and a final boundary. */
enum hub_status
mail_parts_add_whole(struct mail_parts *parts, const struct mail_head *head,
    const struct mail_piece *body)
{
	struct mail_split split;
	enum hub_status status;

	if (!has_parts(head))
		return hub_fail(parts->err, HUB_MALFORMED,
		    "multipart body: expected a Content-Type of "
		    "multipart/... with a boundary");
	parts->raw = strcmp(head->type, "multipart/related") == 0;
	mail_split_init(&split, body, head->boundary);
	status = add_pieces(parts, &split, type_within(head), 1);
	if (status == HUB_OK && !split.closed)
		status = hub_fail(parts->err, HUB_MALFORMED,
		    "multipart body: found no final boundary");
	return status;
}
