/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon.h"

#include "canon_rows.h"
#include "hub_time.h"

#define NUMBER_MAX ((UINT64_C(1) << 53) - 1)
#define DAY_MS INT64_C(86400000)
#define TIME_LEN 24 /* 2026-02-02T08:00:00.000Z */

/* Where the writer is: the bytes are made on the stack, where none needs an
 * allocation, and are handed over as a whole. */
struct writer {
	const struct canon_entry *entry;
	enum canon_group open;
	char *at, *end; /* at NULL: there was no room */
};

/* An entry that says nothing yet. */
struct canon_entry
canon_entry_init(const char *type)
{
	struct canon_entry e;
	const struct canon_row *rows;
	size_t count, i;

	memset(&e, 0, sizeof(e));
	rows = canon_rows(&count);
	for (i = 0; i < count; i++) {
		const char *none = "";

		if (rows[i].kind > CANON_CONSTANT &&
		    rows[i].kind < CANON_NUMBER)
			memcpy((char *)&e + rows[i].offset, &none,
			    sizeof(none));
	}
	e.type = type;
	return e;
}

bool
canon_renames(const struct canon_entry *e)
{
	return strcmp(e->type, "simpul.institution.changed.v1") == 0 &&
	    strcmp(e->action, "rename") == 0;
}

/* A text member. */
static const char *
text_at(const struct canon_entry *e, size_t offset)
{
	const char *text;

	memcpy(&text, (const char *)e + offset, sizeof(text));
	return text;
}

/* A number member; a time's bits. */
static uint64_t
number_at(const struct canon_entry *e, size_t offset)
{
	uint64_t number;

	memcpy(&number, (const char *)e + offset, sizeof(number));
	return number;
}

/* Whether the member says nothing. */
static bool
is_empty(const struct canon_entry *e, const struct canon_row *row)
{
	if (row->kind == CANON_CONSTANT)
		return false;
	if (row->kind == CANON_FLAG)
		return !*((const bool *)((const char *)e + row->offset));
	if (row->kind < CANON_NUMBER)
		return text_at(e, row->offset)[0] == '\0';
	return number_at(e, row->offset) == 0;
}

/* Bytes as they are. */
static void
put(struct writer *w, const char *bytes, size_t len)
{
	if (w->at == NULL || len > (size_t)(w->end - w->at)) {
		w->at = NULL;
		return;
	}
	memcpy(w->at, bytes, len);
	w->at += len;
}

/* One character. */
static void
put_char(struct writer *w, char c)
{
	put(w, &c, 1);
}

/* A text in quotes; of what a line may hold only two want a backslash. */
static void
put_text(struct writer *w, const char *text, size_t len)
{
	const char *end = text + len, *plain;

	put_char(w, '"');
	for (; text < end; text = plain) {
		for (plain = text; plain < end; plain++)
			if (*plain == '"' || *plain == '\\')
				break;
		put(w, text, (size_t)(plain - text));
		if (plain == end)
			break;
		put_char(w, '\\');
		put_char(w, *plain++);
	}
	put_char(w, '"');
}

/* A number in decimal. */
static void
put_number(struct writer *w, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	put(w, digits + at, sizeof(digits) - at);
}

/* The last digits of a number at a place. */
static void
put_digits(char *to, unsigned digits, uint64_t number)
{
	while (digits-- > 0) {
		to[digits] = (char)('0' + number % 10);
		number /= 10;
	}
}

/* An instant in quotes; false outside the years 0 to 9999. */
static bool
put_time(struct writer *w, int64_t ms)
{
	char text[] = "\"0000-00-00T00:00:00.000Z\"";
	int64_t day = ms / DAY_MS - (ms % DAY_MS < 0);
	uint64_t rest = (uint64_t)(ms - day * DAY_MS);
	unsigned month, of_month;
	int year;

	hub_civil_from_days(day, &year, &month, &of_month);
	if (year < 0 || year > 9999)
		return false;
	put_digits(text + 1, 4, (uint64_t)year);
	put_digits(text + 6, 2, month);
	put_digits(text + 9, 2, of_month);
	put_digits(text + 12, 2, rest / 3600000);
	put_digits(text + 15, 2, rest / 60000 % 60);
	put_digits(text + 18, 2, rest / 1000 % 60);
	put_digits(text + 21, 3, rest % 1000);
	put(w, text, TIME_LEN + 2);
	return true;
}

