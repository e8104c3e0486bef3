/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_rows.h"
#include "limits.h"
#include "utf8.h"

/* What a character may be part of. */
enum {
	IN_HEX = 1,
	IN_WORD = 2,
	IN_WORDS = 4, /* a comma too */
	IN_BASE64 = 8,
	IN_ASCII = 16, /* printable */
	IN_PLAIN = 32, /* the same without what wants a backslash */
};

/* What each character may be part of, sixteen a row; the first of a row is
 * named before it, the other rows are all 0. */
/* clang-format off */
static const unsigned char classes[256] = {
	[0x20] =
	/*   */ 48, 48, 16, 48, 48, 48, 48, 48, 48, 48, 48, 56, 52, 54, 54, 56,
	/* 0 */ 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 48, 48, 48, 48, 48, 48,
	/* @ */ 48, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56,
	/* P */ 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 56, 48, 16, 48, 48, 54,
	/* ` */ 48, 63, 63, 63, 63, 63, 63, 62, 62, 62, 62, 62, 62, 62, 62, 62,
	/* p */ 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 62, 48, 48, 48, 48,  0,
};
/* clang-format on */

/* Whether all characters may be part of that; nearly all texts are good, so
 * that none is looked at twice and there is one way out. */
static bool
is_made_of(const char *text, size_t len, unsigned class)
{
	unsigned all = class;

	for (size_t i = 0; i < len; i++)
		all &= classes[(unsigned char)text[i]];
	return all != 0;
}

/* Whether text is a UUID in lower case. */
static bool
is_uuid(const char *text, size_t len)
{
	return len == 36 && text[8] == '-' && text[13] == '-' &&
	    text[18] == '-' && text[23] == '-' && is_made_of(text, 8, IN_HEX) &&
	    is_made_of(text + 9, 4, IN_HEX) &&
	    is_made_of(text + 14, 4, IN_HEX) &&
	    is_made_of(text + 19, 4, IN_HEX) &&
	    is_made_of(text + 24, 12, IN_HEX);
}

size_t
canon_ascii(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len && (classes[(unsigned char)text[at]] & IN_PLAIN) != 0)
		at++;
	return at;
}

/* Whether text is in the list. */
static bool
is_listed(const char *text, const char *const *words)
{
	while (*words != NULL)
		if (strcmp(*words++, text) == 0)
			return true;
	return false;
}

/* Whether text is an id as people or programs write it. */
static bool
is_line(const char *text, size_t len)
{
	return len <= CANON_TEXT_MAX &&
	    (is_made_of(text, len, IN_ASCII) || utf8_is_line(text, len));
}

/* Whether a text keeps its row's rule. */
bool
canon_text_ok(const struct canon_row *row, const char *text, size_t len)
{
	switch (row->kind) {
	case CANON_WORD:
		return len <= CANON_WORD_MAX && is_made_of(text, len, IN_WORD);
	case CANON_WORDS:
		return len <= CANON_TEXT_MAX && is_made_of(text, len, IN_WORDS);
	case CANON_LISTED:
		return is_listed(text, row->words);
	case CANON_TYPE:
		return canon_type_known(text);
	case CANON_UUID:
		return is_uuid(text, len);
	case CANON_HEX:
		return len == 64 && is_made_of(text, len, IN_HEX);
	case CANON_BASE64:
		return len == 44 && text[43] == '=' &&
		    is_made_of(text, 43, IN_BASE64);
	case CANON_LINE:
	default:
		return is_line(text, len);
	}
}
