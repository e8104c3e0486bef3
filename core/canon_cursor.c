/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_cursor.h"

#include "hub_time.h"
#include "limits.h"

#define NUMBER_MAX ((UINT64_C(1) << 53) - 1)
#define NUMBER_DIGITS 16
#define DAY_MS INT64_C(86400000)
#define TIME_LEN 24
#define UUID_LEN 36
#define BASE64_LEN 44
#define HEX_LEN 64

bool
canon_cursor_skip(struct canon_cursor *c, const char *bytes, size_t len)
{
	if ((size_t)(c->end - c->at) < len || memcmp(c->at, bytes, len) != 0)
		return false;
	c->at += len;
	return true;
}

enum hub_status
canon_cursor_refuse(const struct canon_cursor *c, const struct canon_row *row,
    const char *why)
{
	const struct canon_group_row *group = canon_group(row->group);

	return hub_fail(c->err, HUB_MALFORMED, "%s%s%s %s", group->name,
	    group->name[0] == '\0' ? "" : ".", row->name, why);
}

char *
canon_cursor_text(struct canon_cursor *c, size_t *ret_len)
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
take_number(struct canon_cursor *c, uint64_t *ret)
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

/* How many days a month has. */
static unsigned
days_of(unsigned year, unsigned month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* An instant as canon_write puts it: 2026-02-02T08:00:00.000Z. */
static bool
read_time(const char *text, size_t len, int64_t *ret)
{
	unsigned year, month, day, hour, minute, second, ms;
	int64_t days;

	if (len != TIME_LEN || text[4] != '-' || text[7] != '-' ||
	    text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
	    text[19] != '.' || text[23] != 'Z' || !digits(text, 4, &year) ||
	    !digits(text + 5, 2, &month) || !digits(text + 8, 2, &day) ||
	    !digits(text + 11, 2, &hour) || !digits(text + 14, 2, &minute) ||
	    !digits(text + 17, 2, &second) || !digits(text + 20, 3, &ms) ||
	    month < 1 || month > 12 || day < 1 || day > days_of(year, month) ||
	    hour > 23 || minute > 59 || second > 59)
		return false;
	days = hub_days_from_civil((int)year, month, day);
	*ret = days * DAY_MS +
	    ((hour * INT64_C(60) + minute) * 60 + second) * 1000 + ms;
	return *ret != 0;
}

void
canon_cursor_store(struct canon_cursor *c, const struct canon_row *row,
    const void *value, size_t size)
{
	memcpy((char *)&c->reader->entry + row->offset, value, size);
}

/* A value that is no text. */
static enum hub_status
read_plain(struct canon_cursor *c, const struct canon_row *row)
{
	bool yes = true, whole = canon_group(row->group)->tells != 0;
	uint64_t number;

	if (row->kind == CANON_FLAG) {
		if (!canon_cursor_skip(c, "true", 4))
			return canon_cursor_refuse(c, row, "is not true");
		canon_cursor_store(c, row, &yes, sizeof(yes));
		return HUB_OK;
	}
	if (!take_number(c, &number))
		return canon_cursor_refuse(c, row,
		    "is no whole number below 2^53");
	if (number == 0 && !whole)
		return canon_cursor_refuse(c, row, "is 0, which is left out");
	if (row->kind == CANON_BUCKET && (number & (number - 1)) != 0)
		return canon_cursor_refuse(c, row, "is no power of two");
	canon_cursor_store(c, row, &number, sizeof(number));
	return HUB_OK;
}

/* Characters that a text of that kind has; 0: it may have more or less. */
static size_t
fixed_len(enum canon_kind kind)
{
	switch (kind) {
	case CANON_TIME:
		return TIME_LEN;
	case CANON_UUID:
		return UUID_LEN;
	case CANON_BASE64:
		return BASE64_LEN;
	case CANON_HEX:
		return HEX_LEN;
	default:
		return 0;
	}
}

/* Takes a text of so many characters off. */
static char *
take(struct canon_cursor *c, size_t len)
{
	char *begin = c->at + 1;

	begin[len] = '\0';
	c->at = begin + len + 1;
	return begin;
}

/* A text of printable ASCII without a backslash, as nearly all are: what is
 * true of its characters is known then.  NULL when it is another, or none. */
static char *
take_ascii(struct canon_cursor *c, size_t *ret_len)
{
	const char *begin = c->at + 1;

	if (*c->at != '"')
		return NULL;
	*ret_len = canon_ascii(begin, (size_t)(c->end - begin));
	return begin[*ret_len] == '"' ? take(c, *ret_len) : NULL;
}

/* Reads a text that has always so many characters, without looking for its
 * end; false, and nothing taken, when it is not a good one. */
static bool
read_fixed(struct canon_cursor *c, const struct canon_row *row)
{
	size_t len = fixed_len(row->kind);
	const char *text = c->at + 1;
	int64_t ms;

	if (len == 0 || (size_t)(c->end - c->at) < len + 2 || *c->at != '"' ||
	    text[len] != '"')
		return false;
	if (row->kind == CANON_TIME) {
		if (!read_time(text, len, &ms))
			return false;
		canon_cursor_store(c, row, &ms, sizeof(ms));
	} else {
		if (!canon_text_ok(row, text, len))
			return false;
		canon_cursor_store(c, row, &text, sizeof(text));
	}
	(void)take(c, len);
	return true;
}

/* Whether a text keeps its rule; ascii: it is made of what take_ascii takes. */
static bool
is_good(const struct canon_row *row, const char *text, size_t len, bool ascii)
{
	if (ascii && row->kind == CANON_LINE)
		return len <= CANON_TEXT_MAX;
	return (ascii || strlen(text) == len) && canon_text_ok(row, text, len);
}

/* A text by its rule. */
static enum hub_status
read_text(struct canon_cursor *c, const struct canon_row *row)
{
	size_t len;
	const char *text = take_ascii(c, &len);
	bool ascii = text != NULL;

	if (!ascii)
		text = canon_cursor_text(c, &len);
	if (text == NULL)
		return canon_cursor_refuse(c, row, "is no text");
	if (row->kind == CANON_TIME)
		return canon_cursor_refuse(c, row, "is no time");
	if (row->kind == CANON_CONSTANT)
		return ascii && strcmp(text, row->words[0]) == 0
		    ? HUB_OK
		    : canon_cursor_refuse(c, row, "is not what it always is");
	if (len == 0)
		return canon_cursor_refuse(c, row, "is empty");
	if (!is_good(row, text, len, ascii))
		return canon_cursor_refuse(c, row, "breaks its rule");
	canon_cursor_store(c, row, &text, sizeof(text));
	return HUB_OK;
}

enum hub_status
canon_cursor_value(struct canon_cursor *c, const struct canon_row *row)
{
	if (row->kind == CANON_FLAG || row->kind == CANON_NUMBER ||
	    row->kind == CANON_BUCKET)
		return read_plain(c, row);
	return read_fixed(c, row) ? HUB_OK : read_text(c, row);
}
