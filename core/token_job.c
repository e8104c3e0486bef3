/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "token_job.h"

#include <stdlib.h>
#include <string.h>

/* The audit entry about a token; its own id stands in no entry. */
static enum db_code
note_token(const struct token_job *job, struct ledger_room *room,
    const char *action)
{
	struct audit_note note = audit_note_init("simpul.config.changed.v1");
	char person[IDENT_TEXT_SIZE] = "";

	note.entry.action = action;
	note.entry.outcome = "success";
	note.entry.reason = token_role_name(job->row.role);
	note.entry.target = job->institution;
	if (job->row.person != 0)
		ident_text(job->row.person, person);
	note.entry.operator_id = person;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* ledger run: a fresh token. */
static enum db_code
run_add(struct ledger_job *ledger, struct ledger_room *room)
{
	struct token_job *job = (struct token_job *)ledger;
	enum db_code code;

	job->row.id = ident_new(&room->ident);
	job->row.created = room->now_ms;
	token_make(room->clock, job->text, job->row.sha256);
	code = token_add(room->db, &job->row);
	return code == DB_OK ? note_token(job, room, "token_add") : code;
}

/* ledger run: a token ends. */
static enum db_code
run_revoke(struct ledger_job *ledger, struct ledger_room *room)
{
	struct token_job *job = (struct token_job *)ledger;
	enum db_code code;

	code = token_revoke(room->db, job->row.id, room->now_ms);
	return code == DB_OK ? note_token(job, room, "token_revoke") : code;
}

/* A job to add a token. */
void
token_job_add(struct token_job *job)
{
	memset(job, 0, sizeof(*job));
	job->institution = "";
	job->ledger.run = run_add;
}

/* A job to revoke one. */
void
token_job_revoke(struct token_job *job)
{
	memset(job, 0, sizeof(*job));
	job->institution = "";
	job->ledger.run = run_revoke;
}

/* db_row_fn: one token. */
static bool
take(void *ctx, const struct db_row *row)
{
	struct token_list *list = ctx;
	struct token_row *rows;

	if (list->count == list->room) {
		size_t room = list->room == 0 ? 16 : list->room * 2;

		rows = reallocarray(list->rows, room, sizeof(*rows));
		list->failed = rows == NULL;
		if (list->failed)
			return false;
		list->rows = rows;
		list->room = room;
	}
	token_row_read(row, &list->rows[list->count++]);
	return true;
}

/* reader run: all of them. */
static enum db_code
run_list(struct reader_job *reader, struct reader_room *room)
{
	struct token_list *list = (struct token_list *)reader;

	enum db_code code;

	list->count = 0;
	code = token_each(room->db, take, list);
	return list->failed ? DB_FAILED : code;
}

/* A job that reads the tokens. */
void
token_list_init(struct token_list *list)
{
	memset(list, 0, sizeof(*list));
	list->reader.run = run_list;
}

/* Gives the rows back. */
void
token_list_release(struct token_list *list)
{
	free(list->rows);
	list->rows = NULL;
	list->count = list->room = 0;
}
