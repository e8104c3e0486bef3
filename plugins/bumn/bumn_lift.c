/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bumn_lift.h"

#include <stdbool.h>
#include <string.h>

#define LARGEST "9007199254740992" /* 2^53 */

/* How long a text in quotes is, its quotes among it. */
static size_t
quoted(const char *at, size_t len)
{
	for (size_t i = 1; i < len; i++) {
		if (at[i] == '"')
			return i + 1;
		if (at[i] == '\\')
			i++;
	}
	return len;
}

/* How long a number is, and whether it is whole. */
static size_t
number(const char *at, size_t len, bool *ret_whole)
{
	size_t i = 0;

	*ret_whole = true;
	while (i < len && strchr("0123456789+-.eE", at[i]) != NULL &&
	    at[i] != '\0') {
		if (strchr(".eE", at[i]) != NULL)
			*ret_whole = false;
		i++;
	}
	return i;
}

/* Whether digits, perhaps behind a minus, say more than 2^53. */
static bool
is_large(const char *at, size_t len)
{
	size_t most = strlen(LARGEST);

	if (at[0] == '-') {
		at++;
		len--;
	}
	return len > most || (len == most && memcmp(at, LARGEST, most) > 0);
}

/* Copies the text, large numbers in quotes. */
void
bumn_lift(struct hub_buf *out, const char *json, size_t len)
{
	const char *end = json + len;

	for (size_t n; json < end; json += n) {
		size_t left = (size_t)(end - json);
		bool whole = false;
		const char *quote;

		n = *json == '"' ? quoted(json, left)
				 : number(json, left, &whole);
		if (n == 0)
			n = 1;
		quote = whole && is_large(json, n) ? "\"" : "";
		hub_buf_text(out, quote);
		hub_buf_add(out, json, n);
		hub_buf_text(out, quote);
	}
}
