/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attachments come in as tus 1.0 uploads: one is created with its length and
 * name, then its bytes are added in pieces, each durable before it is
 * answered.
 */
#include "config.h"

#include "api_attachment.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_call.h"
#include "attachment_job.h"
#include "limits.h"
#include "problem.h"
#include "request.h"

#define TUS_VERSION "1.0.0"
#define TUS_TYPE "application/offset+octet-stream"
#define NUMBER_MAX 16 /* digits */

/* A whole number in a header; false: none. */
static bool
header_number(const struct api_call *call, const char *name, int64_t *ret)
{
	const char *text = hub_header(http_call_headers(call->http), name);
	size_t len = strspn(text, "0123456789");

	if (len == 0 || len > NUMBER_MAX || text[len] != '\0')
		return false;
	*ret = strtoll(text, NULL, 10);
	return true;
}

/* Whether the caller speaks our version of tus; false: answered. */
static bool
speaks_tus(const struct api_call *call)
{
	const char *version = hub_header(http_call_headers(call->http),
	    "tus-resumable");

	if (version[0] == '\0' || strcmp(version, TUS_VERSION) == 0)
		return true;
	problem_reply(call->http, 412,
	    "Tus-Resumable: found another version, expected 1.0.0");
	return false;
}

/* Answers with how far an upload is. */
static void
answer_offset(struct http_call *http, int status, const char *location,
    const struct attachment_row *row)
{
	struct hub_headers headers = { .count = 0 };
	char offset[24], length[24];

	(void)snprintf(offset, sizeof(offset), "%lld",
	    (long long)row->received);
	(void)snprintf(length, sizeof(length), "%lld", (long long)row->size);
	hub_headers_put(&headers, "Tus-Resumable", TUS_VERSION);
	hub_headers_put(&headers, "Upload-Offset", offset);
	hub_headers_put(&headers, "Upload-Length", length);
	hub_headers_put(&headers, "Cache-Control", "no-store");
	if (location != NULL)
		hub_headers_put(&headers, "Location", location);
	http_call_reply(http,
	    &(struct http_answer){ .status = status, .headers = &headers });
}

void
attachment_answer_end(struct http_call *http, enum attachment_end end)
{
	switch (end) {
	case ATTACHMENT_UNKNOWN:
		problem_reply(http, 404,
		    "no such attachment, or its time is over");
		return;
	case ATTACHMENT_FOREIGN:
		problem_reply(http, 403, "not the caller's attachment");
		return;
	case ATTACHMENT_LONG:
		problem_reply(http, 413,
		    "more bytes than the attachment was to have; see"
		    " Upload-Length");
		return;
	case ATTACHMENT_FULL:
		problem_reply(http, 503,
		    "the disk is full; nothing was kept, send it again later");
		return;
	case ATTACHMENT_BUSY:
		problem_reply(http, 503, "the hub is busy; try again later");
		return;
	default:
		problem_reply(http, 500,
		    "the attachment's file cannot be used; tell the hub's"
		    " operator");
		return;
	}
}

/* A new attachment on its way. */
struct begin {
	struct attachment_begin begin; /* first: its job is what comes home */
	struct api_call call;
};

/* job done: it has its row and key. */
static void
begun(struct job *job)
{
	struct begin *b = (struct begin *)job;
	struct http_call *http = b->call.http;
	char location[64] = "/v1/attachments/";

	if (b->begin.ledger.code != DB_OK) {
		problem_ledger(http, b->begin.ledger.code);
	} else if (b->begin.too_many) {
		problem_reply(http, 429,
		    "too many attachments that no case has claimed; hand the"
		    " cases in first");
	} else {
		ident_text(b->begin.row.id, location + strlen(location));
		answer_offset(http, 201, location, &b->begin.row);
	}
	api_call_release(&b->call);
	free(b);
}

/* Name and type, and the length; NULL, or what is wrong. */
static const char *
take_headers(struct begin *b, const struct api_call *call)
{
	const char *metadata = hub_header(http_call_headers(call->http),
	    "upload-metadata");

	if (!header_number(call, "upload-length", &b->begin.row.size) ||
	    b->begin.row.size < 1 || b->begin.row.size > ATTACHMENT_MAX)
		return "Upload-Length: expected a number of bytes from 1 to"
		       " 33554432";
	if (!tus_metadata(metadata, "filename", b->begin.meta.name,
		sizeof(b->begin.meta.name)))
		return "Upload-Metadata: filename: expected base64 of one line"
		       " of UTF-8, at most 255 bytes";
	if (!tus_metadata(metadata, "filetype", b->begin.meta.type,
		sizeof(b->begin.meta.type)))
		return "Upload-Metadata: filetype: expected base64 of a media"
		       " type";
	return NULL;
}

