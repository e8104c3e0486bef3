/* SPDX-License-Identifier: Apache-2.0 */
/* Links to a case's files that institutions were given. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column columns[] = {
	{ "LAPORAN", "case", false },
	{ "PENGIRIMAN", "delivery", false },
	{ "LEMBAGA", "institution", false },
	{ "BERKAS", "file", false },
	{ "KEADAAN", "state", false },
	{ "SAMPAI", "until", false },
	{ .head = NULL },
};

static const struct {
	const char *name, *word;
} states[] = {
	{ "in_force", "berlaku" },
	{ "revoked", "dicabut" },
	{ "over", "berakhir" },
	{ "secret", "laporan rahasia" },
};

/* The word of a state. */
static const char *
word_of(const char *name)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].name, name) == 0)
			return states[i].word;
	return name;
}

/* The list for people. */
static void
print_links(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "links"), *row;
	struct ctl_table table;
	struct ctl_when when;
	struct hub_buf text;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada tautan ke berkas laporan itu.\n"
		    "No link to a file of that case was given.\n");
		return;
	}
	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	hub_buf_init(&text, 128);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "case"));
		ctl_table_text(&table, ctl_text(row, "delivery"));
		ctl_table_text(&table, ctl_text(row, "institution"));
		ctl_table_text(&table, ctl_text(row, "attachment"));
		ctl_table_text(&table, word_of(ctl_text(row, "state")));
		ctl_when_put(&when, CTL_INDONESIAN, ctl_when_of(row, "until"),
		    &text);
		ctl_table_buf(&table, &text);
	}
	hub_buf_release(&text);
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
}

/* simpulctl links REF */
int
ctl_links(struct ctl *ctl)
{
	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "links",
	    json_pack("{s:s}", "ref", ctl->argv[0]), print_links);
}
