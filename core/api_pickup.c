/* SPDX-License-Identifier: Apache-2.0 */
/* A file of a case for whoever knows the address that an institution was
 * given: what it holds, whole or by range, or nothing at all. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "api_attachment.h"
#include "api_call.h"
#include "api_file.h"
#include "limits.h"
#include "pickup.h"
#include "problem.h"
#include "request.h"

/* One of them, on the files thread. */
struct fetch {
	struct files_job files; /* first: its job is what comes home */
	struct api *api;
	struct http_call *http;
	const char *token; /* of the call's path */
	bool head;
	int64_t now_ms;

	enum attachment_end end;
	struct api_file file;
};

/* The end of every fetch. */
static void
fetch_end(struct fetch *f)
{
	f->api->pickups--;
	api_file_release(&f->file);
	free(f);
}

/* The attachment that the token opens now. */
static enum db_code
find(struct fetch *f, const struct files_room *room)
{
	struct api_file *file = &f->file;
	struct pickup_row row;
	enum db_code code = pickup_find(room->db, f->token, f->now_ms, &row);

	if (code == DB_OK)
		code = attachment_get(room->db, row.attachment, &file->row);
	if (code == DB_OK && file->row.case_id != row.case_id)
		code = DB_NONE;
	return code == DB_OK
	    ? attachment_open(room->db, room->content, &file->row, &file->meta)
	    : code;
}

/* files run: what the token opens, and the bytes that are asked for. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct fetch *f = (struct fetch *)job;
	struct api_file *file = &f->file;

	f->end = attachment_end_of_db(find(f, room));
	if (f->end != ATTACHMENT_DONE)
		return;
	api_file_settle(file);
	if (!file->unsatisfiable && !f->head)
		f->end = attachment_bytes(room, &file->row, file->range.from,
		    file->range.to, &file->bytes);
}

/* The file's name as it is to be kept under (RFC 6266), once as far as ASCII
 * has it, once whole; always to be kept, never to be shown. */
static void
put_disposition(struct hub_buf *out, const char *name)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._";
	const char *p;

	hub_buf_text(out, "attachment");
	if (name[0] == '\0')
		return;
	hub_buf_text(out, "; filename=\"");
	for (p = name; *p != '\0'; p++)
		hub_buf_char(out, strchr(plain, *p) != NULL ? *p : '_');
	hub_buf_text(out, "\"; filename*=UTF-8''");
	for (p = name; *p != '\0'; p++) {
		if (strchr(plain, *p) != NULL)
			hub_buf_char(out, *p);
		else
			hub_buf_fmt(out, "%%%02X", (unsigned char)*p);
	}
}

/* Sends what was asked for: to whoever has the address, without a trace of it
 * for others. */
static void
answer_bytes(const struct fetch *f)
{
	struct hub_headers headers = { .count = 0 };
	struct hub_buf name;

	hub_buf_init(&name, 8 * ATTACHMENT_NAME_MAX);
	put_disposition(&name, f->file.meta.name);
	hub_headers_put(&headers, "Content-Disposition",
	    hub_buf_ok(&name) ? hub_buf_str(&name) : "attachment");
	hub_headers_put(&headers, "Content-Security-Policy",
	    "default-src 'none'; sandbox");
	hub_headers_put(&headers, "Referrer-Policy", "no-referrer");
	api_file_answer(&f->file, f->http, &headers);
	hub_buf_release(&name);
}

/* Whether the answer leaves half of what the server may hold to others: whoever
 * has an address may read as slowly as he likes, as often as he likes. */
static bool
has_room(const struct fetch *f)
{
	const struct hub *hub = f->api->hub;

	return f->file.bytes.len <= HTTP_SMALL_MAX ||
	    http_server_counts(hub->server).held_bytes <
	    hub->relay.conf->hub.budget / 2;
}

/* To come again. */
static void
answer_busy(struct http_call *http)
{
	problem_reply(http, 503,
	    "too many files are being fetched; ask again later");
}

/* job done: answer; what a token never opened, and what it opens no more, is
 * the same. */
static void
found(struct job *job)
{
	struct fetch *f = (struct fetch *)job;

	if (f->end == ATTACHMENT_UNKNOWN)
		problem_reply(f->http, 404, "nothing is here, or no more");
	else if (f->end != ATTACHMENT_DONE)
		attachment_answer_end(f->http, f->end);
	else if (f->file.unsatisfiable)
		problem_reply(f->http, 416,
		    "Range: expected bytes=from-to within the file");
	else if (!has_room(f))
		answer_busy(f->http);
	else
		answer_bytes(f);
	fetch_end(f);
}

/* GET and HEAD: what whoever has the address may know. */
void
api_pickup(const struct api_call *call)
{
	struct api *api = call->api;
	struct fetch *f = NULL;

	if (api->pickups < PICKUP_CALLS)
		f = calloc(1, sizeof(*f));
	if (f == NULL) {
		answer_busy(call->http);
		return;
	}
	api->pickups++;
	f->api = api;
	f->http = call->http;
	f->token = http_call_path(call->http) + strlen(PICKUP_PATH);
	f->head = strcmp(http_call_method(call->http), "HEAD") == 0;
	f->now_ms = clock_now_ms(api->hub->clock);
	/* A range is for a GET alone (RFC 9110 14.2). */
	api_file_init(&f->file,
	    f->head ? (struct http_range){ .given = false }
		    : http_range_read(http_call_headers(call->http)));
	f->files.run = run;
	f->files.job.done = found;
	files_submit(api->hub->files, &f->files);
}
