/* SPDX-License-Identifier: Apache-2.0 */
/* What waits for an arbiter's decision. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column columns[] = {
	{ "LAPORAN", "case", false },
	{ "NOMOR", "tracking id", false },
	{ "UMUR", "age", true },
	{ "PENENGAH", "arbiter", false },
	{ "BATAS", "due", true },
	{ "PEMEGANG", "holder", false },
	{ "MENYATAKAN TIDAK", "said no", false },
	{ "DIUSULKAN", "proposed", false },
	{ .head = NULL },
};

/* Everybody who said no, once, with the reason. */
static void
put_refusals(struct ctl_table *table, const json_t *row)
{
	const json_t *list = json_object_get(row, "refusals"), *one;
	const char *reason;
	struct hub_buf text;

	hub_buf_init(&text, 1024);
	for (size_t i = 0; i < json_array_size(list); i++) {
		one = json_array_get(list, i);
		reason = ctl_text(json_object_get(one, "reason_title"), "id");
		hub_buf_fmt(&text, "%s%s", i == 0 ? "" : ", ",
		    ctl_text(one, "institution"));
		if (reason[0] != '\0')
			hub_buf_fmt(&text, " (%s)", reason);
	}
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* Until when; of what is decided for the time being, that it is. */
static void
put_due(struct ctl_table *table, const struct ctl_when *when, const json_t *row)
{
	struct hub_buf text;

	hub_buf_init(&text, 128);
	if (ctl_text(row, "decision")[0] != '\0')
		hub_buf_text(&text, "sementara");
	else
		ctl_when_limit(when, CTL_INDONESIAN, ctl_when_of(row, "due_at"),
		    &text);
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* How long it has waited. */
static void
put_age(struct ctl_table *table, const struct ctl_when *when, const json_t *row)
{
	struct hub_buf text;

	hub_buf_init(&text, 128);
	ctl_when_age(when, CTL_INDONESIAN, ctl_when_of(row, "since"), &text);
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* The list for people. */
static void
print_disputes(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "disputes"), *row;
	struct ctl_table table;
	struct ctl_when when;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada laporan yang disengketakan.\n"
		    "No case is disputed.\n");
		return;
	}
	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "case"));
		ctl_table_text(&table, ctl_text(row, "tracking_id"));
		put_age(&table, &when, row);
		ctl_table_text(&table, ctl_text(row, "arbiter"));
		put_due(&table, &when, row);
		ctl_table_text(&table, ctl_text(row, "holder"));
		put_refusals(&table, row);
		ctl_table_text(&table, ctl_text(row, "proposed"));
	}
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
	ctl_print_more(ctl, answer);
}

/* simpulctl disputes */
int
ctl_disputes(struct ctl *ctl)
{
	int64_t limit;

	if (!ctl_number(ctl, "--limit", 0, &limit) || !ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "disputes",
	    json_pack("{s:I}", "limit", (json_int_t)limit), print_disputes);
}