/* A row's text; false when it breaks its rule. */
static bool
put_checked(struct writer *w, const struct canon_row *row)
{
	const char *text = text_at(w->entry, row->offset);
	size_t len = strlen(text);

	if (!canon_text_ok(row, text, len))
		return false;
	if (row->kind == CANON_LINE) {
		put_text(w, text, len);
		return true;
	}
	/* No other kind has a character that wants a backslash. */
	put_char(w, '"');
	put(w, text, len);
	put_char(w, '"');
	return true;
}

/* A row's value; false when it breaks its rule. */
static bool
put_value(struct writer *w, const struct canon_row *row)
{
	uint64_t number;

	switch (row->kind) {
	case CANON_CONSTANT:
		put_text(w, row->words[0], strlen(row->words[0]));
		return true;
	case CANON_FLAG:
		put(w, "true", 4);
		return true;
	case CANON_TIME:
		return put_time(w, (int64_t)number_at(w->entry, row->offset));
	case CANON_NUMBER:
	case CANON_BUCKET:
		number = number_at(w->entry, row->offset);
		if (number > NUMBER_MAX)
			return false;
		if (row->kind == CANON_BUCKET && (number & (number - 1)) != 0)
			return false;
		put_number(w, number);
		return true;
	default:
		return put_checked(w, row);
	}
}

/* A comma, unless an object has just begun. */
static void
put_comma(struct writer *w)
{
	if (w->at != NULL && w->at[-1] != '{')
		put_char(w, ',');
}

/* Begins an object; its parent is open. */
static void
open_group(struct writer *w, enum canon_group group)
{
	const struct canon_group_row *row = canon_group(group);

	put_comma(w);
	put(w, row->key, row->key_len);
	w->open = group;
}

/* Ends and begins objects until the row's is the open one. */
static void
enter(struct writer *w, enum canon_group group)
{
	enum canon_group parent = canon_group(group)->parent;

	while (w->open != group && w->open != parent && w->open != CANON_ROOT) {
		put_char(w, '}');
		w->open = canon_group(w->open)->parent;
	}
	if (w->open == group)
		return;
	if (w->open != parent)
		open_group(w, parent);
	open_group(w, group);
}

/* Writes one member, or nothing when it says nothing. */
static enum hub_status
put_row(struct writer *w, const struct canon_row *row, struct hub_error *err)
{
	const struct canon_group_row *group = canon_group(row->group);
	bool whole = group->tells != 0;

	if (whole && text_at(w->entry, group->tells)[0] == '\0')
		return HUB_OK;
	if (!whole && is_empty(w->entry, row)) {
		if (!row->required)
			return HUB_OK;
		return hub_fail(err, HUB_FAULT, "audit entry without %s",
		    row->name);
	}
	enter(w, row->group);
	put_comma(w);
	put(w, row->key, row->key_len);
	if (put_value(w, row))
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "audit entry: %s%s%s is no %s",
	    group->name, group->name[0] == '\0' ? "" : ".", row->name,
	    canon_kind_name(row->kind));
}

/* Writes the entry, or nothing. */
enum hub_status
canon_write(struct hub_buf *out, const struct canon_entry *e,
    struct hub_error *err)
{
	char bytes[CANON_MAX];
	struct writer w = { e, CANON_ROOT, bytes, bytes + sizeof(bytes) };
	const struct canon_row *rows;
	size_t count, i;

	rows = canon_rows(&count);
	put_char(&w, '{');
	for (i = 0; i < count; i++) {
		enum hub_status status = put_row(&w, &rows[i], err);

		if (status != HUB_OK)
			return status;
	}
	put_char(&w, '}');
	if (w.at != NULL)
		hub_buf_add(out, bytes, (size_t)(w.at - bytes));
	if (w.at == NULL || !hub_buf_ok(out))
		return hub_fail(err, HUB_FAULT, "audit entry is too long");
	return HUB_OK;
}
