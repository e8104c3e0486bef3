/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of a log by case, institution, kind, outcome and time. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "audit_fields.h"
#include "canon.h"
#include "hub_json.h"
#include "hub_time.h"
#include "ident.h"
#include "limits.h"
#include "logbook_prove.h"
#include "simpulctl_audit.h"
#include "simpulctl_index.h"
#include "simpulctl_table.h"

#define KIND_SIZE 96

static const struct ctl_column columns[] = {
	{ "CATATAN", "entry", true },
	{ "WAKTU (UTC)", "time", false },
	{ "PERISTIWA", "event", false },
	{ "KASUS", "case", false },
	{ "OLEH", "by", false },
	{ "UNTUK", "for", false },
	{ "HASIL", "outcome", false },
	{ .head = NULL },
};

/* What was asked, and what was found. */
struct search {
	struct ctl_desk desk;
	struct audit_wanted wanted;
	const char *index; /* folder, "": the log's own */
	bool fresh;
	char kind[KIND_SIZE];
	struct tlog_head head; /* of the log */
	int64_t *found;	       /* owned; room for limit + 1 */
	size_t count;
	struct hub_buf text;
	struct hub_json_out json;
	struct ctl_table table;
};

/* A time; false after saying what is wrong. */
static bool
take_time(struct ctl *ctl, const char *name, int64_t *ret_ms)
{
	const char *text = ctl_value(ctl, name, "");

	if (text == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (text[0] == '\0')
		return true;
	if (!hub_time_parse_ms(text, ret_ms)) {
		(void)ctl_fail(ctl,
		    "%s is \"%.40s\"; expected a time as 2026-02-02T08:00:00Z",
		    name, text);
		return false;
	}
	return true;
}

/* --kind, whole or without "simpul." and ".v1". */
static bool
take_kind(struct ctl *ctl, struct search *s)
{
	const char *kind = ctl_value(ctl, "--kind", "");

	s->wanted.kind = s->kind;
	if (kind == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (kind[0] == '\0')
		return true;
	(void)snprintf(s->kind, sizeof(s->kind), "%.80s", kind);
	if (!canon_type_known(s->kind))
		(void)snprintf(s->kind, sizeof(s->kind), "simpul.%.60s.v1",
		    kind);
	if (canon_type_known(s->kind))
		return true;
	(void)ctl_fail(ctl,
	    "--kind is \"%.60s\"; expected a type of entries, as "
	    "case.received",
	    kind);
	return false;
}

/* --case, with or without "case/". */
static bool
take_case(struct ctl *ctl, struct search *s)
{
	const char *id = ctl_value(ctl, "--case", "");

	if (id == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (strncmp(id, "case/", 5) == 0)
		id += 5;
	if (id[0] == '\0' || ident_parse(id, &s->wanted.case_id))
		return true;
	(void)ctl_fail(ctl,
	    "--case is \"%.40s\"; expected the id that the hub gave to it", id);
	return false;
}

/* Numbers and names; false after saying what is wrong. */
static bool
take_rest(struct ctl *ctl, struct search *s)
{
	struct audit_wanted *w = &s->wanted;

	if (!ctl_number(ctl, "--before", 0, &w->before) ||
	    !ctl_number(ctl, "--limit", AUDIT_FOUND, &w->limit))
		return false;
	s->fresh = ctl_flag(ctl, "--fresh");
	s->index = ctl_value(ctl, "--index", "");
	w->institution = ctl_value(ctl, "--institution", "");
	w->outcome = ctl_value(ctl, "--outcome", "");
	if (s->index == NULL || w->institution == NULL || w->outcome == NULL) {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (w->limit >= 1 && w->limit <= AUDIT_FOUND_MAX)
		return true;
	(void)ctl_fail(ctl, "--limit: expected 1 to %d", AUDIT_FOUND_MAX);
	return false;
}

/* db_row_fn: the number of an entry. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	struct search *s = ctx;

	s->found[s->count++] = db_row_int(row, 0);
	return (int64_t)s->count <= s->wanted.limit;
}

/* An entry as an object, its canonical bytes as they stand. */
static void
put_json(struct search *s, int64_t number, struct note_span bytes)
{
	struct hub_buf entry;

	hub_buf_init(&entry, CANON_MAX);
	hub_buf_add(&entry, bytes.at, bytes.len);
	hub_json_open(&s->json, NULL, '{');
	hub_json_put_int(&s->json, "index", number);
	hub_json_put_text(&s->json, "entry", hub_buf_str(&entry));
	hub_json_close(&s->json, '}');
	hub_buf_release(&entry);
}

/* An entry as a row. */
static void
put_row(struct search *s, int64_t number, struct note_span bytes)
{
	char time[HUB_TIME_SIZE], id[IDENT_TEXT_SIZE] = "";
	struct audit_fields fields;

	audit_fields_read(bytes.at, bytes.len, &fields);
	hub_time_text_ms(fields.time_ms, time);
	if (fields.case_id != 0)
		ident_text(fields.case_id, id);
	ctl_table_int(&s->table, number);
	ctl_table_text(&s->table, time);
	ctl_table_text(&s->table, fields.type);
	ctl_table_text(&s->table, id);
	ctl_table_text(&s->table, fields.parties[0]);
	ctl_table_text(&s->table, fields.parties[1]);
	ctl_table_text(&s->table, fields.outcome);
}

/* One that was found; false after saying why it cannot be read. */
static bool
put_entry(struct search *s, int64_t number)
{
	struct logbook_proved proved = { .index = (uint64_t)number };
	struct hub_error err = { "" };

	if (logbook_prove(&s->desk.book, &s->head, &proved, &err) != HUB_OK) {
		(void)ctl_fail(s->desk.ctl, "%s", err.text);
		return false;
	}
	if (s->desk.ctl->json)
		put_json(s, number, proved.entry);
	else
		put_row(s, number, proved.entry);
	return true;
}

/* The page. */
static int
answer(struct search *s)
{
	size_t limit = (size_t)s->wanted.limit, shown = s->count;
	bool good = true;

	if (shown > limit)
		shown = limit;
	hub_json_open(&s->json, NULL, '{');
	hub_json_open(&s->json, "items", '[');
	for (size_t i = 0; i < shown && good; i++)
		good = put_entry(s, s->found[i]);
	hub_json_close(&s->json, ']');
	hub_json_put_int(&s->json, "indexed", (int64_t)s->head.size);
	if (s->count > limit)
		hub_json_put_int(&s->json, "next", s->found[limit - 1]);
	hub_json_close(&s->json, '}');
	if (s->desk.ctl->json && good && !hub_buf_ok(&s->text))
		return ctl_fail(s->desk.ctl,
		    "the entries are no text, or too many; try a smaller "
		    "--limit");
	if (s->desk.ctl->json && good)
		ctl_print(s->desk.ctl, &s->text);
	else if (!s->desk.ctl->json && shown > 0)
		(void)ctl_table_print(&s->table, s->desk.ctl->out);
	if (!s->desk.ctl->json && good && s->count > limit)
		(void)fprintf(s->desk.ctl->out,
		    "Masih ada; lanjutkan dengan --before %lld\n"
		    "There are more; go on with --before %lld\n",
		    (long long)s->found[limit - 1],
		    (long long)s->found[limit - 1]);
	return good ? CTL_GOOD : CTL_FAILED;
}

/* Looks it up. */
static int
look_up(struct search *s, struct audit_index *index)
{
	s->wanted.limit++;
	s->found = calloc((size_t)s->wanted.limit + 1, sizeof(*s->found));
	if (s->found == NULL)
		return ctl_fail(s->desk.ctl, "out of memory");
	if (audit_index_search(index, &s->wanted, take_number, s) != DB_OK)
		return ctl_fail(s->desk.ctl,
		    "the index cannot be read; --fresh makes it anew");
	s->wanted.limit--;
	return answer(s);
}

/* Finds the index, and looks it up. */
static int
run(struct search *s, const char *dir)
{
	struct audit_index *index;
	bool known = ctl_desk_head(&s->desk, &s->text, &s->head);
	int status;

	hub_buf_release(&s->text);
	if (!known)
		return CTL_FAILED;
	hub_buf_init(&s->text, CTL_OUTPUT_MAX);
	hub_json_out_init(&s->json, &s->text);
	if (!ctl_index_open(&s->desk, s->index[0] == '\0' ? dir : s->index,
		s->head.size, s->fresh, &index))
		return CTL_FAILED;
	status = look_up(s, index);
	audit_index_free(index);
	return status;
}

/* simpulctl audit search DIR */
int
ctl_audit_search(struct ctl *ctl)
{
	struct search s = { .count = 0 };
	int status = CTL_FAILED;

	if (!take_kind(ctl, &s) || !take_case(ctl, &s) || !take_rest(ctl, &s) ||
	    !take_time(ctl, "--from", &s.wanted.from_ms) ||
	    !take_time(ctl, "--to", &s.wanted.to_ms) ||
	    !ctl_desk_options(&s.desk, ctl))
		return CTL_FAILED;
	hub_buf_init(&s.text, NOTE_MAX);
	ctl_table_init(&s.table, columns);
	if (ctl_arguments(ctl, 1, 1) && ctl_desk_open(&s.desk, ctl->argv[0]))
		status = run(&s, ctl->argv[0]);
	free(s.found);
	hub_buf_release(&s.text);
	ctl_desk_close(&s.desk);
	return status;
}
