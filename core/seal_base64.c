/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seal_base64.h"

#include <stdint.h>

#include "digest.h"

void
seal_base64url(struct hub_buf *out, const void *data, size_t len)
{
	size_t padded = 4 * ((len + 2) / 3), whole = (4 * len + 2) / 3;
	char *text = hub_buf_more(out, padded + 1);

	if (text == NULL)
		return;
	digest_base64(data, len, text);
	for (size_t i = 0; i < whole; i++)
		if (text[i] == '+')
			text[i] = '-';
		else if (text[i] == '/')
			text[i] = '_';
	text[whole] = '\0';
	out->len -= padded + 1 - whole;
}

/* The same text in base64 with padding; false when it is no base64url. */
static bool
to_base64(struct hub_buf *to, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '+' || text[i] == '/' || text[i] == '=')
			return false;
		hub_buf_char(to,
		    text[i] == '-'	 ? '+'
			: text[i] == '_' ? '/'
					 : text[i]);
	}
	while (to->len % 4 != 0)
		hub_buf_char(to, '=');
	return hub_buf_ok(to) && len % 4 != 1;
}

bool
seal_unbase64url(struct hub_buf *out, const char *text, size_t len)
{
	struct hub_buf plain;
	char *to;
	long got = -1;

	if (len == 0)
		return true;
	hub_buf_init(&plain, len + 4);
	if (to_base64(&plain, text, len) &&
	    (to = hub_buf_more(out, 3 * (plain.len / 4))) != NULL) {
		got = digest_unbase64(plain.data, plain.len, (uint8_t *)to);
		out->len -= 3 * (plain.len / 4) - (got < 0 ? 0 : (size_t)got);
		out->data[out->len] = '\0';
	}
	hub_buf_release(&plain);
	return got >= 0;
}
