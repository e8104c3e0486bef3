/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_read.h"

#include <stdlib.h>
#include <string.h>

#include "api_query.h"
#include "limits.h"
#include "problem.h"

/* Gives back all that a read holds. */
void
api_read_free(struct api_read *read)
{
	api_call_release(&read->call);
	arena_release(&read->arena);
	hub_buf_release(&read->body);
	loop_timer_free(read->timer);
	free(read);
}

void
api_read_end(struct api_read *read)
{
	struct http_call *http = read->call.http;

	if (read->reader.code != DB_OK)
		problem_ledger(http, read->reader.code);
	else if (read->status != 200)
		problem_reply(http, read->status, read->detail);
	else if (!hub_buf_ok(&read->body))
		problem_reply(http, 500,
		    "the answer would be longer than 8 MB; ask for less");
	else
		api_reply_json(http, &read->body);
	api_read_free(read);
}

/* The read that a ledger job belongs to. */
static struct api_read *
read_of(struct ledger_job *ledger)
{
	return (struct api_read *)((char *)ledger -
	    offsetof(struct api_read, ledger));
}

/* Who saw what of a case, for ever. */
enum db_code
api_record_look(struct ledger_room *room, const struct api_call *call,
    int64_t case_id, const char *identity)
{
	const struct api_who *who = &call->who;
	struct audit_note note = audit_note_init(identity[0] != '\0'
		? "simpul.access.disclosed.v1"
		: "simpul.access.content_viewed.v1");
	char subject[IDENT_TEXT_SIZE + 8] = "case/";
	char person[IDENT_TEXT_SIZE] = "";

	ident_text(case_id, subject + strlen(subject));
	if (who->person != 0)
		ident_text(who->person, person);
	note.case_id = case_id;
	note.entry.subject = subject;
	note.entry.action = "read";
	note.entry.outcome = "success";
	note.entry.initiator = who->name;
	note.entry.operator_id = person;
	note.entry.by = token_role_name(who->role);
	note.entry.channel_out = "rest";
	note.entry.disclosed = identity;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* ledger run: somebody saw content, or identity. */
static enum db_code
record(struct ledger_job *ledger, struct ledger_room *room)
{
	const struct api_read *read = read_of(ledger);

	return api_record_look(room, &read->call, read->viewed,
	    read->shown_identity);
}

/* job done: it is recorded. */
static void
recorded(struct job *job)
{
	struct api_read *read = read_of((struct ledger_job *)job);

	read->reader.code = read->ledger.code;
	api_read_end(read);
}

/* Whether the look must be recorded before its answer leaves. */
static bool
is_recorded(const struct api_read *read)
{
	return read->reader.code == DB_OK && read->status == 200 &&
	    read->viewed != 0 &&
	    (read->call.who.role == TOKEN_AUDITOR ||
		read->shown_identity[0] != '\0');
}

/* job done: the answer is written. */
static void
looked(struct job *job)
{
	struct api_read *read = (struct api_read *)job;

	if (!is_recorded(read)) {
		api_read_end(read);
		return;
	}
	read->ledger.run = record;
	read->ledger.job.done = recorded;
	ledger_submit(read->call.api->hub->ledger, &read->ledger);
}

/* reader run: the fill's work. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct api_read *read = (struct api_read *)job;

	return read->fill(read, room);
}

/* The cursor of the page before; false: it is none. */
static bool
take_cursor(struct api_read *read)
{
	char text[IDENT_TEXT_SIZE];

	switch (api_query(&read->call, "cursor", text, sizeof(text))) {
	case API_ABSENT:
		return true;
	case API_GIVEN:
		return ident_parse(text, &read->page.before);
	default:
		return false;
	}
}

/* Page and cursor; NULL, or what is wrong with them. */
static const char *
take_page(struct api_read *read)
{
	const struct api_call *call = &read->call;
	int64_t *limit = &read->page.limit, wait = 0;

	*limit = API_PAGE;
	if (api_query_number(call, "limit", API_PAGE_MAX, limit) ==
		API_UNREADABLE ||
	    *limit == 0)
		return "limit: expected a whole number from 1 to 200";
	if (api_query_number(call, "wait", API_WAIT_MAX, &wait) ==
	    API_UNREADABLE)
		return "wait: expected seconds, a whole number up to 60";
	read->wait_ms = wait * 1000;
	if (!take_cursor(read))
		return "cursor: expected that of the page before";
	if (api_query(call, "ref", read->ref, sizeof(read->ref)) ==
	    API_UNREADABLE)
		return "ref: expected a reference of at most 159 bytes";
	return NULL;
}

struct part_asker
api_asker(const struct api_call *call)
{
	enum token_role role = call->who.role;

	return (struct part_asker){ .institution = call->who.institution,
		.all = role == TOKEN_COORDINATOR || role == TOKEN_AUDITOR,
		.source_only = role == TOKEN_SOURCE };
}

struct api_read *
api_read_new(const struct api_call *call, api_fill_fn *fill)
{
	struct api_read *read = calloc(1, sizeof(*read));
	const char *problem;

	if (read == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return NULL;
	}
	api_call_keep(&read->call, call);
	read->fill = fill;
	read->status = 200;
	read->shown_identity = read->detail = "";
	read->asker = api_asker(call);
	read->reader.run = run;
	read->reader.job.done = looked;
	arena_init(&read->arena, API_ANSWER_MAX);
	hub_buf_init(&read->body, API_ANSWER_MAX);
	hub_json_out_init(&read->out, &read->body);
	problem = take_page(read);
	if (problem == NULL)
		return read;
	problem_reply(call->http, 422, problem);
	api_read_free(read);
	return NULL;
}

void
api_read_submit(struct api_read *read)
{
	reader_submit(read->call.api->hub->reader, &read->reader);
}

void
api_read_start(const struct api_call *call, api_fill_fn *fill)
{
	struct api_read *read = api_read_new(call, fill);

	if (read != NULL)
		api_read_submit(read);
}

enum db_code
api_read_refuse(struct api_read *read, int status, const char *detail)
{
	read->status = status;
	read->detail = detail;
	return DB_OK;
}

void
api_read_open(struct api_read *read)
{
	hub_json_open(&read->out, NULL, '{');
	hub_json_open(&read->out, "items", '[');
}

void
api_read_close(struct api_read *read, int64_t next)
{
	char cursor[IDENT_TEXT_SIZE];

	hub_json_close(&read->out, ']');
	if (next != 0) {
		ident_text(next, cursor);
		hub_json_put_text(&read->out, "next", cursor);
	}
	hub_json_close(&read->out, '}');
}
