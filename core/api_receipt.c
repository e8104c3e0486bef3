/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A receipt (C2SP tlog-proof): that an entry is in the audit log, with the
 * entry itself as extra data, for whoever has part in its case.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "api_audit.h"
#include "api_read.h"
#include "audit_list.h"
#include "files.h"
#include "hub_publish.h"
#include "limits.h"
#include "problem.h"
#include "request.h"
#include "tlog_receipt.h"

#define PREFIX "/v1/receipts/" /* what follows is the entry's number */
#define EXTRA_BYTES (TLOG_RECEIPT_EXTRA_MAX / 4 * 3)

/* A receipt in the making, on the files thread. */
struct making {
	struct files_job files; /* first: its job is what comes home */
	struct api_call call;
	struct part_asker asker;
	uint64_t index, size; /* size: of the checkpoint */
	struct hub_buf note;  /* the checkpoint */
	int status;	      /* 200, 202, or a problem's */
	int64_t case_id;
	uint8_t entry[CANON_MAX];
	size_t entry_len;
	struct hub_buf text;
	struct tlog_tiles tiles;
	struct hub_error err;
};

/* db_row_fn: the entry. */
static bool
take_entry(void *ctx, const struct db_row *row)
{
	struct making *m = ctx;
	const void *body = db_row_blob(row, 1, &m->entry_len);

	m->case_id = db_row_int(row, 0);
	if (m->entry_len <= sizeof(m->entry))
		memcpy(m->entry, body, m->entry_len);
	return false;
}

/* What the asker may have: 200, or the status of a refusal. */
static int
may_have(struct making *m, const struct files_room *room)
{
	enum part part = PART_NONE;
	struct case_row c;
	enum db_code code = audit_entry_get(room->db, m->index, take_entry, m);

	if (code == DB_OK && m->asker.all)
		return 200;
	if (code == DB_OK && m->case_id == 0)
		return 404;
	if (code == DB_OK)
		code = cases_get(room->db, m->case_id, &c);
	if (code == DB_OK)
		code = part_find(room->db, &m->asker, &c, &part);
	if (code != DB_OK)
		return code == DB_NONE ? 404 : 503;
	return part_sees(part) ? 200 : 404;
}

/* Writes the receipt; false: m->err says why not. */
static bool
write(struct making *m, struct logbook *book)
{
	const struct tlog_source source = { tlog_tiles_get, &m->tiles };
	struct tlog_receipt receipt = { .index = m->index,
		.checkpoint = { m->note.data, m->note.len } };
	char extra[TLOG_RECEIPT_EXTRA_MAX + 8];

	tlog_tiles_init(&m->tiles, m->size, logbook_tile, book);
	if (!tlog_prove_entry(&source, m->index, m->size, &receipt.proof)) {
		m->err = book->error;
		return false;
	}
	if (m->entry_len <= EXTRA_BYTES) {
		digest_base64(m->entry, m->entry_len, extra);
		receipt.extra = note_span_of(extra);
	}
	return tlog_receipt_write(&m->text, &receipt, &m->err) == HUB_OK;
}

/* files run: right to have it, then proof. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct making *m = (struct making *)job;
	struct logbook book;

	m->status = may_have(m, room);
	if (m->status != 200)
		return;
	if (m->index >= m->size) {
		m->status = 202;
		return;
	}
	if (api_audit_open(&m->call, &book, &m->err) != HUB_OK ||
	    !write(m, &book))
		m->status = 500;
	logbook_close(&book);
}

/* The answer with its headers. */
static void
answer(const struct making *m)
{
	struct hub_headers headers = { .count = 0 };

	hub_headers_put(&headers, "Cache-Control", "no-cache");
	if (m->status == 202)
		hub_headers_put(&headers, "Retry-After", "1");
	http_call_reply(m->call.http,
	    &(struct http_answer){ .status = m->status,
		.headers = &headers,
		.type = "text/plain; charset=utf-8",
		.body = hub_buf_str(&m->text),
		.len = m->text.len });
}

/* job done: sends it. */
static void
made(struct job *job)
{
	struct making *m = (struct making *)job;

	if (m->status == 200 || m->status == 202)
		answer(m);
	else if (m->status == 404)
		problem_reply(m->call.http, 404,
		    "no such entry, or of a case that the caller has no part"
		    " in");
	else
		problem_reply(m->call.http, m->status,
		    m->err.text[0] == '\0' ? "the receipt cannot be made now"
					   : m->err.text);
	api_call_release(&m->call);
	hub_buf_release(&m->note);
	hub_buf_release(&m->text);
	free(m);
}

/* A receipt, or 202 until it can be made. */
void
api_receipt(const struct api_call *call)
{
	const char *number = http_call_path(call->http) + strlen(PREFIX);
	struct hub_published log = hub_publish_look(call->api->hub->publish);
	struct making *m;
	uint64_t index;

	if (log.origin[0] == '\0' ||
	    !note_span_number(note_span_of(number), &index)) {
		problem_reply(call->http, 404,
		    log.origin[0] == '\0'
			? "the audit log is not published"
			: "no such receipt; expected the number of an entry");
		return;
	}
	m = calloc(1, sizeof(*m));
	if (m == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	api_call_keep(&m->call, call);
	m->asker = api_asker(call);
	m->index = index;
	m->size = log.size;
	hub_buf_init(&m->note, NOTE_MAX);
	hub_buf_text(&m->note, log.note);
	hub_buf_init(&m->text, NOTE_MAX);
	m->files.run = run;
	m->files.job.done = made;
	files_submit(call->api->hub->files, &m->files);
}
