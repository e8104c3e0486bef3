/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_body.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "api_unknown.h"
#include "hub_time.h"
#include "ident.h"
#include "utf8.h"

/* Names of members can be this long before they are only counted. */
#define NAME_SHOWN 40

struct reading {
	const struct body_row *rows;
	const char *within; /* "complainant", or "" */
	void *into;
	struct body_problem *problem;
};

/* Says what is wrong with a member; returns false. */
__attribute__((format(printf, 3, 4))) static bool
wrong(struct reading *r, const char *name, const char *fmt, ...)
{
	struct body_problem *p = r->problem;
	va_list args;
	int len;

	(void)snprintf(p->member, sizeof(p->member), "%s%s%s", r->within,
	    r->within[0] == '\0' || name[0] == '\0' ? "" : ".", name);
	len = snprintf(p->text, sizeof(p->text), "%s%s", p->member,
	    p->member[0] == '\0' ? "" : ": ");
	if (len < 0 || (size_t)len >= sizeof(p->text))
		return false;
	va_start(args, fmt);
	(void)vsnprintf(p->text + len, sizeof(p->text) - (size_t)len, fmt,
	    args);
	va_end(args);
	return false;
}

/* Where a row's value goes. */
static void *
place(const struct reading *r, const struct body_row *row)
{
	return (char *)r->into + row->offset;
}

/* A value of another JSON type. */
static bool
wrong_type(struct reading *r, const struct body_row *row,
    const struct hub_json *v, const char *expected)
{
	return wrong(r, row->name, "found %s, expected %s",
	    hub_json_kind(v, ""), expected);
}

/* A text, or a line of it. */
static bool
read_text(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	const char *text = hub_json_text(v, "");
	size_t len = strlen(text);

	if (strcmp(hub_json_kind(v, ""), "text") != 0)
		return wrong_type(r, row, v, "text");
	if (len > row->max)
		return wrong(r, row->name,
		    "found %zu bytes, expected at most %zu", len, row->max);
	if (row->kind == BODY_TEXT ? !utf8_is_text(text, len)
				   : !utf8_is_line(text, len))
		return wrong(r, row->name,
		    "found a control character, expected %s",
		    row->kind == BODY_TEXT
			? "text with tabs and line breaks at most"
			: "one line of text");
	*(const char **)place(r, row) = text;
	return true;
}

/* An instant; "" is the same as absent. */
static bool
read_time(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	const char *text = hub_json_text(v, "");
	int64_t seconds;

	if (strcmp(hub_json_kind(v, ""), "text") != 0)
		return wrong_type(r, row, v,
		    "a time such as \"2026-02-02T08:00:00+08:00\"");
	if (text[0] == '\0')
		return true;
	if (!hub_time_parse(text, &seconds))
		return wrong(r, row->name,
		    "found another text, expected a time"
		    " with its zone, such as \"2026-02-02T08:00:00+08:00\"");
	*(int64_t *)place(r, row) = seconds;
	return true;
}

/* True or false. */
static bool
read_flag(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	if (strcmp(hub_json_kind(v, ""), "flag") != 0)
		return wrong_type(r, row, v, "true or false");
	*(bool *)place(r, row) = hub_json_flag(v, "");
	return true;
}

/* The same as a choice of three. */
static bool
read_choice(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	if (strcmp(hub_json_kind(v, ""), "flag") != 0)
		return wrong_type(r, row, v, "true or false");
	*(unsigned *)place(r, row) = hub_json_flag(v, "") ? 1 : 2;
	return true;
}

/* A whole number. */
static bool
read_count(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	int64_t value = hub_json_int(v, "", -1);

	if (value < 1 || (uint64_t)value > row->max)
		return wrong(r, row->name,
		    "found %s, expected a whole number from 1 to %zu",
		    strcmp(hub_json_kind(v, ""), "number") == 0
			? "another number"
			: hub_json_kind(v, ""),
		    row->max);
	*(uint64_t *)place(r, row) = (uint64_t)value;
	return true;
}

/* All words of a list, a comma between. */
static void
list_words(body_word_fn *word, char *buf, size_t size)
{
	size_t at = 0;

	buf[0] = '\0';
	for (unsigned i = 1; word(i)[0] != '\0' && at < size; i++) {
		int len = snprintf(buf + at, size - at, "%s%s",
		    i == 1 ? "" : ", ", word(i));

		at += len < 0 ? 0 : (size_t)len;
	}
}

