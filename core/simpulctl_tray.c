/* SPDX-License-Identifier: Apache-2.0 */
/* Letters that wait for a person. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column columns[] = {
	{ "SURAT", "letter", false },
	{ "SEJAK", "since", false },
	{ "KOTAK", "mailbox", false },
	{ "KEADAAN", "state", false },
	{ "INSTANSI", "institution", false },
	{ "SEBAB", "why", false },
	{ .head = NULL },
};

/* One line a letter. */
static void
print_list(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "letters"), *row;
	struct ctl_table table;
	struct ctl_when when;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Baki surat kosong.\nThe tray is empty.\n");
		return;
	}
	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "letter"));
		ctl_when_cell(&when, &table, row, "since");
		for (size_t k = 2; columns[k].head != NULL; k++)
			ctl_table_text(&table,
			    ctl_text(row, columns[k].english));
	}
	(void)ctl_table_print(&table, ctl->out);
	ctl_when_release(&when);
}

/* The header that counts, and the words. */
static void
print_one(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "header"), *row;

	(void)fprintf(ctl->out, "(%s: %s)\n", ctl_text(answer, "state"),
	    ctl_text(answer, "why"));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		(void)fprintf(ctl->out, "%s: %s\n", ctl_text(row, "name"),
		    ctl_text(row, "value"));
	}
	(void)fprintf(ctl->out, "\n%s\n", ctl_text(answer, "text"));
}

/* It is done. */
static void
print_settled(struct ctl *ctl, const json_t *answer)
{
	(void)answer;
	(void)fprintf(ctl->out, "Beres.\nDone.\n");
}

/* It is read once more, which may end where it was. */
static void
print_assigned(struct ctl *ctl, const json_t *answer)
{
	(void)answer;
	(void)fprintf(ctl->out,
	    "Surat itu dibaca lagi; yang tidak menyebut penerusan kembali ke "
	    "baki.\n"
	    "The letter is read again; one that names no handoff comes back "
	    "to the tray.\n");
}

/* simpulctl tray assign|release|drop */
static int
settle(struct ctl *ctl, const char *as)
{
	const char *by = ctl_value(ctl, "--by", "");
	int wanted = strcmp(as, "assign") == 0 ? 3 : 2;

	if (by == NULL || by[0] == '\0')
		return ctl_fail(ctl, "--by is needed: who says so");
	if (!ctl_arguments(ctl, wanted, wanted))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "tray_settle",
	    json_pack("{s:s,s:s,s:s,s:s}", "as", as, "ref", ctl->argv[1],
		"institution", wanted == 3 ? ctl->argv[2] : "", "by", by),
	    wanted == 3 ? print_assigned : print_settled);
}

int
ctl_tray(struct ctl *ctl)
{
	const char *verb;

	if (ctl->argc == 0)
		return ctl_ask_print(ctl, "tray", NULL, print_list);
	verb = ctl->argv[0];
	if (strcmp(verb, "show") == 0) {
		if (!ctl_arguments(ctl, 2, 2))
			return CTL_FAILED;
		return ctl_ask_print(ctl, "tray_show",
		    json_pack("{s:s}", "ref", ctl->argv[1]), print_one);
	}
	if (strcmp(verb, "assign") == 0 || strcmp(verb, "release") == 0 ||
	    strcmp(verb, "drop") == 0)
		return settle(ctl, verb);
	return ctl_fail(ctl, "\"%s\" is none of show, assign, release, drop",
	    verb);
}
