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
};

/* What each character may be part of, sixteen a row; the first of a row is
 * named before it, the other rows are all 0. */
/* clang-format off */
static const unsigned char classes[256] = {
	[0x20] =
	/*   */ 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 24, 20, 22, 22, 24,
	/* 0 */ 31, 31, 31, 31, 31, 31, 31, 31, 31, 31, 16, 16, 16, 16, 16, 16,
	/* @ */ 16, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24,
	/* P */ 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24, 16, 16, 16, 16, 22,
	/* ` */ 16, 31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30, 30, 30, 30,
	/* p */ 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 16, 16, 16, 16, 0,
};
/* clang-format on */

/* Whether all characters may be part of that. */
static bool
is_made_of(const char *text, size_t len, unsigned class)
{
	for (size_t i = 0; i < len; i++)
		if ((classes[(unsigned char)text[i]] & class) == 0)
			return false;
	return true;
}

/* Whether text is a UUID in lower case. */
static bool
is_uuid(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-' : !is_made_of(text + i, 1, IN_HEX))
			return false;
	}
	return len == 36;
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
