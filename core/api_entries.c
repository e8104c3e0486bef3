/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries of the audit log by case, institution, kind, outcome and time: found
 * in its index, never by looking through the ledger.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "api_query.h"
#include "api_read.h"
#include "audit_index.h"
#include "audit_list.h"
#include "files.h"
#include "hub_index.h"
#include "hub_time.h"
#include "limits.h"
#include "problem.h"

#define TEXT_ROOM 96

/* A search, on the files thread. */
struct search {
	struct files_job files; /* first: its job is what comes home */
	struct api_call call;
	struct audit_wanted wanted;
	char institution[TEXT_ROOM], kind[TEXT_ROOM], outcome[TEXT_ROOM];
	enum db_code code;
	int64_t found[API_PAGE_MAX + 1];
	size_t count;
	uint64_t indexed;
	struct hub_buf body;
	struct hub_json_out out;
};

/* db_row_fn: the number of an entry. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	struct search *s = ctx;

	s->found[s->count++] = db_row_int(row, 0);
	return s->count <= API_PAGE_MAX;
}

/* db_row_fn: the entry itself, in its canonical bytes. */
static bool
put_entry(void *ctx, const struct db_row *row)
{
	struct search *s = ctx;
	struct hub_buf text;
	const void *body;
	size_t len;

	body = db_row_blob(row, 1, &len);
	hub_buf_init(&text, CANON_MAX);
	hub_buf_add(&text, body, len);
	hub_json_put_text(&s->out, "entry", hub_buf_str(&text));
	hub_buf_release(&text);
	return false;
}

/* One item of the page. */
static enum db_code
put_item(struct search *s, struct db *db, int64_t number)
{
	enum db_code code;

	hub_json_open(&s->out, NULL, '{');
	hub_json_put_int(&s->out, "index", number);
	code = audit_entry_get(db, (uint64_t)number, put_entry, s);
	hub_json_close(&s->out, '}');
	return code;
}

/* files run: searches, and writes the page. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct search *s = (struct search *)job;
	struct audit_index *index = hub_index_of(s->call.api->hub->index,
	    room->db);
	size_t limit = (size_t)s->wanted.limit;

	s->code = DB_BUSY;
	if (index == NULL)
		return;
	s->wanted.limit++;
	s->indexed = audit_index_size(index);
	s->code = audit_index_search(index, &s->wanted, take_number, s);
	hub_json_open(&s->out, NULL, '{');
	hub_json_open(&s->out, "items", '[');
	for (size_t i = 0; i < s->count && i < limit && s->code == DB_OK; i++)
		s->code = put_item(s, room->db, s->found[i]);
	hub_json_close(&s->out, ']');
	hub_json_put_int(&s->out, "indexed", (int64_t)s->indexed);
	if (s->count > limit)
		hub_json_put_int(&s->out, "next", s->found[limit - 1]);
	hub_json_close(&s->out, '}');
}

/* job done: sends the page. */
static void
searched(struct job *job)
{
	struct search *s = (struct search *)job;

	if (s->code != DB_OK)
		problem_ledger(s->call.http, s->code);
	else
		api_reply_json(s->call.http, &s->body);
	api_call_release(&s->call);
	hub_buf_release(&s->body);
	free(s);
}

/* A time of the query, in milliseconds; false: it is none. */
static bool
take_time(const struct api_call *call, const char *name, int64_t *ret_ms)
{
	char text[TEXT_ROOM];

	return api_query(call, name, text, sizeof(text)) == API_ABSENT ||
	    hub_time_parse_ms(text, ret_ms);
}

/* What is looked for; a sentence when the query does not say. */
static const char *
read_query(struct search *s)
{
	const struct api_call *call = &s->call;
	struct audit_wanted *w = &s->wanted;
	char text[TEXT_ROOM];

	w->institution = s->institution;
	w->kind = s->kind;
	w->outcome = s->outcome;
	w->limit = API_PAGE;
	if (api_query(call, "case", text, sizeof(text)) != API_ABSENT &&
	    !ident_parse(text, &w->case_id))
		return "case: expected an id of the hub's";
	if (api_query(call, "institution", s->institution, TEXT_ROOM) ==
		API_UNREADABLE ||
	    api_query(call, "kind", s->kind, TEXT_ROOM) == API_UNREADABLE ||
	    api_query(call, "outcome", s->outcome, TEXT_ROOM) == API_UNREADABLE)
		return "institution, kind, outcome: expected one word each";
	if (s->kind[0] != '\0' && !canon_type_known(s->kind))
		return "kind: expected a type of entries, as"
		       " simpul.case.received.v1";
	if (!take_time(call, "from", &w->from_ms) ||
	    !take_time(call, "to", &w->to_ms))
		return "from, to: expected a time with its zone, as"
		       " 2026-02-02T08:00:00Z";
	if (api_query_number(call, "limit", API_PAGE_MAX, &w->limit) ==
		API_UNREADABLE ||
	    w->limit < 1)
		return "limit: expected 1 to 200";
	if (api_query_number(call, "cursor", INT64_MAX, &w->before) ==
	    API_UNREADABLE)
		return "cursor: expected `next` of the page before";
	return NULL;
}

/* Entries, newest first. */
void
api_entries(const struct api_call *call)
{
	struct search *s;
	const char *wrong;

	if (call->api->hub->index == NULL) {
		problem_reply(call->http, 503,
		    "the audit log cannot be searched now; the hub's log says"
		    " why");
		return;
	}
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	api_call_keep(&s->call, call);
	wrong = read_query(s);
	if (wrong != NULL) {
		problem_reply(call->http, 422, wrong);
		api_call_release(&s->call);
		free(s);
		return;
	}
	hub_buf_init(&s->body, API_ANSWER_MAX);
	hub_json_out_init(&s->out, &s->body);
	s->files.run = run;
	s->files.job.done = searched;
	files_submit(call->api->hub->files, &s->files);
}
