/* SPDX-License-Identifier: Apache-2.0 */
/* The indicators of a period, as tables, as CSV, or as one JSON document. */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "indicator.h"
#include "limits.h"
#include "simpulctl_ask.h"
#include "simpulctl_table.h"

static const struct ctl_column columns[] = {
	{ "INDIKATOR", "indicator", false },
	{ "PEMBILANG", "numerator", true },
	{ "PENYEBUT", "denominator", true },
	{ "NILAI", "value", true },
	{ "SATUAN", "unit", false },
	{ "PEMBULATAN", "rounding", false },
	{ .head = NULL },
};

/* What comes of the question. */
struct heard {
	struct ctl *ctl;
	json_t *groups; /* owned */
	bool on_terminal;
};

typedef void put_fn(struct heard *heard, const json_t *answer);

/* A unit for people, in Indonesian. */
static const char *
unit_text(enum unit unit)
{
	static const char *const texts[] = {
		[UNIT_CASES] = "laporan",
		[UNIT_HANDOFFS] = "penerusan",
		[UNIT_DISPUTES] = "sengketa",
		[UNIT_DAYS] = "hari kerja",
		[UNIT_HOPS] = "kali",
		[UNIT_PERCENT] = "%",
	};

	return texts[unit];
}

/* control page: some groups, or a word of progress. */
static void
take_page(void *ctx, const json_t *said)
{
	struct heard *heard = ctx;

	(void)json_array_extend(heard->groups, json_object_get(said, "page"));
	if (heard->on_terminal)
		(void)fprintf(heard->ctl->err, "\r%lld laporan / cases ",
		    (long long)ctl_int(said, "seen"));
}

/* A number, or nothing where it is not there. */
static void
put_number(struct hub_buf *text, const json_t *object, const char *name)
{
	if (json_object_get(object, name) != NULL)
		hub_buf_fmt(text, "%lld", (long long)ctl_int(object, name));
}

/* The value: a count is its own. */
static void
put_value(struct hub_buf *text, const json_t *value, char mark)
{
	const char *said = ctl_text(value, "value");

	if (json_object_get(value, "denominator") == NULL)
		put_number(text, value, "numerator");
	for (; *said != '\0'; said++)
		hub_buf_char(text, *said == '.' ? mark : *said);
}

/* One value as a row for people. */
static void
put_row(struct ctl_table *table, const json_t *value)
{
	const struct indicator *row = indicator_find(ctl_text(value, "id"));
	bool is_count = json_object_get(value, "denominator") == NULL;
	struct hub_buf text;

	hub_buf_init(&text, CONTROL_LINE_MAX);
	ctl_table_text(table, row == NULL ? ctl_text(value, "id") : row->name);
	if (!is_count)
		put_number(&text, value, "numerator");
	ctl_table_buf(table, &text);
	put_number(&text, value, "denominator");
	ctl_table_buf(table, &text);
	put_value(&text, value, ',');
	if (text.len == 0)
		hub_buf_char(&text, '-');
	ctl_table_buf(table, &text);
	ctl_table_text(table, row == NULL ? "" : unit_text(row->unit));
	ctl_table_text(table, ctl_text(value, "rounding"));
	hub_buf_release(&text);
}

/* One group for people. */
static void
print_group(struct ctl *ctl, const json_t *group)
{
	const json_t *values = json_object_get(group, "values");
	struct ctl_table table;

	ctl_table_init(&table, columns);
	for (size_t i = 0; i < json_array_size(values); i++)
		put_row(&table, json_array_get(values, i));
	(void)ctl_table_print(&table, ctl->out);
}

/* The name of a group, with what no terminal should act on shown plainly. */
static void
print_name(struct ctl *ctl, const json_t *group)
{
	const char *code = ctl_text(group, "group");
	struct hub_buf text;

	hub_buf_init(&text, CONTROL_LINE_MAX);
	ctl_put_plain(&text, code[0] == '\0' ? "-" : code);
	hub_buf_char(&text, ' ');
	ctl_put_plain(&text, ctl_text(group, "name"));
	(void)fprintf(ctl->out, "\n%s\n", hub_buf_str(&text));
	hub_buf_release(&text);
}

/* put_fn: tables for people. */
static void
print_tables(struct heard *heard, const json_t *answer)
{
	const char *from = ctl_text(answer, "from");
	const json_t *group;
	struct ctl *ctl = heard->ctl;

	(void)fprintf(ctl->out, "%s s.d. %s (%s)\n\n",
	    from[0] == '\0' ? "..." : from, ctl_text(answer, "to"),
	    ctl_text(answer, "zone"));
	print_group(ctl, json_object_get(answer, "total"));
	for (size_t i = 0; i < json_array_size(heard->groups); i++) {
		group = json_array_get(heard->groups, i);
		print_name(ctl, group);
		print_group(ctl, group);
	}
}

/* One cell of a CSV line by RFC 4180; the last one ends it. */
static void
put_cell(struct ctl *ctl, const char *text, bool last)
{
	bool quoted = strpbrk(text, "\",\r\n") != NULL;

	if (quoted)
		(void)fputc('"', ctl->out);
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '"')
			(void)fputc('"', ctl->out);
		(void)fputc(*at, ctl->out);
	}
	if (quoted)
		(void)fputc('"', ctl->out);
	(void)fputs(last ? "\r\n" : ",", ctl->out);
}

