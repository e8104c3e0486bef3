/* SPDX-License-Identifier: Apache-2.0 */
/* How far an upload is, and what an attachment holds, whole or by range. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "api_attachment.h"
#include "api_call.h"
#include "api_file.h"
#include "api_read.h"
#include "limits.h"
#include "problem.h"
#include "request.h"

/* A look at an attachment, on the files thread. */
struct look {
	struct files_job files; /* first: its job is what comes home */
	struct ledger_job ledger;
	struct api_call call;
	struct part_asker asker;
	bool head; /* only how far it is */
	enum attachment_end end;
	struct api_file file;
};

/* The end of every look. */
static void
look_end(struct look *l)
{
	api_call_release(&l->call);
	api_file_release(&l->file);
	free(l);
}

/* Whether the asker may see it: its own while it is loose, else as the case's
 * content. */
static enum attachment_end
may_see(struct look *l, const struct files_room *room)
{
	struct case_row c;
	enum part part = PART_NONE;
	enum db_code code;

	if (l->file.row.case_id == 0)
		return l->file.row.owner == l->asker.institution
		    ? ATTACHMENT_DONE
		    : ATTACHMENT_FOREIGN;
	code = cases_get(room->db, l->file.row.case_id, &c);
	if (code == DB_OK)
		code = part_find(room->db, &l->asker, &c, &part);
	if (code != DB_OK)
		return attachment_end_of_db(code);
	return part_sees(part) ? ATTACHMENT_DONE : ATTACHMENT_FOREIGN;
}

/* files run: row, right to see it, and bytes. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct look *l = (struct look *)job;
	struct api_file *f = &l->file;

	l->end = attachment_end_of_db(
	    attachment_get(room->db, l->call.id, &f->row));
	if (l->end == ATTACHMENT_DONE)
		l->end = may_see(l, room);
	if (l->end != ATTACHMENT_DONE || l->head)
		return;
	if (f->row.received != f->row.size) {
		l->end = ATTACHMENT_PLACE;
		return;
	}
	api_file_settle(f);
	if (f->unsatisfiable)
		return;
	l->end = attachment_end_of_db(
	    attachment_open(room->db, room->content, &f->row, &f->meta));
	if (l->end == ATTACHMENT_DONE)
		l->end = attachment_bytes(room, &f->row, f->range.from,
		    f->range.to, &f->bytes);
}

/* Sends the bytes: as a download, whatever they say that they are. */
static void
answer_bytes(const struct look *l)
{
	struct hub_headers headers = { .count = 0 };

	hub_headers_put(&headers, "Content-Disposition", "attachment");
	api_file_answer(&l->file, l->call.http, &headers);
}

/* ledger run: an auditor saw it. */
static enum db_code
record(struct ledger_job *ledger, struct ledger_room *room)
{
	const struct look *l = (struct look *)((char *)ledger -
	    offsetof(struct look, ledger));

	return api_record_look(room, &l->call, l->file.row.case_id, "");
}

/* job done: it is recorded. */
static void
recorded(struct job *job)
{
	struct look *l = (struct look *)((char *)job -
	    offsetof(struct look, ledger));

	if (l->ledger.code == DB_OK)
		answer_bytes(l);
	else
		problem_ledger(l->call.http, l->ledger.code);
	look_end(l);
}

/* How far the upload is. */
static void
answer_head(const struct look *l)
{
	struct hub_headers headers = { .count = 0 };
	char offset[24], length[24];

	(void)snprintf(offset, sizeof(offset), "%lld",
	    (long long)l->file.row.received);
	(void)snprintf(length, sizeof(length), "%lld",
	    (long long)l->file.row.size);
	hub_headers_put(&headers, "Tus-Resumable", "1.0.0");
	hub_headers_put(&headers, "Upload-Offset", offset);
	hub_headers_put(&headers, "Upload-Length", length);
	hub_headers_put(&headers, "Cache-Control", "no-store");
	http_call_reply(l->call.http,
	    &(struct http_answer){ .status = 200, .headers = &headers });
}

/* job done: answer, or have it recorded first. */
static void
looked(struct job *job)
{
	struct look *l = (struct look *)job;

	if (l->end == ATTACHMENT_PLACE)
		problem_reply(l->call.http, 409,
		    "the attachment is not complete");
	else if (l->end != ATTACHMENT_DONE)
		attachment_answer_end(l->call.http, l->end);
	else if (l->head)
		answer_head(l);
	else if (l->file.unsatisfiable)
		problem_reply(l->call.http, 416,
		    "Range: expected bytes=from-to within the attachment; more"
		    " than 8 MB is read by ranges");
	else if (l->call.who.role == TOKEN_AUDITOR) {
		l->ledger.run = record;
		l->ledger.job.done = recorded;
		ledger_submit(l->call.api->hub->ledger, &l->ledger);
		return;
	} else {
		answer_bytes(l);
	}
	look_end(l);
}

/* Starts a look. */
static void
look(const struct api_call *call, bool head)
{
	struct look *l = calloc(1, sizeof(*l));

	if (l == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	api_call_keep(&l->call, call);
	l->asker = api_asker(call);
	l->head = head;
	api_file_init(&l->file, http_range_read(http_call_headers(call->http)));
	l->files.run = run;
	l->files.job.done = looked;
	files_submit(call->api->hub->files, &l->files);
}

/* HEAD: how far it is. */
void
api_attachment_head(const struct api_call *call)
{
	look(call, true);
}

/* GET: what it holds. */
void
api_attachment(const struct api_call *call)
{
	look(call, false);
}
