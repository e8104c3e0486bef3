/* SPDX-License-Identifier: Apache-2.0 */
/* What a person is to enter at institutions that are served by hand. */
#include "config.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "simpulctl_ask.h"
#include "simpulctl_table.h"
#include "simpulctl_when.h"

static const struct ctl_column columns[] = {
	{ "PENGIRIMAN", "delivery", false },
	{ "INSTANSI", "institution", false },
	{ "LAPORAN", "case", false },
	{ "MEMBAWA", "says", false },
	{ "UMUR", "age", true },
	{ "BATAS", "due", false },
	{ "SEBAB", "why", false },
	{ .head = NULL },
};

/* The age and the limit of one. */
static void
put_times(struct ctl_table *table, const struct ctl_when *when,
    const json_t *row)
{
	struct hub_buf text;

	hub_buf_init(&text, 256);
	ctl_when_age(when, CTL_INDONESIAN, ctl_when_of(row, "made_at"), &text);
	ctl_table_buf(table, &text);
	ctl_when_put(when, CTL_INDONESIAN, ctl_when_of(row, "deadline"), &text);
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* The list for people. */
static void
print_list(struct ctl *ctl, const json_t *answer)
{
	const json_t *rows = json_object_get(answer, "todo"), *row;
	struct ctl_table table;
	struct ctl_when when;

	if (json_array_size(rows) == 0) {
		(void)fprintf(ctl->out,
		    "Tidak ada yang perlu dimasukkan dengan tangan.\n"
		    "Nothing is to be entered by hand.\n");
		return;
	}
	ctl_table_init(&table, columns);
	ctl_when_init(&when, answer);
	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		ctl_table_text(&table, ctl_text(row, "id"));
		ctl_table_text(&table, ctl_text(row, "institution"));
		ctl_table_text(&table, ctl_text(row, "case"));
		ctl_table_text(&table, ctl_text(row, "says"));
		put_times(&table, &when, row);
		ctl_table_text(&table, ctl_text(row, "why"));
	}
	ctl_when_release(&when);
	(void)ctl_table_print(&table, ctl->out);
	ctl_print_more(ctl, answer);
}

/* The text on stdout, to be piped; what is known besides on stderr. */
static void
print_text(struct ctl *ctl, const json_t *answer)
{
	const char *ref = ctl_text(answer, "remote_ref");

	(void)fputs(ctl_text(answer, "text"), ctl->out);
	(void)fprintf(ctl->err, "-- %s, %lld karakter (characters)%s%s\n",
	    ctl_text(answer, "institution"),
	    (long long)ctl_int(answer, "characters"),
	    ref[0] == '\0' ? "" : "; nomor di sana (their reference): ", ref);
}

/* Whether it is done now, or was before. */
static void
print_done(struct ctl *ctl, const json_t *answer)
{
	if (json_is_true(json_object_get(answer, "changed")))
		(void)fprintf(ctl->out,
		    "Dicatat sebagai sudah dimasukkan.\n"
		    "It is noted as entered.\n");
	else
		(void)fprintf(ctl->out,
		    "Itu sudah dicatat sebelumnya; tidak ada yang diubah.\n"
		    "That was noted before; nothing was changed.\n");
}

/* Who acts, unless said: the user's name. */
static const char *
own_name(void)
{
	const struct passwd *who = getpwuid(geteuid());

	return who == NULL ? "root" : who->pw_name;
}

/* simpulctl todo ID --done */
static int
done(struct ctl *ctl, const char *ref, const char *by)
{
	return ctl_ask_print(ctl, "todo_done",
	    json_pack("{s:s,s:s,s:s}", "id", ctl->argv[0], "ref", ref, "by",
		by),
	    print_done);
}

/* simpulctl todo */
int
ctl_todo(struct ctl *ctl)
{
	bool ends = ctl_flag(ctl, "--done");
	const char *ref = ctl_value(ctl, "--ref", "");
	const char *by = ctl_value(ctl, "--by", own_name());
	const char *at = ctl_value(ctl, "--institution", "");
	int64_t limit;

	if (ref == NULL || by == NULL || at == NULL)
		return ctl_fail(ctl,
		    "--ref, --by and --institution need a "
		    "value");
	if (!ctl_number(ctl, "--limit", 0, &limit) || !ctl_arguments(ctl, 0, 1))
		return CTL_FAILED;
	if (ends != (ends && ctl->argc == 1) || (ref[0] != '\0' && !ends)) {
		ctl_usage(ctl->err, ctl->command);
		return CTL_FAILED;
	}
	if (ends)
		return done(ctl, ref, by);
	if (ctl->argc == 1)
		return ctl_ask_print(ctl, "todo_text",
		    json_pack("{s:s}", "id", ctl->argv[0]), print_text);
	return ctl_ask_print(ctl, "todo",
	    json_pack("{s:s,s:I}", "institution", at, "limit",
		(json_int_t)limit),
	    print_list);
}