/* A cell of what a buffer holds, which is empty then. */
static void
put_cell_buf(struct ctl *ctl, struct hub_buf *text)
{
	put_cell(ctl, hub_buf_str(text), false);
	hub_buf_clear(text);
}

/* One value as a line of CSV. */
static void
put_line(struct ctl *ctl, const json_t *group, const json_t *value)
{
	const struct indicator *row = indicator_find(ctl_text(value, "id"));
	struct hub_buf text;

	hub_buf_init(&text, CONTROL_LINE_MAX);
	put_cell(ctl, ctl_text(group, "group"), false);
	put_cell(ctl, ctl_text(group, "name"), false);
	put_cell(ctl, ctl_text(value, "id"), false);
	put_cell(ctl, row == NULL ? "" : row->name, false);
	put_number(&text, value, "numerator");
	put_cell_buf(ctl, &text);
	put_number(&text, value, "denominator");
	put_cell_buf(ctl, &text);
	put_value(&text, value, '.');
	put_cell_buf(ctl, &text);
	put_cell(ctl, row == NULL ? "" : unit_name(row->unit), false);
	put_cell(ctl, ctl_text(value, "rounding"), false);
	put_cell(ctl, row == NULL ? "" : population_name(row->population),
	    true);
	hub_buf_release(&text);
}

/* The values of a group as lines of CSV. */
static void
put_lines(struct ctl *ctl, const json_t *group)
{
	const json_t *values = json_object_get(group, "values");

	for (size_t i = 0; i < json_array_size(values); i++)
		put_line(ctl, group, json_array_get(values, i));
}

/* put_fn: CSV; the total has no group. */
static void
print_csv(struct heard *heard, const json_t *answer)
{
	(void)fputs("group,name,indicator,title,numerator,denominator,value,"
		    "unit,rounding,population\r\n",
	    heard->ctl->out);
	put_lines(heard->ctl, json_object_get(answer, "total"));
	for (size_t i = 0; i < json_array_size(heard->groups); i++)
		put_lines(heard->ctl, json_array_get(heard->groups, i));
}

/* put_fn: the document of the API. */
static void
print_json(struct heard *heard, const json_t *answer)
{
	json_t *document = json_copy((json_t *)answer);

	(void)json_object_set(document, "items", heard->groups);
	ctl_print_json(heard->ctl, document);
	json_decref(document);
}

static const struct {
	const char *name;
	put_fn *put;
} formats[] = {
	{ "table", print_tables },
	{ "csv", print_csv },
	{ "json", print_json },
};
#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* A text option of the question; false after saying that it has no value. */
static bool
take_text(struct ctl *ctl, json_t *request, const char *option)
{
	const char *value = ctl_value(ctl, option, "");

	if (value == NULL) {
		(void)ctl_fail(ctl, "%s needs a value", option);
		return false;
	}
	if (value[0] != '\0')
		(void)json_object_set_new(request, option + 2,
		    json_string(value));
	return true;
}

/* A number of the question, if it is given. */
static bool
take_number(struct ctl *ctl, json_t *request, const char *option)
{
	int64_t number;

	if (!ctl_number(ctl, option, -1, &number))
		return false;
	if (number >= 0)
		(void)json_object_set_new(request, option + 2,
		    json_integer(number));
	return true;
}

/* The question, or NULL after saying what is wrong. */
static json_t *
take_request(struct ctl *ctl)
{
	static const char *const texts[] = { "--from", "--to", "--institution",
		"--region", "--by", "--rounding" };
	json_t *request = json_object();
	bool good = true;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts) && good; i++)
		good = take_text(ctl, request, texts[i]);
	good = good && take_number(ctl, request, "--digits") &&
	    take_number(ctl, request, "--pad") && ctl_arguments(ctl, 0, 0);
	if (good)
		return request;
	json_decref(request);
	return NULL;
}

/* How it is printed; NULL after saying what is wrong. */
static put_fn *
take_format(struct ctl *ctl)
{
	const char *name = ctl_value(ctl, "--format",
	    ctl->json ? "json" : "table");

	for (size_t i = 0; name != NULL && i < FORMATS; i++)
		if (strcmp(formats[i].name, name) == 0)
			return formats[i].put;
	(void)ctl_fail(ctl, "--format is \"%s\"; expected table, csv or json",
	    name == NULL ? "" : name);
	return NULL;
}

/* simpulctl report */
int
ctl_report(struct ctl *ctl)
{
	put_fn *put = take_format(ctl);
	json_t *request = put == NULL ? NULL : take_request(ctl), *answer;
	struct heard heard = { ctl, NULL, isatty(STDERR_FILENO) == 1 };
	const struct ctl_pages pages = { take_page, &heard };
	int status;

	if (request == NULL)
		return CTL_FAILED;
	heard.groups = json_array();
	status = ctl_ask_pages(ctl, "report", request, &pages, &answer);
	if (heard.on_terminal)
		(void)fputs("\r                              \r", ctl->err);
	if (status == CTL_GOOD) {
		put(&heard, answer);
		json_decref(answer);
	}
	json_decref(heard.groups);
	return status;
}
