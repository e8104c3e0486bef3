/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_entity.h"

#include <stdint.h>
#include <string.h>

#define NAME_MAX_LEN 10 /* "#x10ffff;" and the names below are shorter */

static const struct {
	const char *name, *text;
} named[] = {
	{ "amp", "&" },
	{ "lt", "<" },
	{ "gt", ">" },
	{ "quot", "\"" },
	{ "apos", "'" },
	{ "nbsp", " " },
	{ "ensp", " " },
	{ "emsp", " " },
	{ "thinsp", " " },
	{ "shy", "" },
	{ "zwnj", "" },
	{ "zwj", "" },
	{ "ndash", "\xe2\x80\x93" },
	{ "mdash", "\xe2\x80\x94" },
	{ "lsquo", "\xe2\x80\x98" },
	{ "rsquo", "\xe2\x80\x99" },
	{ "ldquo", "\xe2\x80\x9c" },
	{ "rdquo", "\xe2\x80\x9d" },
	{ "laquo", "\xc2\xab" },
	{ "raquo", "\xc2\xbb" },
	{ "hellip", "\xe2\x80\xa6" },
	{ "bull", "\xe2\x80\xa2" },
	{ "middot", "\xc2\xb7" },
	{ "deg", "\xc2\xb0" },
	{ "euro", "\xe2\x82\xac" },
	{ "pound", "\xc2\xa3" },
	{ "yen", "\xc2\xa5" },
	{ "copy", "\xc2\xa9" },
	{ "reg", "\xc2\xae" },
	{ "trade", "\xe2\x84\xa2" },
	{ "sect", "\xc2\xa7" },
	{ "eacute", "\xc3\xa9" },
	{ "egrave", "\xc3\xa8" },
	{ "agrave", "\xc3\xa0" },
	{ "ccedil", "\xc3\xa7" },
	{ "ouml", "\xc3\xb6" },
	{ "uuml", "\xc3\xbc" },
	{ "auml", "\xc3\xa4" },
	{ "szlig", "\xc3\x9f" },
	{ "ntilde", "\xc3\xb1" },
};

/* The value of a digit, or 99. */
static unsigned
digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return 99;
}

/* A character as UTF-8. */
static void
put_utf8(struct hub_buf *out, uint32_t c)
{
	unsigned more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
	static const unsigned char first[] = { 0, 0xc0, 0xe0, 0xf0 };

	hub_buf_char(out, (char)(first[more] | (c >> (6 * more))));
	while (more-- > 0)
		hub_buf_char(out, (char)(0x80 | ((c >> (6 * more)) & 0x3f)));
}

/* "#233" or "#xe9": what is no character becomes U+FFFD. */
static bool
put_number(const char *name, size_t len, struct hub_buf *out)
{
	bool hex = len > 1 && (name[1] == 'x' || name[1] == 'X');
	unsigned base = hex ? 16 : 10;
	size_t i = hex ? 2 : 1;
	uint32_t value = 0;

	if (i >= len)
		return false;
	for (; i < len; i++) {
		if (digit(name[i]) >= base)
			return false;
		if (value < 0x110000)
			value = value * base + digit(name[i]);
	}
	if (value == 0xa0 || value == '\t' || value == '\r' || value == '\n')
		value = ' ';
	if (value < ' ' || (value >= 0x7f && value < 0xa0) ||
	    (value >= 0xd800 && value < 0xe000) || value > 0x10ffff)
		value = 0xfffd;
	put_utf8(out, value);
	return true;
}

/* Up to its semicolon. */
size_t
emb_entity(const char *at, size_t len, struct hub_buf *out)
{
	const char *end;
	size_t size;

	if (len > NAME_MAX_LEN + 1)
		len = NAME_MAX_LEN + 1;
	end = memchr(at, ';', len);
	if (end == NULL || end - at < 2)
		return 0;
	size = (size_t)(end - at) - 1;
	if (at[1] == '#')
		return put_number(at + 1, size, out) ? size + 2 : 0;
	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		if (strlen(named[i].name) == size &&
		    memcmp(at + 1, named[i].name, size) == 0) {
			hub_buf_text(out, named[i].text);
			return size + 2;
		}
	}
	return 0;
}
