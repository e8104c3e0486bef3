/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "letter.h"

#include <string.h>
#include <strings.h>

#include "letter_text.h"
#include "limits.h"

#define FOLD 57u /* with the name, 76 characters */

/* The checkpoint, which a reader joins again: lines are folded. */
static void
put_checkpoint(struct hub_buf *to, const char *text)
{
	const char *before = "Simpul-Checkpoint: ";

	for (size_t len; (len = strnlen(text, FOLD)) > 0; text += len) {
		hub_buf_text(to, before);
		hub_buf_add(to, text, len);
		before = "\r\n ";
	}
	hub_buf_text(to, "\r\n");
}

/* The letter's own header, without MIME's. */
static void
put_envelope(struct hub_buf *to, const struct letter_envelope *e,
    const char *subject)
{
	char tail[64] = "";

	if (e->token[0] != '\0')
		(void)snprintf(tail, sizeof(tail), "[%s]", e->token);
	letter_date(to, e->date);
	letter_mailbox(to, "From", e->from_name, e->from);
	letter_mailbox(to, "To", e->to_name, e->to);
	letter_mailbox(to, "Reply-To", "", e->reply_to);
	letter_header(to, "Subject", subject, tail);
	hub_buf_fmt(to, "Message-ID: %s\r\n", e->name);
	if (e->answer[0] != '\0')
		hub_buf_fmt(to, "In-Reply-To: %s\r\n", e->answer);
	if (e->first[0] != '\0' || e->answer[0] != '\0')
		hub_buf_fmt(to, "References:%s%s%s%s\r\n",
		    e->first[0] != '\0' ? " " : "", e->first,
		    e->answer[0] != '\0' && strcmp(e->answer, e->first) != 0
			? "\r\n "
			: "",
		    strcmp(e->answer, e->first) != 0 ? e->answer : "");
	if (e->checkpoint[0] != '\0')
		put_checkpoint(to, e->checkpoint);
	if (e->automatic)
		hub_buf_text(to, "Auto-Submitted: auto-replied\r\n");
}

/* What the plugin says besides. */
static void
put_headers(struct hub_buf *to, const struct hub_request *r)
{
	for (size_t i = 0; i < r->header_count; i++)
		letter_header(to, r->headers[i].name, r->headers[i].value, "");
	hub_buf_text(to, "MIME-Version: 1.0\r\n");
}

/* Whether a part is a text that people may read in the raw letter. */
static bool
is_text(const struct request_part *part)
{
	return part->attachment[0] == '\0' &&
	    strncasecmp(part->part.type, "text/", 5) == 0 &&
	    part->len <= LETTER_TEXT_MAX;
}

/* A part's own header. */
static void
put_part_head(struct hub_buf *to, const struct request_part *part)
{
	const struct hub_part *p = &part->part;

	hub_buf_fmt(to, "Content-Type: %s",
	    p->type[0] != '\0' ? p->type : "application/octet-stream");
	if (p->filename[0] != '\0')
		letter_parameter(to, "name", p->filename);
	hub_buf_fmt(to, "\r\nContent-Transfer-Encoding: %s\r\n",
	    is_text(part) ? "quoted-printable" : "base64");
	if (p->name[0] != '\0')
		hub_buf_fmt(to, "Content-ID: <%s>\r\n", p->name);
	if (p->filename[0] != '\0') {
		hub_buf_text(to, "Content-Disposition: attachment");
		letter_parameter(to, "filename", p->filename);
		hub_buf_text(to, "\r\n");
	}
	hub_buf_text(to, "\r\n");
}

/* A part: its head, and its bytes; false when its attachment is not there. */
static bool
add_part(struct http_body *body, const struct request_part *part,
    const struct http_order *order, size_t from)
{
	struct http_piece piece;

	put_part_head(&body->frames, part);
	if (is_text(part)) {
		letter_quoted(&body->frames, part->data, part->len);
		http_body_add_frame(body, from);
		return true;
	}
	http_body_add_frame(body, from);
	if (!http_body_piece(part, order, &piece))
		return false;
	piece.base64 = piece.lines = true;
	http_body_add(body, piece);
	return true;
}

/* All parts with the boundary between them. */
static bool
add_parts(struct http_body *body, const struct http_order *order)
{
	const struct hub_request *r = order->request;
	size_t from = 0;

	hub_buf_fmt(&body->frames,
	    "Content-Type: multipart/mixed; boundary=\"%s\"\r\n\r\n",
	    r->boundary);
	for (size_t i = 0; i < r->part_count; i++) {
		hub_buf_fmt(&body->frames, "%s--%s\r\n", i == 0 ? "" : "\r\n",
		    r->boundary);
		if (!add_part(body, &r->parts[i], order, from))
			return false;
		from = body->frames.len;
	}
	hub_buf_fmt(&body->frames, "\r\n--%s--\r\n", r->boundary);
	http_body_add_frame(body, from);
	return true;
}

/* A letter without a word still has an end of its header. */
static bool
add_body(struct http_body *body, const struct http_order *order)
{
	const struct hub_request *r = order->request;

	if (request_multipart(r))
		return add_parts(body, order);
	if (r->part_count > 0)
		return add_part(body, &r->parts[0], order, 0);
	hub_buf_text(&body->frames, "\r\n");
	http_body_add_frame(body, 0);
	return true;
}

/* What was sealed before, in place of the parts. */
static void
add_sealed(struct http_body *body, const struct hub_buf *sealed)
{
	http_body_add_frame(body, 0);
	http_body_add(body,
	    (struct http_piece){ .data = sealed->data,
		.fd = -1,
		.len = sealed->len });
}

/* Why a letter cannot be sent, or NULL. */
static const char *
problem_of(const struct letter *letter, bool there)
{
	if (!there)
		return "an attachment is not there";
	return hub_buf_ok(&letter->body.frames)
	    ? NULL
	    : "the letter's texts are larger than the hub sends";
}

const char *
letter_init(struct letter *letter, const struct letter_envelope *envelope,
    const struct http_order *order)
{
	struct http_body *body = &letter->body;
	bool there = true;

	*body = (struct http_body){ .count = 0 };
	hub_buf_init(&body->frames, LETTER_FRAMES_MAX);
	put_envelope(&body->frames, envelope,
	    envelope->cover[0] != '\0' ? envelope->cover
				       : order->request->subject);
	put_headers(&body->frames, order->request);
	if (envelope->sealed != NULL)
		add_sealed(body, envelope->sealed);
	else
		there = add_body(body, order);
	return problem_of(letter, there);
}

const char *
letter_init_content(struct letter *letter, const struct http_order *order)
{
	struct http_body *body = &letter->body;

	*body = (struct http_body){ .count = 0 };
	hub_buf_init(&body->frames, LETTER_FRAMES_MAX);
	return problem_of(letter, add_body(body, order));
}

void
letter_release(struct letter *letter)
{
	http_body_release(&letter->body);
}

uint64_t
letter_len(const struct letter *letter)
{
	return letter->body.len;
}

ssize_t
letter_read(struct letter *letter, char *to, size_t size)
{
	return http_body_read(&letter->body, to, size);
}
