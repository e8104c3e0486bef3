/* SPDX-License-Identifier: Apache-2.0 */
/* What waits, and what waits for a person. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column queue_columns[] = {
	{ "INSTANSI", "institution", false },
	{ "ANTREAN", "waiting", true },
	{ "DIKIRIM", "sending", true },
	{ "BELUM PASTI", "unknown", true },
	{ "TERTAHAN", "parked", true },
	{ "TERTUA", "oldest", true },
	{ "DICOBA LAGI", "next attempt", true },
	{ "SEBAB", "why", false },
	{ .head = NULL },
};

static const struct ctl_column parked_columns[] = {
	{ "PENGIRIMAN", "delivery", false },
	{ "INSTANSI", "institution", false },
	{ "LAPORAN", "case", false },
	{ "MEMBAWA", "says", false },
	{ "UMUR", "age", true },
	{ "DICOBA", "attempts", true },
	{ "SEBAB", "why", false },
	{ .head = NULL },
};

/* When it is tried next: now, in a while, or not by itself. */
static void
put_next(struct ctl_table *table, const struct ctl_when *when,
    const json_t *row)
{
	int64_t next = ctl_when_of(row, "next_attempt");
	struct hub_buf text;

	hub_buf_init(&text, 128);
	if (next != 0 && next <= when->now)
		hub_buf_text(&text, "sekarang");
	else
		ctl_when_age(when, CTL_INDONESIAN, next, &text);
	if (next > when->now)
		hub_buf_text(&text, " lagi");
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* How old something is. */
static void
put_age(struct ctl_table *table, const struct ctl_when *when, const json_t *row,
    const char *member)
{
	struct hub_buf text;

	hub_buf_init(&text, 128);
	ctl_when_age(when, CTL_INDONESIAN, ctl_when_of(row, member), &text);
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* The queues for people. */
static void
print_queue(struct ctl *ctl, const json_t *answer)
{
	static const char *const numbers[] = { "waiting", "sending", "unknown",
		"parked" };
	const json_t *rows = json_object_get(answer, "queue"), *row;
	struct ctl_table table;
	struct ctl_when when;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada yang menunggu dikirim.\nNothing waits.\n");
		return;
	}
	ctl_table_init(&table, queue_columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "institution"));
		for (size_t k = 0; k < 4; k++)
			ctl_table_int(&table, ctl_int(row, numbers[k]));
		put_age(&table, &when, row, "oldest");
		put_next(&table, &when, row);
		ctl_table_text(&table, ctl_text(row, "why"));
	}
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* What is parked, for people. */
static void
print_parked(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "parked"), *row;
	struct ctl_table table;
	struct ctl_when when;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada yang tertahan.\nNothing is parked.\n");
		return;
	}
	ctl_table_init(&table, parked_columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "id"));
		ctl_table_text(&table, ctl_text(row, "institution"));
		ctl_table_text(&table, ctl_text(row, "case"));
		ctl_table_text(&table, ctl_text(row, "says"));
		put_age(&table, &when, row, "made_at");
		ctl_table_int(&table, ctl_int(row, "attempt"));
		ctl_table_text(&table, ctl_text(row, "why"));
	}
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
	ctl_print_more(ctl, answer);
}

/* The request with --institution, or NULL after saying what is wrong. */
static json_t *
for_institution(struct ctl *ctl)
{
	const char *name = ctl_value(ctl, "--institution", "");

	if (name != NULL)
		return json_pack("{s:s}", "institution", name);
	(void)ctl_fail(ctl, "--institution needs an ID");
	return NULL;
}

/* simpulctl queue */
int
ctl_queue(struct ctl *ctl)
{
	json_t *request = for_institution(ctl);

	if (request != NULL && ctl_arguments(ctl, 0, 0))
		return ctl_ask_print(ctl, "queue", request, print_queue);
	json_decref(request);
	return CTL_FAILED;
}

/* simpulctl parked */
int
ctl_parked(struct ctl *ctl)
{
	json_t *request = for_institution(ctl);
	int64_t limit;

	if (request != NULL && ctl_number(ctl, "--limit", 0, &limit) &&
	    ctl_arguments(ctl, 0, 0)) {
		(void)json_object_set_new(request, "limit",
		    json_integer(limit));
		return ctl_ask_print(ctl, "parked", request, print_parked);
	}
	json_decref(request);
	return CTL_FAILED;
}
