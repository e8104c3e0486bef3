/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_read.h"

#include "canon_rows.h"
#include "hub_time.h"

#define NUMBER_MAX ((UINT64_C(1) << 53) - 1)
#define NUMBER_DIGITS 16
#define DAY_MS INT64_C(86400000)
#define TIME_LEN 24
#define NAME_SHOWN 40 /* characters of a name that nobody knows */

/* Where the reader is; the bytes are a copy in which texts get their NUL. */
struct cursor {
	struct canon_entry *entry;
	char *at, *end;
	enum canon_group open;
	struct hub_error *err;
};

/* An entry that says nothing stands ready to be copied. */
void
canon_reader_init(struct canon_reader *reader)
{
	reader->empty = canon_entry_init("");
	reader->entry = reader->empty;
}

/* Takes those bytes off; false, and nothing taken, when others stand there. */
static bool
skip(struct cursor *c, const char *bytes, size_t len)
{
	if ((size_t)(c->end - c->at) < len || memcmp(c->at, bytes, len) != 0)
		return false;
	c->at += len;
	return true;
}

/* Says that a member breaks its rule. */
static enum hub_status
refuse(const struct cursor *c, const struct canon_row *row, const char *why)
{
	const struct canon_group_row *group = canon_group(row->group);

	return hub_fail(c->err, HUB_MALFORMED, "%s%s%s %s", group->name,
	    group->name[0] == '\0' ? "" : ".", row->name, why);
}

/* A text in quotes, ended by a NUL where it stands; NULL when it is none. */
static char *
take_text(struct cursor *c, size_t *ret_len)
{
	char *begin = c->at + 1, *from = begin, *to = begin;

	if (c->at == c->end || *c->at != '"')
		return NULL;
	while (from < c->end && *from != '"') {
		if (*from == '\\') {
			from++;
			if (from == c->end || (*from != '"' && *from != '\\'))
				return NULL;
		}
		*to++ = *from++;
	}
	if (from >= c->end)
		return NULL;
	c->at = from + 1;
	*to = '\0';
	*ret_len = (size_t)(to - begin);
	return begin;
}

/* A number as decimal digits without leading zeros. */
static bool
take_number(struct cursor *c, uint64_t *ret)
{
	const char *begin = c->at;
	uint64_t number = 0;

	while (c->at < c->end && *c->at >= '0' && *c->at <= '9' &&
	    c->at - begin < NUMBER_DIGITS)
		number = number * 10 + (uint64_t)(*c->at++ - '0');
	if (c->at == begin || (*begin == '0' && c->at - begin > 1))
		return false;
	*ret = number;
	return number <= NUMBER_MAX;
}

/* So many digits. */
static bool
digits(const char *text, unsigned count, unsigned *ret)
{
	*ret = 0;
	for (; count > 0; count--, text++) {
		if (*text < '0' || *text > '9')
			return false;
		*ret = *ret * 10 + (unsigned)(*text - '0');
	}
	return true;
}

/* An instant as canon_write puts it: 2026-02-02T08:00:00.000Z. */
static bool
read_time(const char *text, size_t len, int64_t *ret)
{
	unsigned year, month, day, hour, minute, second, ms, m, d;
	int64_t days;
	int y;

	if (len != TIME_LEN || text[4] != '-' || text[7] != '-' ||
	    text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
	    text[19] != '.' || text[23] != 'Z' || !digits(text, 4, &year) ||
	    !digits(text + 5, 2, &month) || !digits(text + 8, 2, &day) ||
	    !digits(text + 11, 2, &hour) || !digits(text + 14, 2, &minute) ||
	    !digits(text + 17, 2, &second) || !digits(text + 20, 3, &ms) ||
	    month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
	    minute > 59 || second > 59)
		return false;
	days = hub_days_from_civil((int)year, month, day);
	hub_civil_from_days(days, &y, &m, &d);
	*ret = days * DAY_MS +
	    ((hour * INT64_C(60) + minute) * 60 + second) * 1000 + ms;
	return m == month && d == day && *ret != 0;
}

/* Puts a value where the entry has it. */
static void
store(struct cursor *c, const struct canon_row *row, const void *value,
    size_t size)
{
	memcpy((char *)c->entry + row->offset, value, size);
}

/* A value that is no text. */
static enum hub_status
read_plain(struct cursor *c, const struct canon_row *row)
{
	bool yes = true, whole = canon_group(row->group)->tells != 0;
	uint64_t number;

	if (row->kind == CANON_FLAG) {
		if (!skip(c, "true", 4))
			return refuse(c, row, "is not true");
		store(c, row, &yes, sizeof(yes));
		return HUB_OK;
	}
	if (!take_number(c, &number))
		return refuse(c, row, "is no whole number below 2^53");
	if (number == 0 && !whole)
		return refuse(c, row, "is 0, which is left out");
	if (row->kind == CANON_BUCKET && (number & (number - 1)) != 0)
		return refuse(c, row, "is no power of two");
	store(c, row, &number, sizeof(number));
	return HUB_OK;
}

/* A value; canon_write has one way to write it. */
static enum hub_status
read_value(struct cursor *c, const struct canon_row *row)
{
	const char *text;
	int64_t ms;
	size_t len;

	if (row->kind == CANON_FLAG || row->kind == CANON_NUMBER ||
	    row->kind == CANON_BUCKET)
		return read_plain(c, row);
	text = take_text(c, &len);
	if (text == NULL)
		return refuse(c, row, "is no text");
	if (row->kind == CANON_TIME) {
		if (!read_time(text, len, &ms))
			return refuse(c, row, "is no time");
		store(c, row, &ms, sizeof(ms));
		return HUB_OK;
	}
	if (row->kind == CANON_CONSTANT)
		return strcmp(text, row->words[0]) == 0 && len == strlen(text)
		    ? HUB_OK
		    : refuse(c, row, "is not what it always is");
	if (len == 0)
		return refuse(c, row, "is empty");
	if (strlen(text) != len || !canon_text_ok(row, text, len))
		return refuse(c, row, "breaks its rule");
	store(c, row, &text, sizeof(text));
	return HUB_OK;
}