/* POST: a new attachment. */
void
api_attachment_create(const struct api_call *call)
{
	struct begin *b;
	const char *problem;

	if (!speaks_tus(call))
		return;
	b = calloc(1, sizeof(*b));
	if (b == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	attachment_begin_init(&b->begin);
	problem = take_headers(b, call);
	if (problem != NULL) {
		problem_reply(call->http, 422, problem);
		free(b);
		return;
	}
	b->begin.row.owner = call->who.institution;
	b->begin.ledger.job.done = begun;
	api_call_keep(&b->call, call);
	ledger_submit(call->api->hub->ledger, &b->begin.ledger);
}

/* A piece on its way: to the file, then to the ledger. */
struct piece {
	struct attachment_piece piece; /* first: its job is what comes home */
	struct attachment_grow grow;
	struct api_call call;
	struct piece *next; /* of those under way */
};

/* The end of every piece. */
static void
piece_end(struct piece *p)
{
	struct piece **at = &p->call.api->pieces;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	api_call_release(&p->call);
	free(p);
}

/* job done: the row knows of it. */
static void
grown(struct job *job)
{
	struct piece *p = (struct piece *)((char *)job -
	    offsetof(struct piece, grow));

	if (p->grow.ledger.code != DB_OK)
		problem_ledger(p->call.http, p->grow.ledger.code);
	else
		answer_offset(p->call.http, 204, NULL, &p->grow.row);
	piece_end(p);
}

/* Lets the row know of what the file has. */
static void
grow(struct piece *p)
{
	attachment_grow_init(&p->grow);
	p->grow.row = p->piece.row;
	p->grow.from = p->piece.row.received;
	p->grow.row.received += (int64_t)p->piece.len;
	p->grow.complete = p->piece.complete;
	memcpy(p->grow.sha256, p->piece.sha256, sizeof(p->grow.sha256));
	p->grow.ledger.job.done = grown;
	ledger_submit(p->call.api->hub->ledger, &p->grow.ledger);
}

/* job done: the file has it. */
static void
added(struct job *job)
{
	struct piece *p = (struct piece *)job;

	if (p->piece.end == ATTACHMENT_DONE && p->piece.len > 0) {
		grow(p);
		return;
	}
	if (p->piece.end == ATTACHMENT_DONE)
		answer_offset(p->call.http, 204, NULL, &p->piece.row);
	else if (p->piece.end == ATTACHMENT_PLACE)
		answer_offset(p->call.http, 409, NULL, &p->piece.row);
	else
		attachment_answer_end(p->call.http, p->piece.end);
	piece_end(p);
}

/* What is wrong with a piece before anything is looked at; answered. */
static bool
piece_is_right(const struct api_call *call, int64_t *ret_at)
{
	const char *type = hub_header(http_call_headers(call->http),
	    "content-type");

	if (!speaks_tus(call))
		return false;
	if (strcmp(type, TUS_TYPE) != 0) {
		problem_reply(call->http, 415,
		    "Content-Type: expected " TUS_TYPE);
		return false;
	}
	if (!header_number(call, "upload-offset", ret_at)) {
		problem_reply(call->http, 422,
		    "Upload-Offset: expected how many bytes the hub has; HEAD"
		    " tells it");
		return false;
	}
	for (const struct piece *p = call->api->pieces; p != NULL;
	     p = p->next) {
		if (p->piece.id != call->id)
			continue;
		problem_reply(call->http, 409,
		    "another piece of it is still under way");
		return false;
	}
	return true;
}

/* PATCH: one piece. */
void
api_attachment_add(const struct api_call *call)
{
	struct piece *p;
	int64_t at;

	if (!piece_is_right(call, &at))
		return;
	p = calloc(1, sizeof(*p));
	if (p == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	attachment_piece_init(&p->piece);
	p->piece.id = call->id;
	p->piece.owner = call->who.institution;
	p->piece.at = at;
	p->piece.bytes = http_call_body(call->http, &p->piece.len);
	p->piece.files.job.done = added;
	api_call_keep(&p->call, call);
	p->next = call->api->pieces;
	call->api->pieces = p;
	files_submit(call->api->hub->files, &p->piece.files);
}
