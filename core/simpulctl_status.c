/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's own state, and its links. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

#define LINE_MAX_BYTES 4096u

/* Numbers of the answer, in the order in which they are shown. */
static const struct {
	const char *member, *indonesian, *english;
} facts[] = {
	{ "connections", "sambungan terbuka", "open connections" },
	{ "workers", "proses penerjemah", "workers" },
	{ "worker_deaths", "penerjemah mati mendadak", "worker deaths" },
	{ "dispatched", "pengiriman diberangkatkan", "dispatched" },
	{ "delivered", "terkirim", "delivered" },
	{ "refused", "tidak diterima instansi", "refused" },
	{ "unknown", "belum pasti sampai", "unknown" },
	{ "parked", "diparkir", "parked" },
	{ "audit_entries", "catatan audit", "audit entries" },
	{ "commits", "penyimpanan", "commits" },
};

static const struct ctl_column fact_columns[] = {
	{ "", "", false },
	{ "", "", false },
	{ "", "", false },
	{ .head = NULL },
};

/* A line that is no number. */
static void
put_line(struct ctl_table *table, const char *indonesian, struct hub_buf *value,
    const char *english)
{
	ctl_table_text(table, indonesian);
	ctl_table_buf(table, value);
	ctl_table_text(table, english);
}

/* What the hub is, and since when. */
static void
put_hub(struct ctl_table *table, const json_t *answer)
{
	struct ctl_when when;
	struct hub_buf text;
	int64_t since = ctl_when_of(answer, "up_since");

	ctl_when_init(&when, answer);
	hub_buf_init(&text, LINE_MAX_BYTES);
	hub_buf_fmt(&text, "%s, port %lld", ctl_text(answer, "name"),
	    (long long)ctl_int(answer, "port"));
	put_line(table, "simpul", &text, "simpul");
	hub_buf_text(&text, ctl_text(answer, "version"));
	put_line(table, "versi", &text, "version");
	ctl_when_age(&when, CTL_INDONESIAN, since, &text);
	hub_buf_text(&text, ", sejak ");
	ctl_when_put(&when, CTL_INDONESIAN, since, &text);
	put_line(table, "menyala", &text, "up");
	if (json_is_true(json_object_get(answer, "stopping"))) {
		hub_buf_text(&text, "sedang berhenti");
		put_line(table, "keadaan", &text, "stopping");
	}
	hub_buf_release(&text);
	ctl_when_release(&when);
}

/* Letters that came to each mailbox, and what is wrong with it. */
static void
put_mailboxes(struct ctl_table *table, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "mailboxes"), *row;
	struct hub_buf text;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		hub_buf_init(&text, 256);
		hub_buf_fmt(&text, "surat ke %s", ctl_text(row, "mailbox"));
		ctl_table_buf(table, &text);
		hub_buf_release(&text);
		ctl_table_int(table, ctl_int(row, "letters"));
		ctl_table_text(table,
		    ctl_text(row, "problem")[0] != '\0'
			? ctl_text(row, "problem")
			: "letters to that mailbox");
	}
}

/* The hub's state for people. */
static void
print_status(struct ctl *ctl, const json_t *answer)
{
	struct ctl_table table;

	ctl_table_init(&table, fact_columns);
	put_hub(&table, answer);
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		ctl_table_text(&table, facts[i].indonesian);
		ctl_table_int(&table, ctl_int(answer, facts[i].member));
		ctl_table_text(&table, facts[i].english);
	}
	put_mailboxes(&table, answer);
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl status */
int
ctl_status(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "status", NULL, print_status);
}

static const struct ctl_column link_columns[] = {
	{ "INSTANSI", "institution", false },
	{ "NAMA", "name", false },
	{ "PENERJEMAH", "plugin", false },
	{ "HUBUNGAN", "link", false },
	{ "SELAMA", "for", true },
	{ "DI TANGAN", "in hand", true },
	{ "TERAKHIR BAIK", "last good", true },
	{ "KABAR SAMPAI", "covered until", true },
	{ "SEBAB", "why", false },
	{ .head = NULL },
};

/* What the states of a link are called. */
static const struct {
	const char *state, *indonesian;
} healths[] = {
	{ "up", "baik" },
	{ "down", "putus" },
	{ "paused", "dihentikan" },
	{ "none", "-" },
	{ "manual", "dengan tangan" },
};

/* A link's state in Indonesian. */
static const char *
health_of(const char *state)
{
	for (size_t i = 0; i < sizeof(healths) / sizeof(healths[0]); i++)
		if (strcmp(healths[i].state, state) == 0)
			return healths[i].indonesian;
	return state;
}

/* One institution as a row. */
static void
put_link(struct ctl_table *table, const struct ctl_when *when,
    const json_t *row)
{
	struct hub_buf text;
	const char *why;

	hub_buf_init(&text, LINE_MAX_BYTES);
	ctl_table_text(table, ctl_text(row, "institution"));
	ctl_table_text(table, ctl_text(row, "name"));
	ctl_table_text(table, ctl_text(row, "plugin"));
	ctl_table_text(table, health_of(ctl_text(row, "link")));
	ctl_when_age(when, CTL_INDONESIAN, ctl_when_of(row, "down_since"),
	    &text);
	ctl_table_buf(table, &text);
	ctl_table_int(table, ctl_int(row, "in_hand"));
	ctl_when_age(when, CTL_INDONESIAN, ctl_when_of(row, "last_good"),
	    &text);
	ctl_table_buf(table, &text);
	ctl_when_put(when, CTL_INDONESIAN, ctl_when_of(row, "covered_until"),
	    &text);
	ctl_table_buf(table, &text);
	why = ctl_text(row, "why");
	if (why[0] == '\0')
		why = ctl_text(row, "poll_problem");
	ctl_table_text(table, why);
	hub_buf_release(&text);
}

/* The links for people. */
static void
print_links(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "institutions");
	struct ctl_table table;
	struct ctl_when when;

	ctl_table_init(&table, link_columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++)
		put_link(&table, &when, json_array_get(rows, i));
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl institutions */
int
ctl_institutions(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 0, 0))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "institutions", NULL, print_links);
}
