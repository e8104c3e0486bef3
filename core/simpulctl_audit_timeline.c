/* SPDX-License-Identifier: Apache-2.0 */
/* How a case went from hand to hand, from the log alone. */
#include "config.h"

#include <string.h>

#include "hub_json.h"
#include "hub_time.h"
#include "limits.h"
#include "logbook_walk.h"
#include "simpulctl_audit.h"
#include "simpulctl_desk.h"
#include "simpulctl_table.h"

#define CASE_PREFIX "case/"
#define SUBJECT_SIZE 64

static const struct ctl_column columns[] = {
	{ "CATATAN", "entry", true },
	{ "WAKTU (UTC)", "time", false },
	{ "PERISTIWA", "event", false },
	{ "PELAKU", "actor", false },
	{ "UNTUK", "for", false },
	{ "ALASAN", "reason", false },
	{ "KEADAAN", "state", false },
	{ "PEMEGANG", "holder", false },
	{ .head = NULL },
};

/* What was asked, and the answer as it grows. */
struct asked {
	struct ctl_desk desk;
	char subject[SUBJECT_SIZE];
	bool all; /* not only what changes custody */
	uint64_t seq, last, found, shown, gaps;
	struct ctl_table table;
	struct hub_buf text;
	struct hub_json_out json;
};

/* Types whose entries turn a case without a state of their own. */
static const char *const turning[] = {
	"simpul.handoff.queued.v1",
	"simpul.handoff.escalated.v1",
	"simpul.custody.changed.v1",
	"simpul.custody.decided.v1",
	"simpul.case.related.v1",
	"simpul.case.disputed.v1",
	"simpul.case.completed.v1",
	"simpul.case.erased.v1",
};

/* Whether the entry changes whose the case is, or could be. */
static bool
turns(const struct canon_entry *e)
{
	if (e->holder_to[0] != '\0')
		return true;
	for (size_t i = 0; i < sizeof(turning) / sizeof(turning[0]); i++)
		if (strcmp(e->type, turning[i]) == 0)
			return true;
	return e->state_to[0] != '\0' &&
	    strcmp(e->state_from, e->state_to) != 0;
}

/* "handoff.accepted" of "simpul.handoff.accepted.v1". */
static void
put_type(struct hub_buf *out, const char *type)
{
	const char *from = type + strlen("simpul.");

	hub_buf_add(out, from, strlen(from) - strlen(".v1"));
}

/* Two words with an arrow, "" for none. */
static void
put_change(struct hub_buf *out, const char *from, const char *to)
{
	ctl_put_plain(out, from);
	if (from[0] != '\0' && to[0] != '\0')
		hub_buf_text(out, " > ");
	ctl_put_plain(out, to);
}

/* Who acted: the institution, and the person's number. */
static void
put_actor(struct hub_buf *out, const struct canon_entry *e)
{
	const char *who = e->by[0] != '\0' ? e->by : e->initiator;

	ctl_put_plain(out, who);
	if (e->operator_id[0] != '\0')
		hub_buf_fmt(out, " (%s)", e->operator_id);
}

/* The entry as a row. */
static void
put_row(struct asked *asked, uint64_t index, const struct canon_entry *e)
{
	struct ctl_table *table = &asked->table;
	char time[HUB_TIME_SIZE];
	struct hub_buf cell;

	hub_buf_init(&cell, 1024);
	hub_time_text_ms(e->time_ms, time);
	ctl_table_int(table, (int64_t)index);
	ctl_table_text(table, time);
	put_type(&cell, e->type);
	ctl_table_buf(table, &cell);
	put_actor(&cell, e);
	ctl_table_buf(table, &cell);
	ctl_table_text(table, e->target);
	put_change(&cell, e->reason, e->basis);
	ctl_table_buf(table, &cell);
	put_change(&cell, e->state_from, e->state_to);
	ctl_table_buf(table, &cell);
	put_change(&cell, e->holder_from, e->holder_to);
	ctl_table_buf(table, &cell);
	hub_buf_release(&cell);
}

/* A change as an object, where there is one. */
static void
put_object(struct hub_json_out *json, const char *name, const char *from,
    const char *to)
{
	if (from[0] == '\0' && to[0] == '\0')
		return;
	hub_json_open(json, name, '{');
	hub_json_put_given(json, "from", from);
	hub_json_put_given(json, "to", to);
	hub_json_close(json, '}');
}

/* The entry as an object. */
static void
put_item(struct hub_json_out *json, uint64_t index, const struct canon_entry *e)
{
	char time[HUB_TIME_SIZE];

	hub_time_text_ms(e->time_ms, time);
	hub_json_open(json, NULL, '{');
	hub_json_put_int(json, "entry", (int64_t)index);
	hub_json_put_text(json, "time", time);
	hub_json_put_text(json, "type", e->type);
	hub_json_put_given(json, "action", e->action);
	hub_json_put_given(json, "initiator", e->initiator);
	hub_json_put_given(json, "by", e->by);
	hub_json_put_given(json, "operator", e->operator_id);
	hub_json_put_given(json, "target", e->target);
	hub_json_put_given(json, "handoff", e->handoff);
	hub_json_put_given(json, "kind", e->kind);
	hub_json_put_given(json, "parent", e->parent);
	hub_json_put_given(json, "reason", e->reason);
	hub_json_put_given(json, "basis", e->basis);
	hub_json_put_given(json, "outcome", e->outcome);
	put_object(json, "state", e->state_from, e->state_to);
	put_object(json, "holder", e->holder_from, e->holder_to);
	hub_json_close(json, '}');
}

