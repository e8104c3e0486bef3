/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "canon_rows.h"
#include "limits.h"
#include "utf8.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Whether text is made of characters of the set alone, len of them; len 0:
 * any number up to the longest code. */
static bool
is_made_of(const char *text, const char *set, size_t len)
{
	size_t got = strspn(text, set);

	if (text[got] != '\0')
		return false;
	return len == 0 ? got <= CANON_WORD_MAX : got == len;
}

/* Whether text is a UUID in lower case. */
static bool
is_uuid(const char *text)
{
	size_t i;

	for (i = 0; text[i] != '\0'; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? text[i] != '-'
			 : strchr("0123456789abcdef", text[i]) == NULL)
			return false;
	}
	return i == 36;
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

/* Whether a text keeps its row's rule. */
bool
canon_text_ok(const struct canon_row *row, const char *text)
{
	size_t len;

	switch (row->kind) {
	case CANON_WORD:
		return is_made_of(text, LOWER DIGITS "_-.", 0);
	case CANON_WORDS:
		return is_made_of(text, LOWER DIGITS "_-.,", strlen(text)) &&
		    strlen(text) <= CANON_TEXT_MAX;
	case CANON_LISTED:
		return is_listed(text, row->words);
	case CANON_TYPE:
		return canon_type_known(text);
	case CANON_UUID:
		return is_uuid(text);
	case CANON_HEX:
		return is_made_of(text, DIGITS "abcdef", 64);
	case CANON_BASE64:
		return strlen(text) == 44 && text[43] == '=' &&
		    strspn(text, LOWER UPPER DIGITS "+/") == 43;
	case CANON_LINE:
	default:
		len = strnlen(text, CANON_TEXT_MAX + 1);
		return len <= CANON_TEXT_MAX && utf8_is_line(text, len);
	}
}
