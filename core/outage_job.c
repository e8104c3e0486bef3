/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "outage_job.h"

#include <stdio.h>
#include <string.h>

#include "cases_due.h"
#include "limits.h"

/* The audit entry. */
static enum db_code
note(const struct outage_job *job, struct ledger_room *room)
{
	struct audit_note note = audit_note_init(
	    "simpul.institution.suspended.v1");
	char person[IDENT_TEXT_SIZE] = "";

	if (job->person != 0)
		ident_text(job->person, person);
	note.entry.action = job->over ? "outage_over" : "outage";
	note.entry.outcome = "success";
	note.entry.target = job->name;
	note.entry.operator_id = person;
	note.entry.clock_due_ms = job->row.until;
	return audit_append(room->audit, room->db, room->now_ms, &note);
}

/* A new one, or what it adds to the one that is known. */
static enum db_code
begin(struct outage_job *job, struct ledger_room *room, bool known)
{
	struct outage_row *row = &job->row;
	bool same = known && (job->until == 0 || job->until == row->until) &&
	    (job->reason[0] == '\0' || strcmp(job->reason, row->reason) == 0);

	if (same)
		return DB_OK;
	job->changed = true;
	if (job->until != 0)
		row->until = job->until;
	row->person = job->person;
	(void)snprintf(row->reason, sizeof(row->reason), "%s", job->reason);
	if (known)
		return outages_set(room->db, row);
	row->id = ident_new(&room->ident);
	row->institution = job->institution;
	row->since = job->since;
	return outages_add(room->db, row);
}

/* Others that stand at the same time end with it, at their beginning where
 * they are younger: what is in reach is in reach. */
static enum db_code
end_others(struct outage_job *job, struct ledger_room *room)
{
	struct outage_row row;
	enum db_code code = DB_OK;

	/* An end that is still to come leaves them as they are. */
	if (job->until > room->now_ms)
		return DB_OK;
	while (code == DB_OK) {
		code = outages_at(room->db, job->institution, room->now_ms,
		    &row);
		if (code != DB_OK)
			break;
		row.until = job->until > row.since ? job->until : row.since;
		job->changed = true;
		code = outages_set(room->db, &row);
	}
	return code == DB_NONE ? DB_OK : code;
}

/* The end of the one that is known. */
static enum db_code
end(struct outage_job *job, struct ledger_room *room)
{
	struct outage_row *row = &job->row;
	enum db_code code;

	if (job->until == 0)
		job->until = room->now_ms;
	if (job->until <= row->since) {
		job->problem = "it would end before it began";
		return DB_OK;
	}
	job->changed = row->until != job->until;
	row->until = job->until;
	code = job->changed ? outages_set(room->db, row) : DB_OK;
	return code == DB_OK ? end_others(job, room) : code;
}

/* What is wrong with the times, or "". */
static const char *
problem_of(const struct outage_job *job)
{
	int64_t first = job->now - OUTAGE_SPAN_MS;
	int64_t last = job->now + OUTAGE_SPAN_MS;

	if (!job->over && job->until != 0 && job->until <= job->since)
		return "until: expected a time after since";
	if (job->since < first || job->since > last)
		return "since: expected a time within 400 days of now";
	if (job->until != 0 && (job->until < first || job->until > last))
		return "until: expected a time within 400 days of now";
	return "";
}

/* The outage that is meant: one that ends was standing at its end, or stands
 * now where that is still to come, or where it was none. */
static enum db_code
find(struct outage_job *job, struct ledger_room *room)
{
	struct db *db = room->db;
	int64_t at = job->since;
	enum db_code code = DB_NONE;

	if (job->over && job->until != 0 && job->until < at)
		code = outages_at(db, job->institution, job->until - 1,
		    &job->row);
	if (code == DB_NONE)
		code = outages_at(db, job->institution, at, &job->row);
	return code;
}

/* ledger run: the row, the entry, the look. */
static enum db_code
run(struct ledger_job *ledger, struct ledger_room *room)
{
	struct outage_job *job = (struct outage_job *)ledger;
	enum db_code code;
	bool known;

	job->changed = false;
	job->now = room->now_ms;
	if (job->since == 0)
		job->since = job->now;
	job->problem = problem_of(job);
	if (job->problem[0] != '\0')
		return DB_OK;
	memset(&job->row, 0, sizeof(job->row));
	code = find(job, room);
	if (code != DB_OK && code != DB_NONE)
		return code;
	known = code == DB_OK;
	if (job->over && !known)
		return DB_OK;
	code = job->over ? end(job, room) : begin(job, room, known);
	if (code != DB_OK || !job->changed)
		return code;
	code = note(job, room);
	if (code != DB_OK)
		return code;
	return cases_look_at(room->db, job->institution, room->now_ms);
}

void
outage_job_init(struct outage_job *job)
{
	memset(job, 0, sizeof(*job));
	job->name = job->reason = job->problem = "";
	job->ledger.run = run;
}
