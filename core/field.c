/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "field.h"

#include <stdint.h>
#include <strings.h>

#include "utf8.h"

#define TOKEN_MAX 70 /* what RFC 2046 allows a boundary */
#define MEDIA_TYPE_MAX 255

static const char token_marks[] = "!#$%&'*+-.^_`|~";
static const char unreserved_marks[] = "-._~";
static const char path_marks[] = "-._~!$&'()*+,;=:@/";
static const char query_marks[] = "-._~!$&'()*+,;=:@/?";

/* Whether c is a letter or digit of ASCII, or one of marks. */
static bool
is_one_of(char c, const char *marks)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9'))
		return true;
	return c != '\0' && strchr(marks, c) != NULL;
}

/* How many characters of a token stand at the start. */
static size_t
token_length(const char *text)
{
	size_t len = 0;

	while (is_one_of(text[len], token_marks))
		len++;
	return len;
}

/* Whether text is a token and nothing else. */
bool
field_is_token(const char *text)
{
	size_t len = token_length(text);

	return len > 0 && len <= TOKEN_MAX && text[len] == '\0';
}

/* Whether text may follow a header's colon. */
bool
field_is_value(const char *text)
{
	size_t len = strlen(text);

	return len <= FIELD_VALUE_MAX && utf8_is_line(text, len);
}

/* Whether a name is one of these. */
static bool
is_among(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

/* Whether a plugin must leave this header to the core. */
bool
field_is_ours(const char *name)
{
	static const char *const ours[] = { "authorization", "connection",
		"content-length", "content-type", "expect", "host",
		"keep-alive", "proxy-authorization", "proxy-connection", "te",
		"trailer", "transfer-encoding", "upgrade" };

	return is_among(name, ours, sizeof(ours) / sizeof(ours[0]));
}

/* Whether a plugin must leave this header of a letter to the core. */
bool
field_is_letters(const char *name)
{
	static const char *const letters[] = { "bcc", "cc",
		"content-description", "content-disposition", "content-id",
		"content-transfer-encoding", "date", "from", "in-reply-to",
		"message-id", "mime-version", "received", "references",
		"reply-to", "return-path", "sender", "subject", "to" };

	return is_among(name, letters, sizeof(letters) / sizeof(letters[0]));
}

/* Whether a plugin may use this method. */
bool
field_is_method(const char *text)
{
	static const char *const methods[] = { "DELETE", "GET", "HEAD", "PATCH",
		"POST", "PUT" };

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(text, methods[i]) == 0)
			return true;
	return false;
}

/* Whether text is a media type. */
bool
field_is_media_type(const char *text)
{
	size_t len = strlen(text), type = token_length(text), subtype;

	if (type == 0 || text[type] != '/' || len > MEDIA_TYPE_MAX)
		return false;
	subtype = token_length(text + type + 1);
	text += type + 1 + subtype;
	if (subtype == 0 || (text[0] != '\0' && text[0] != ';'))
		return false;
	return utf8_is_line(text, strlen(text));
}

/* The value of a hex digit, or -1. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that "%XX" stands for, or -1. */
static int
percent_value(const char *text, size_t len)
{
	int high, low;

	if (len < 3 || text[0] != '%')
		return -1;
	high = hex_value(text[1]);
	low = hex_value(text[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* Whether all characters are marks, letters, digits or percent-encoded; a
 * dot or a control character other than white space has no business there. */
static bool
is_encoded(const char *text, size_t len, const char *marks)
{
	for (size_t i = 0; i < len; i++) {
		int hidden = percent_value(text + i, len - i);

		if (hidden < 0 && !is_one_of(text[i], marks))
			return false;
		if (hidden == '.' || (hidden >= 0 && hidden < '\t') ||
		    (hidden > '\r' && hidden < ' '))
			return false;
		if (hidden >= 0)
			i += 2;
	}
	return true;
}

/* Whether a path's segment of len bytes is one that goes nowhere or up. */
static bool
is_dots(const char *text, size_t len)
{
	return (len == 1 && text[0] == '.') ||
	    (len == 2 && memcmp(text, "..", 2) == 0);
}

/* Whether text is a path that stays below where it is put. */
bool
field_is_path(const char *text, size_t len)
{
	size_t start = 1;

	if (len == 0 || text[0] != '/' || !is_encoded(text, len, path_marks))
		return false;
	for (size_t i = 1; i <= len; i++) {
		if (i < len && text[i] != '/')
			continue;
		if (is_dots(text + start, i - start) || (i == start && i < len))
			return false;
		start = i + 1;
	}
	return true;
}

/* Whether text may follow a path's question mark. */
bool
field_is_query(const char *text)
{
	return is_encoded(text, strlen(text), query_marks);
}

/* Percent-encodes. */
void
field_encode(struct hub_buf *out, const char *text)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; text[0] != '\0'; text++) {
		uint8_t byte = (uint8_t)text[0];

		if (is_one_of(text[0], unreserved_marks)) {
			hub_buf_char(out, text[0]);
			continue;
		}
		hub_buf_char(out, '%');
		hub_buf_char(out, hex[byte >> 4]);
		hub_buf_char(out, hex[byte & 15]);
	}
}

/* Decodes into buf. */
long
field_decode(const char *text, size_t len, char *buf, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		int c = text[i] == '+' ? ' ' : (uint8_t)text[i];

		if (c == '%') {
			c = percent_value(text + i, len - i);
			i += 2;
		}
		if (c <= 0 || used + 1 >= size)
			return -1;
		buf[used++] = (char)c;
	}
	if (used >= size)
		return -1;
	buf[used] = '\0';
	return (long)used;
}