/* Entries are missing in front of this one. */
static void
put_gap(struct asked *asked, uint64_t index)
{
	struct hub_json_out *json = &asked->json;

	asked->gaps++;
	if (asked->desk.ctl->json) {
		hub_json_open(json, NULL, '{');
		if (asked->seq != 0)
			hub_json_put_int(json, "missing_from",
			    (int64_t)asked->last);
		hub_json_put_int(json, "missing_to", (int64_t)index);
		hub_json_close(json, '}');
		return;
	}
	ctl_table_text(&asked->table, "?");
	ctl_table_text(&asked->table, "tidak ada / missing");
	for (size_t i = 2; columns[i].head != NULL; i++)
		ctl_table_text(&asked->table, "");
}

/* logbook_entry_fn: the next entry. */
static bool
on_entry(void *ctx, uint64_t index, struct note_span bytes,
    const struct canon_entry *e)
{
	struct asked *asked = ctx;

	(void)bytes;
	if (strcmp(e->subject, asked->subject) != 0)
		return true;
	if (e->case_seq != asked->seq + 1)
		put_gap(asked, index);
	asked->seq = e->case_seq;
	asked->last = index;
	asked->found++;
	if (!asked->all && !turns(e))
		return true;
	asked->shown++;
	if (asked->desk.ctl->json)
		put_item(&asked->json, index, e);
	else
		put_row(asked, index, e);
	return true;
}

/* Says how it ended. */
static int
conclude(struct asked *asked)
{
	struct ctl *ctl = asked->desk.ctl;
	struct hub_json_out *json = &asked->json;

	if (asked->found == 0)
		return ctl_fail(ctl,
		    "the log does not speak of %.40s; a case goes by the id "
		    "that the hub gave to it",
		    asked->subject);
	if (ctl->json) {
		hub_json_close(json, ']');
		hub_json_put_int(json, "shown", (int64_t)asked->shown);
		hub_json_put_int(json, "entries", (int64_t)asked->found);
		hub_json_put_int(json, "gaps", (int64_t)asked->gaps);
		hub_json_put_flag(json, "good", asked->gaps == 0);
		hub_json_close(json, '}');
		if (!hub_buf_ok(&asked->text))
			return ctl_fail(ctl, "the case has too many entries");
		ctl_print(ctl, &asked->text);
	} else if (!ctl_table_print(&asked->table, ctl->out)) {
		return ctl_fail(ctl, "out of memory");
	}
	return asked->gaps == 0 ? CTL_GOOD : CTL_BAD;
}

/* Reads the log. */
static int
run(struct asked *asked)
{
	struct ctl_desk *desk = &asked->desk;
	struct logbook_walk walk = { .book = &desk->book,
		.only = asked->subject,
		.each = on_entry,
		.ctx = asked,
		.progress = ctl_desk_progress,
		.progress_ctx = desk };
	struct hub_error err = { "" };
	struct tlog_head head;
	bool known = ctl_desk_head(desk, &asked->text, &head);

	hub_buf_release(&asked->text);
	if (!known)
		return CTL_FAILED;
	hub_buf_init(&asked->text, CTL_OUTPUT_MAX);
	hub_json_out_init(&asked->json, &asked->text);
	hub_json_open(&asked->json, NULL, '{');
	hub_json_put_text(&asked->json, "case",
	    asked->subject + strlen(CASE_PREFIX));
	hub_json_open(&asked->json, "items", '[');
	walk.size = head.size;
	walk.root = &head.root;
	if (logbook_walk_run(&walk, &err) != HUB_OK) {
		if (!desk->ctl->json)
			(void)ctl_table_print(&asked->table, desk->ctl->out);
		return ctl_fail(desk->ctl, "%s", err.text);
	}
	return conclude(asked);
}

/* --case and --all; false after saying what is wrong. */
static bool
take_options(struct ctl *ctl, struct asked *asked)
{
	const char *id = ctl_value(ctl, "--case", "");

	asked->all = ctl_flag(ctl, "--all");
	if (id == NULL || id[0] == '\0') {
		ctl_usage(ctl->err, ctl->command);
		return false;
	}
	if (strncmp(id, CASE_PREFIX, strlen(CASE_PREFIX)) == 0)
		id += strlen(CASE_PREFIX);
	(void)snprintf(asked->subject, sizeof(asked->subject),
	    CASE_PREFIX "%.40s", id);
	return true;
}

/* simpulctl audit timeline --case REF [DIR] */
int
ctl_audit_timeline(struct ctl *ctl)
{
	struct asked asked = { .found = 0 };
	int status = CTL_FAILED;

	if (!take_options(ctl, &asked) || !ctl_desk_options(&asked.desk, ctl))
		return CTL_FAILED;
	hub_buf_init(&asked.text, NOTE_MAX);
	ctl_table_init(&asked.table, columns);
	if (ctl_arguments(ctl, 0, 1) &&
	    ctl_desk_open(&asked.desk, ctl->argc > 0 ? ctl->argv[0] : ""))
		status = run(&asked);
	hub_buf_release(&asked.text);
	ctl_desk_close(&asked.desk);
	return status;
}