/* A comma, unless an object has just begun. */
static bool
skip_comma(struct cursor *c)
{
	return c->at[-1] == '{' || skip(c, ",", 1);
}

/* Ends objects that the row is not in. */
static bool
leave(struct cursor *c, enum canon_group group)
{
	enum canon_group parent = canon_group(group)->parent;

	while (c->open != group && c->open != parent && c->open != CANON_ROOT) {
		if (c->at[-1] == '{' || !skip(c, "}", 1))
			return false;
		c->open = canon_group(c->open)->parent;
	}
	return true;
}

/* Begins an object; false when it does not stand there. */
static bool
open_group(struct cursor *c, enum canon_group group)
{
	const char *name = canon_group(group)->name;

	if (!skip(c, "\"", 1) || !skip(c, name, strlen(name)) ||
	    !skip(c, "\":{", 3))
		return false;
	c->open = group;
	return true;
}

/* Whether an object is begun by this row: one that is written whole is begun
 * by its first only. */
static bool
may_begin(const struct canon_row *row)
{
	size_t count;

	return canon_group(row->group)->tells == 0 ||
	    row == canon_rows(&count) || row[-1].group != row->group;
}

/* Begins the objects that the row is in. */
static bool
enter(struct cursor *c, const struct canon_row *row)
{
	enum canon_group parent = canon_group(row->group)->parent;

	if (c->open == row->group)
		return true;
	return may_begin(row) && (c->open == parent || open_group(c, parent)) &&
	    open_group(c, row->group);
}

/* Whether the row's member stands here; its name is taken then.  The cursor
 * does not move when it does not. */
static bool
stands(struct cursor *c, const struct canon_row *row)
{
	struct cursor before = *c;

	if (leave(c, row->group) && skip_comma(c) && enter(c, row) &&
	    skip(c, row->key, row->key_len))
		return true;
	*c = before;
	return false;
}

/* Whether a member of the open object, or an object in it, has that name;
 * *ret_group: the object, or the open one. */
static bool
is_known(const struct cursor *c, const char *name, enum canon_group *ret_group)
{
	const struct canon_row *rows;
	size_t count;

	rows = canon_rows(&count);
	*ret_group = c->open;
	for (size_t i = 0; i < count; i++) {
		const struct canon_group_row *group = canon_group(
		    rows[i].group);

		if (rows[i].group == c->open && strcmp(rows[i].name, name) == 0)
			return true;
		if (group->parent == c->open && rows[i].group != c->open &&
		    strcmp(group->name, name) == 0) {
			*ret_group = rows[i].group;
			return true;
		}
	}
	return false;
}

/* Says what stands where no row's member does, or which is `missing`. */
static enum hub_status
refuse_rest(struct cursor *c, const struct canon_row *missing)
{
	enum canon_group group = c->open;
	const char *name;
	size_t len;

	while (group != CANON_ROOT && skip(c, "}", 1))
		group = canon_group(group)->parent;
	(void)skip(c, ",", 1);
	do {
		c->open = group;
		name = take_text(c, &len);
		if (name != NULL && len > 0 && !is_known(c, name, &group))
			return hub_fail(c->err, HUB_MALFORMED,
			    "has a member that no entry has");
	} while (name != NULL && group != c->open && skip(c, ":{", 2));
	if (missing != NULL)
		return refuse(c, missing, "is missing");
	if (name == NULL || len == 0)
		return hub_fail(c->err, HUB_MALFORMED,
		    "is not canonical JSON (RFC 8785)");
	return hub_fail(c->err, HUB_MALFORMED,
	    "%.*s stands twice or out of its order", NAME_SHOWN, name);
}

/* Whether the row must be there: always, or with the rest of its object. */
static bool
is_due(const struct cursor *c, const struct canon_row *row)
{
	return row->required ||
	    (canon_group(row->group)->tells != 0 && c->open == row->group);
}

/* Reads each member that stands there, in the order of the rows. */
static enum hub_status
read_rows(struct cursor *c)
{
	const struct canon_row *rows;
	enum hub_status status = HUB_OK;
	size_t count;

	rows = canon_rows(&count);
	for (size_t i = 0; i < count && status == HUB_OK; i++) {
		if (stands(c, &rows[i]))
			status = read_value(c, &rows[i]);
		else if (is_due(c, &rows[i]))
			status = refuse_rest(c, &rows[i]);
	}
	return status;
}

enum hub_status
canon_read(struct canon_reader *reader, const char *bytes, size_t len,
    struct hub_error *err)
{
	struct cursor c = { &reader->entry, reader->text, reader->text + len,
		CANON_ROOT, err };
	enum hub_status status;

	if (len > CANON_MAX)
		return hub_fail(err, HUB_MALFORMED, "is too long");
	reader->entry = reader->empty;
	memcpy(reader->text, bytes, len);
	reader->text[len] = '\0';
	if (!skip(&c, "{", 1))
		return hub_fail(err, HUB_MALFORMED, "is no JSON object");
	status = read_rows(&c);
	if (status != HUB_OK)
		return status;
	if (leave(&c, CANON_ROOT) && skip(&c, "}", 1) && c.at == c.end)
		return HUB_OK;
	return refuse_rest(&c, NULL);
}
