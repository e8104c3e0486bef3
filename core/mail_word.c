/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_word.h"

#include <gmime/gmime.h>

#include "mail_charset.h"

/* Stands for the '?' of a hidden word: no header holds it. */
#define HIDDEN '\x01'

struct word {
	const char *at, *end;
	bool known;  /* its charset is in the list */
	bool padded; /* base64 that ends in '=' */
};

/* The first whole word from there on. */
static bool
find(const char *text, struct word *ret_word)
{
	const char *at = text;

	while ((at = strstr(at, "=?")) != NULL) {
		const char *label = at + 2;
		const char *mark = strchr(label, '?'), *end = NULL;

		if (mark != NULL && mark[1] != '\0' && mark[2] == '?')
			end = strstr(mark + 3, "?=");
		if (end != NULL) {
			*ret_word = (struct word){ .at = at,
				.end = end + 2,
				.known = mail_charset_known(label,
				    strcspn(label, "?*")),
				.padded = (mark[1] == 'B' || mark[1] == 'b') &&
				    end[-1] == '=' };
			return true;
		}
		at = label;
	}
	return false;
}

/* Are all words of charsets in the list? */
static bool
all_known(const char *text)
{
	struct word word;

	for (; find(text, &word); text = word.end) {
		if (!word.known)
			return false;
	}
	return true;
}

/* How much of the text gmime may decode at once: up to a padded word that has
 * a neighbour. */
static size_t
run_length(const char *text)
{
	const char *from = text;
	struct word word;

	for (; find(from, &word); from = word.end) {
		const char *next = word.end + strspn(word.end, " \t");

		if (word.padded && strncmp(next, "=?", 2) == 0)
			return (size_t)(word.end - text);
	}
	return strlen(text);
}

/* One run; control characters that were encoded become spaces. */
static void
decode_run(const char *text, size_t len, struct hub_buf *out)
{
	char *run = g_strndup(text, len);
	char *decoded = g_mime_utils_header_decode_text(NULL, run);

	for (char *at = decoded; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			*at = ' ';
	}
	hub_buf_text(out, decoded);
	g_free(decoded);
	g_free(run);
}

/* Run by run; white space between neighbours is not part of the text. */
void
mail_word_decode(const char *text, struct hub_buf *out)
{
	if (!all_known(text)) {
		hub_buf_text(out, text);
		return;
	}
	while (*text != '\0') {
		size_t len = run_length(text);

		decode_run(text, len, out);
		text += len;
		text += strspn(text, " \t");
	}
}

/* Every "=?" loses its question mark. */
void
mail_word_hide(char *text)
{
	for (text = strstr(text, "=?"); text != NULL; text = strstr(text, "=?"))
		text[1] = HIDDEN;
}

/* And gets it back. */
void
mail_word_show(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == HIDDEN)
			*text = '?';
	}
}
