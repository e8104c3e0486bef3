/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon.h"

#include "canon_rows.h"
#include "hub_time.h"

#define NUMBER_MAX ((UINT64_C(1) << 53) - 1)
#define DAY_MS INT64_C(86400000)
#define TIME_LEN 24 /* 2026-02-02T08:00:00.000Z */

/* Where the writer is. */
struct writer {
	struct hub_buf *out;
	const struct canon_entry *entry;
	enum canon_group open;
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

/* A text in quotes; of what a line may hold only two want a backslash. */
static void
put_text(struct hub_buf *out, const char *text)
{
	hub_buf_char(out, '"');
	for (;;) {
		size_t plain = strcspn(text, "\"\\");

		hub_buf_add(out, text, plain);
		text += plain;
		if (*text == '\0')
			break;
		hub_buf_char(out, '\\');
		hub_buf_char(out, *text++);
	}
	hub_buf_char(out, '"');
}

/* A number in decimal. */
static void
put_number(struct hub_buf *out, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	hub_buf_add(out, digits + at, sizeof(digits) - at);
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
put_time(struct hub_buf *out, int64_t ms)
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
	hub_buf_add(out, text, TIME_LEN + 2);
	return true;
}

/* A row's value; false when it breaks its rule. */
static bool
put_value(struct writer *w, const struct canon_row *row)
{
	uint64_t number;

	switch (row->kind) {
	case CANON_CONSTANT:
		put_text(w->out, row->words[0]);
		return true;
	case CANON_FLAG:
		hub_buf_add(w->out, "true", 4);
		return true;
	case CANON_TIME:
		return put_time(w->out,
		    (int64_t)number_at(w->entry, row->offset));
	case CANON_NUMBER:
	case CANON_BUCKET:
		number = number_at(w->entry, row->offset);
		if (number > NUMBER_MAX)
			return false;
		if (row->kind == CANON_BUCKET && (number & (number - 1)) != 0)
			return false;
		put_number(w->out, number);
		return true;
	default:
		if (!canon_text_ok(row, text_at(w->entry, row->offset)))
			return false;
		put_text(w->out, text_at(w->entry, row->offset));
		return true;
	}
}

/* A comma, unless an object has just begun. */
static void
put_comma(struct hub_buf *out)
{
	if (out->len > 0 && out->data[out->len - 1] != '{')
		hub_buf_char(out, ',');
}

/* Begins an object; its parent is open. */
static void
open_group(struct writer *w, enum canon_group group)
{
	put_comma(w->out);
	hub_buf_char(w->out, '"');
	hub_buf_text(w->out, canon_group(group)->name);
	hub_buf_add(w->out, "\":{", 3);
	w->open = group;
}

/* Ends and begins objects until the row's is the open one. */
static void
enter(struct writer *w, enum canon_group group)
{
	enum canon_group parent = canon_group(group)->parent;

	while (w->open != group && w->open != parent && w->open != CANON_ROOT) {
		hub_buf_char(w->out, '}');
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
	put_comma(w->out);
	hub_buf_add(w->out, row->key, row->key_len);
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
	struct writer w = { out, e, CANON_ROOT };
	const size_t start = out->len;
	const struct canon_row *rows;
	size_t count, i;

	rows = canon_rows(&count);
	hub_buf_char(out, '{');
	for (i = 0; i < count; i++) {
		enum hub_status status = put_row(&w, &rows[i], err);

		if (status != HUB_OK) {
			out->len = start;
			return status;
		}
	}
	hub_buf_char(out, '}');
	if (hub_buf_ok(out) && out->len - start <= CANON_MAX)
		return HUB_OK;
	out->len = start;
	return hub_fail(err, HUB_FAULT, "audit entry is too long");
}
