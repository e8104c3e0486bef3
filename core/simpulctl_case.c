/* SPDX-License-Identifier: Apache-2.0 */
/* Where a case is. */
#include "config.h"

#include <string.h>

#include "simpulctl_ask.h"
#include "simpulctl_sentence.h"
#include "simpulctl_table.h"

#define SENTENCE_MAX 8192u

/* One sentence on a line. */
static void
print_sentence(struct ctl *ctl, const struct ctl_when *when,
    enum ctl_tongue tongue, const json_t *found)
{
	struct hub_buf text;

	hub_buf_init(&text, SENTENCE_MAX);
	ctl_sentence_put(when, tongue, found, &text);
	ctl_print(ctl, &text);
}

static const struct ctl_column columns[] = {
	{ "WAKTU", "time", false },
	{ "PERISTIWA", "event", false },
	{ "OLEH", "by", false },
	{ "KEPADA", "to", false },
	{ "PEMEGANG", "holder", false },
	{ "ALASAN", "reason", false },
	{ .head = NULL },
};

/* From whom to whom the case went, if it did. */
static void
put_holder(struct ctl_table *table, const json_t *entry)
{
	const json_t *holder = json_object_get(entry, "holder");
	const char *from = ctl_text(holder, "from_name");
	struct hub_buf text;

	hub_buf_init(&text, 1024);
	hub_buf_fmt(&text, "%s%s%s", from, from[0] == '\0' ? "" : " → ",
	    ctl_text(holder, "to_name"));
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* Who did it, and which person there, by the number that the log keeps. */
static void
put_by(struct ctl_table *table, const json_t *entry)
{
	const char *person = ctl_text(entry, "operator");
	struct hub_buf text;

	hub_buf_init(&text, 1024);
	hub_buf_text(&text, ctl_text(entry, "by_name"));
	if (person[0] != '\0')
		hub_buf_fmt(&text, " (petugas %s)", person);
	ctl_table_buf(table, &text);
	hub_buf_release(&text);
}

/* Whom it was about, unless that is who did it. */
static void
put_about(struct ctl_table *table, const json_t *entry)
{
	const char *about = ctl_text(entry, "about_name");
	bool own = strcmp(about, ctl_text(entry, "by_name")) == 0;

	ctl_table_text(table, own ? "" : about);
}

/* Why, and what a mail server's answer was. */
static void
put_ground(struct ctl_table *table, const json_t *entry)
{
	const char *title = ctl_text(json_object_get(entry, "reason_title"),
	    "id");
	json_int_t smtp = json_integer_value(json_object_get(entry, "smtp"));
	char text[160];

	(void)snprintf(text, sizeof(text), "%s (%lld)", title, (long long)smtp);
	ctl_table_text(table, title[0] != '\0' && smtp != 0 ? text : title);
}

/* What happened to a case, a line an entry of the audit log. */
static void
print_history(struct ctl *ctl, const struct ctl_when *when,
    const json_t *history)
{
	const json_t *entry, *title;
	struct ctl_table table;
	struct hub_buf text;
	size_t i;

	ctl_table_init(&table, columns);
	hub_buf_init(&text, 128);
	json_array_foreach(history, i, entry)
	{
		title = json_object_get(entry, "title");
		ctl_when_put(when, CTL_INDONESIAN, ctl_when_of(entry, "at"),
		    &text);
		ctl_table_buf(&table, &text);
		ctl_table_text(&table,
		    title == NULL ? ctl_text(entry, "type")
				  : ctl_text(title, "id"));
		put_by(&table, entry);
		put_about(&table, entry);
		put_holder(&table, entry);
		put_ground(&table, entry);
	}
	hub_buf_release(&text);
	(void)fputc('\n', ctl->out);
	(void)ctl_table_print(&table, ctl->out);
}

/* Every case that the reference may mean. */
static void
print_cases(struct ctl *ctl, const json_t *answer)
{
	const json_t *found, *cases = json_object_get(answer, "cases");
	struct ctl_when when;

	ctl_when_init(&when, answer);
	if (json_array_size(cases) > 1)
		(void)fprintf(ctl->out,
		    "%zu laporan cocok dengan acuan itu.\n"
		    "%zu cases match that reference.\n\n",
		    json_array_size(cases), json_array_size(cases));
	for (size_t i = 0; i < json_array_size(cases); i++) {
		found = json_array_get(cases, i);
		if (i > 0)
			(void)fputc('\n', ctl->out);
		print_sentence(ctl, &when, CTL_INDONESIAN, found);
		print_sentence(ctl, &when, CTL_ENGLISH, found);
		if (json_object_get(found, "history") != NULL)
			print_history(ctl, &when,
			    json_object_get(found, "history"));
	}
	ctl_when_release(&when);
}

/* simpulctl case REF */
int
ctl_case(struct ctl *ctl)
{
	bool history = ctl_flag(ctl, "--history");

	if (!ctl_arguments(ctl, 1, 1))
		return CTL_FAILED;
	return ctl_ask_print(ctl, "case",
	    json_pack("{s:s,s:b}", "ref", ctl->argv[0], "history",
		history ? 1 : 0),
	    print_cases);
}
