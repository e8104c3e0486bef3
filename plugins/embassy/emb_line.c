/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "emb_line.h"

#include <string.h>

/* White space, byte order marks and characters that take no room, also those
 * by which a text runs from the right; not what turns letters around (U+202D,
 * U+202E): people read another word then. */
static const char *const blanks[] = { " ", "\t", "\r", "\xc2\xa0",
	"\xe2\x80\x8b", "\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e",
	"\xe2\x80\x8f", "\xe2\x80\xaf", "\xef\xbb\xbf", "\xd8\x9c",
	"\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x81\xa0",
	"\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8", "\xe2\x81\xa9",
	"\xe3\x80\x80" };

#define BLANKS (sizeof(blanks) / sizeof(*blanks))

/* How many bytes of blank begin a text. */
static size_t
before(const char *at, size_t len)
{
	for (size_t i = 0; i < BLANKS; i++) {
		size_t size = strlen(blanks[i]);

		if (len >= size && memcmp(at, blanks[i], size) == 0)
			return size;
	}
	return 0;
}

/* How many end it. */
static size_t
behind(const char *at, size_t len)
{
	for (size_t i = 0; i < BLANKS; i++) {
		size_t size = strlen(blanks[i]);

		if (len >= size &&
		    memcmp(at + len - size, blanks[i], size) == 0)
			return size;
	}
	return 0;
}

/* Up to the next break. */
bool
emb_line_next(struct emb_line *rest, struct emb_line *ret_line)
{
	const char *end;

	if (rest->len == 0)
		return false;
	end = memchr(rest->at, '\n', rest->len);
	ret_line->at = rest->at;
	ret_line->len = end == NULL ? rest->len : (size_t)(end - rest->at);
	rest->at += ret_line->len + (end != NULL);
	rest->len -= ret_line->len + (end != NULL);
	return true;
}

/* From both ends. */
void
emb_line_trim(struct emb_line *line)
{
	size_t size;

	emb_line_end(line);
	while ((size = before(line->at, line->len)) > 0) {
		line->at += size;
		line->len -= size;
	}
}

/* From the end. */
void
emb_line_end(struct emb_line *line)
{
	size_t size;

	while ((size = behind(line->at, line->len)) > 0)
		line->len -= size;
}

/* To a byte with which a character begins. */
void
emb_line_cut(struct emb_line *line, size_t max)
{
	if (line->len <= max)
		return;
	while (max > 0 && ((unsigned char)line->at[max] & 0xc0) == 0x80)
		max--;
	line->len = max;
}
