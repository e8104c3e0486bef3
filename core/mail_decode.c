/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_decode.h"

#include <gmime/gmime.h>
#include <ctype.h>
#include <strings.h>

/* Is it white space between encoded bytes? */
static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Is it one of the 64? */
static bool
is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* Only the alphabet, whole groups of four, nothing behind the padding. */
static bool
base64_is_whole(const struct mail_piece *bytes)
{
	size_t letters = 0, pads = 0;

	for (size_t i = 0; i < bytes->len; i++) {
		char c = bytes->at[i];

		if (is_space(c))
			continue;
		if (c == '=')
			pads++;
		else if (!is_base64(c) || pads > 0)
			return false;
		else
			letters++;
	}
	return pads <= 2 && (letters + pads) % 4 == 0;
}

/* How long the escape is that begins with '='; 0 if it is none. */
static size_t
escape_length(const char *at, const char *end)
{
	size_t len = 1;

	if (end - at >= 3 && isxdigit((unsigned char)at[1]) &&
	    isxdigit((unsigned char)at[2]))
		return 3;
	if (at + len < end && at[len] == '\r')
		len++;
	if (at + len == end)
		return len;
	return at[len] == '\n' ? len + 1 : 0;
}

/* Is every '=' an escape or a soft line break? */
static bool
quoted_is_whole(const struct mail_piece *bytes)
{
	const char *at = bytes->at, *end = at + bytes->len;

	while ((at = memchr(at, '=', (size_t)(end - at))) != NULL) {
		size_t len = escape_length(at, end);

		if (len == 0)
			return false;
		at += len;
	}
	return true;
}

static const struct {
	const char *name;
	GMimeContentEncoding encoding;
	bool (*is_whole)(const struct mail_piece *bytes);
} encodings[] = {
	{ "", GMIME_CONTENT_ENCODING_BINARY, NULL },
	{ "7bit", GMIME_CONTENT_ENCODING_BINARY, NULL },
	{ "8bit", GMIME_CONTENT_ENCODING_BINARY, NULL },
	{ "binary", GMIME_CONTENT_ENCODING_BINARY, NULL },
	{ "base64", GMIME_CONTENT_ENCODING_BASE64, base64_is_whole },
	{ "quoted-printable", GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE,
	    quoted_is_whole },
};

/* Piece by piece through gmime. */
static void
decode(GMimeContentEncoding encoding, const struct mail_piece *bytes,
    struct hub_buf *out)
{
	struct mail_piece left = *bytes;
	GMimeEncoding state;
	char room[8192];

	g_mime_encoding_init_decode(&state, encoding);
	while (left.len > 0) {
		size_t take = left.len < sizeof(room) / 2 ? left.len
							  : sizeof(room) / 2;

		hub_buf_add(out, room,
		    g_mime_encoding_step(&state, left.at, take, room));
		left.at += take;
		left.len -= take;
	}
	hub_buf_add(out, room, g_mime_encoding_flush(&state, "", 0, room));
}

/* By the row of the encoding. */
bool
mail_decode(const char *encoding, const struct mail_piece *bytes,
    struct hub_buf *out)
{
	for (size_t i = 0; i < sizeof(encodings) / sizeof(*encodings); i++) {
		if (strcasecmp(encodings[i].name, encoding) != 0)
			continue;
		if (encodings[i].is_whole == NULL) {
			hub_buf_add(out, bytes->at, bytes->len);
			return true;
		}
		if (!encodings[i].is_whole(bytes))
			return false;
		decode(encodings[i].encoding, bytes, out);
		return true;
	}
	return false;
}

/* CR LF and CR become LF, other controls a space. */
size_t
mail_text_clean(char *text, size_t len)
{
	size_t to = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '\r' && i + 1 < len && text[i + 1] == '\n')
			continue;
		if (c == '\r')
			c = '\n';
		else if ((unsigned char)c < 0x20 && c != '\t' && c != '\n')
			c = ' ';
		text[to++] = c;
	}
	return to;
}
