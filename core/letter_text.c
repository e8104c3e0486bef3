/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "letter_text.h"

#include <stdbool.h>
#include <string.h>

#include "civil.h"
#include "digest.h"

#define PLAIN_MAX 66 /* a header's text that stands in one line as it is */
#define WORD_MAX 42  /* bytes of one encoded word: 56 in base64 */
#define QUOTED_MAX 75

/* Whether text is short ASCII that nobody takes for an encoded word. */
static bool
is_plain(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	for (; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			return false;
	return strlen(text) <= PLAIN_MAX && strstr(text, "=?") == NULL;
}

/* How much of a text goes into one word: whole characters. */
static size_t
word_len(const char *text)
{
	size_t len = strlen(text);

	if (len <= WORD_MAX)
		return len;
	for (len = WORD_MAX; len > 1 && (text[len] & 0xc0) == 0x80;)
		len--;
	return len;
}

/* As encoded words, one a line. */
static void
put_words(struct hub_buf *to, const char *text)
{
	char base64[4 * ((WORD_MAX + 2) / 3) + 1];
	size_t len;

	for (; *text != '\0'; text += len) {
		len = word_len(text);
		digest_base64(text, len, base64);
		hub_buf_fmt(to, "=?UTF-8?B?%s?=%s", base64,
		    text[len] == '\0' ? "" : "\r\n ");
	}
}

void
letter_header(struct hub_buf *to, const char *name, const char *text,
    const char *tail)
{
	hub_buf_fmt(to, "%s: ", name);
	if (is_plain(text))
		hub_buf_text(to, text);
	else
		put_words(to, text);
	if (tail[0] != '\0')
		hub_buf_fmt(to, "\r\n %s", tail);
	hub_buf_text(to, "\r\n");
}

/* Between quotes, with what ends them escaped. */
static void
put_quotes(struct hub_buf *to, const char *text)
{
	hub_buf_char(to, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			hub_buf_char(to, '\\');
		hub_buf_char(to, *text);
	}
	hub_buf_char(to, '"');
}

void
letter_mailbox(struct hub_buf *to, const char *name, const char *display,
    const char *address)
{
	hub_buf_fmt(to, "%s: ", name);
	if (display[0] == '\0') {
		hub_buf_fmt(to, "%s\r\n", address);
		return;
	}
	if (is_plain(display))
		put_quotes(to, display);
	else
		put_words(to, display);
	hub_buf_fmt(to, "\r\n <%s>\r\n", address);
}

void
letter_date(struct hub_buf *to, int64_t seconds)
{
	static const char days[][4] = { "Thu", "Fri", "Sat", "Sun", "Mon",
		"Tue", "Wed" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t day = civil_day_of(seconds);
	struct civil date = civil_date(day);
	int in_day = (int)(seconds - day * 86400);

	hub_buf_fmt(to, "Date: %s, %d %s %lld %02d:%02d:%02d +0000\r\n",
	    days[((day % 7) + 7) % 7], date.day, months[date.month - 1],
	    (long long)date.year, in_day / 3600, in_day / 60 % 60, in_day % 60);
}

/* Whether a byte may stand in an extended parameter as it is. */
static bool
is_attribute(unsigned char c)
{
	return c > ' ' && c < 0x7f && strchr("*'%()<>@,;:\\\"/[]?=", c) == NULL;
}

/* In pieces of one line each (RFC 2231 3 and 4). */
static void
put_extended(struct hub_buf *to, const char *name, const char *value)
{
	size_t piece = 0, column = 0;

	for (const char *p = value; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (column == 0)
			hub_buf_fmt(to, ";\r\n %s*%zu*=%s", name, piece,
			    piece == 0 ? "UTF-8''" : "");
		if (is_attribute(c))
			hub_buf_char(to, (char)c);
		else
			hub_buf_fmt(to, "%%%02X", c);
		column += is_attribute(c) ? 1 : 3;
		if (column >= 45) {
			column = 0;
			piece++;
		}
	}
}

void
letter_parameter(struct hub_buf *to, const char *name, const char *value)
{
	if (!is_plain(value)) {
		put_extended(to, name, value);
		return;
	}
	hub_buf_fmt(to, ";\r\n %s=", name);
	put_quotes(to, value);
}

/* Whether a byte stands in quoted-printable as it is; what ends a line must
 * not be a blank. */
static bool
stands(const char *text, size_t i, size_t len)
{
	unsigned char c = (unsigned char)text[i];

	if (c == ' ' || c == '\t')
		return i + 1 < len && text[i + 1] != '\n' &&
		    text[i + 1] != '\r';
	return c > ' ' && c < 0x7f && c != '=';
}

/* Whether a line ends at that byte, and how long its end is. */
static size_t
line_end(const char *text, size_t i, size_t len)
{
	if (text[i] == '\n')
		return 1;
	return text[i] == '\r' && i + 1 < len && text[i + 1] == '\n' ? 2 : 0;
}

void
letter_quoted(struct hub_buf *to, const char *text, size_t len)
{
	size_t column = 0, end;

	for (size_t i = 0; i<len; i += end> 0 ? end : 1) {
		bool as_is = stands(text, i, len);

		end = line_end(text, i, len);
		if (end > 0) {
			hub_buf_text(to, "\r\n");
			column = 0;
			continue;
		}
		/* "From " at a line's start is changed by old systems. */
		if (column == 0 && text[i] == 'F')
			as_is = false;
		if (column + (as_is ? 1 : 3) > QUOTED_MAX) {
			hub_buf_text(to, "=\r\n");
			column = 0;
		}
		if (as_is)
			hub_buf_char(to, text[i]);
		else
			hub_buf_fmt(to, "=%02X", (unsigned char)text[i]);
		column += as_is ? 1 : 3;
	}
	if (column > 0)
		hub_buf_text(to, "\r\n");
}