/* A word of a closed list; "" is the same as absent. */
static bool
read_word(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	const char *text = hub_json_text(v, "");
	bool is_text = strcmp(hub_json_kind(v, ""), "text") == 0;
	char words[320];

	if (is_text && text[0] == '\0')
		return true;
	for (unsigned i = 1; is_text && row->word(i)[0] != '\0'; i++) {
		if (strcmp(row->word(i), text) == 0) {
			*(unsigned *)place(r, row) = i;
			return true;
		}
	}
	list_words(row->word, words, sizeof(words));
	return wrong(r, row->name, "found %s, expected one of %s",
	    is_text ? "another word" : hub_json_kind(v, ""), words);
}

/* A list of the hub's ids. */
static bool
read_ids(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	struct body_ids *into = place(r, row);
	size_t count = hub_json_count(v, "");

	if (strcmp(hub_json_kind(v, ""), "array") != 0)
		return wrong_type(r, row, v, "a list of ids");
	if (count > row->max)
		return wrong(r, row->name, "found %zu, expected at most %zu",
		    count, row->max);
	for (size_t i = 0; i < count; i++) {
		const char *id = hub_json_text(hub_json_at(v, "", i), "");
		int64_t number;

		if (!ident_parse(id, &number))
			return wrong(r, row->name,
			    "found something else at place %zu, expected the"
			    " id of an attachment",
			    i + 1);
		into->ids[i] = id;
	}
	into->count = count;
	return true;
}

static bool read_member(void *ctx, const char *name, const struct hub_json *v);

/* Members within a member. */
static bool
read_object(struct reading *r, const struct body_row *row,
    const struct hub_json *v)
{
	struct reading inner = { row->inner, row->name, r->into, r->problem };

	if (strcmp(hub_json_kind(v, ""), "object") != 0)
		return wrong_type(r, row, v, "an object");
	return hub_json_each(v, "", read_member, &inner);
}

typedef bool body_read_fn(struct reading *r, const struct body_row *row,
    const struct hub_json *v);

static body_read_fn *const readers[] = {
	[BODY_LINE] = read_text,
	[BODY_INSTITUTION] = read_text,
	[BODY_TEXT] = read_text,
	[BODY_TIME] = read_time,
	[BODY_FLAG] = read_flag,
	[BODY_CHOICE] = read_choice,
	[BODY_COUNT] = read_count,
	[BODY_WORD] = read_word,
	[BODY_OBJECT] = read_object,
	[BODY_IDS] = read_ids,
};

/* A member that no row knows. */
static bool
unknown(struct reading *r, const char *name)
{
	size_t len = strlen(name);
	struct hub_buf text;

	if (len > NAME_SHOWN || !utf8_is_line(name, len))
		return wrong(r, "",
		    "found a member with a name of %zu bytes that is"
		    " not known here; see /openapi.json",
		    len);
	hub_buf_init(&text, sizeof(r->problem->text));
	api_unknown_say(r->rows, name, &text);
	(void)wrong(r, name, "%s", hub_buf_str(&text));
	hub_buf_release(&text);
	return false;
}

/* One member, by its row. */
static bool
read_member(void *ctx, const char *name, const struct hub_json *v)
{
	struct reading *r = ctx;

	for (const struct body_row *row = r->rows; row->name != NULL; row++)
		if (strcmp(row->name, name) == 0)
			return readers[row->kind](r, row, v);
	return unknown(r, name);
}

/* Whether each required member is there. */
static bool
complete(struct reading *r, const struct hub_json *doc)
{
	for (const struct body_row *row = r->rows; row->name != NULL; row++) {
		if (!row->required)
			continue;
		if (!hub_json_has(doc, row->name) ||
		    (row->kind <= BODY_TEXT &&
			hub_json_text(doc, row->name)[0] == '\0'))
			return wrong(r, row->name, "is missing, expected %s",
			    row->help);
	}
	return true;
}

bool
body_read(const struct hub_json *doc, const struct body_row *rows, void *into,
    struct body_problem *ret_problem)
{
	struct reading r = { rows, "", into, ret_problem };

	if (strcmp(hub_json_kind(doc, ""), "object") != 0) {
		ret_problem->member[0] = '\0';
		(void)snprintf(ret_problem->text, sizeof(ret_problem->text),
		    "the body is %s, expected an object",
		    hub_json_kind(doc, ""));
		return false;
	}
	return hub_json_each(doc, "", read_member, &r) && complete(&r, doc);
}
