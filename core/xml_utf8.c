/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "xml_utf8.h"

#include <stdbool.h>
#include <strings.h>

#include "utf16.h"
#include "utf8.h"

#define COUNT_OF(table) (sizeof(table) / sizeof(*(table)))

/* How a document may begin, and what that says of the rest. */
static const struct {
	const char *mark;
	size_t len;
	bool utf16, big_endian, skip;
} starts[] = {
	{ "\xef\xbb\xbf", 3, false, false, true },
	{ "\xff\xfe", 2, true, false, true },
	{ "\xfe\xff", 2, true, true, true },
	{ "<\0", 2, true, false, false },
	{ "\0<", 2, true, true, false },
};

/* Which row of starts the bytes begin with, or how many there are. */
static size_t
start_of(const struct xml_text *text)
{
	size_t row = 0;

	while (row < COUNT_OF(starts) &&
	    (text->len < starts[row].len ||
		memcmp(text->at, starts[row].mark, starts[row].len) != 0))
		row++;
	return row;
}

/* The value that follows `encoding` in the declaration at the start; its
 * length is 0 if there is none. */
static struct xml_text
declared_encoding(const struct xml_text *text)
{
	struct xml_text none = { "", 0 };
	const char *end = memmem(text->at, text->len, "?>", 2), *at, *close;

	if (text->len < 5 || memcmp(text->at, "<?xml", 5) != 0 || end == NULL)
		return none;
	at = memmem(text->at, (size_t)(end - text->at), "encoding", 8);
	if (at == NULL)
		return none;
	for (at += 8; at < end && *at != '"' && *at != '\'';)
		at++;
	if (at == end)
		return none;
	close = memchr(at + 1, *at, (size_t)(end - at) - 1);
	if (close == NULL)
		return none;
	return (struct xml_text){ at + 1, (size_t)(close - at) - 1 };
}

/* Does the declaration name what the bytes are, or nothing? */
static bool
encoding_agrees(const struct xml_text *text, bool utf16)
{
	static const struct {
		const char *name;
		bool utf16;
	} names[] = {
		{ "UTF-8", false },
		{ "US-ASCII", false },
		{ "UTF-16", true },
		{ "UTF-16LE", true },
		{ "UTF-16BE", true },
	};
	struct xml_text found = declared_encoding(text);

	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (names[i].utf16 == utf16 &&
		    strlen(names[i].name) == found.len &&
		    strncasecmp(names[i].name, found.at, found.len) == 0)
			return true;
	}
	return found.len == 0;
}

/* UTF-16 as UTF-8. */
static enum hub_status
convert(struct xml_text *text, bool big_endian, struct hub_buf *converted,
    struct hub_error *err)
{
	if (!utf16_to_utf8(text->at, text->len, big_endian, converted))
		return hub_fail(err, HUB_MALFORMED,
		    "XML: found bytes that are not UTF-16, expected what the "
		    "first two say");
	if (!hub_buf_ok(converted) && text->len / 2 * 3 <= converted->max)
		return hub_fail(err, HUB_FAULT, "no memory to read XML");
	if (!hub_buf_ok(converted))
		return hub_fail(err, HUB_MALFORMED,
		    "XML of more than %zu bytes in UTF-8", converted->max);
	*text = (struct xml_text){ hub_buf_str(converted), converted->len };
	return HUB_OK;
}

/* By the first bytes, then the declaration. */
enum hub_status
xml_utf8(struct xml_text *text, struct hub_buf *converted,
    struct hub_error *err)
{
	size_t row = start_of(text);
	bool utf16 = row < COUNT_OF(starts) && starts[row].utf16;
	enum hub_status status = HUB_OK;

	if (row < COUNT_OF(starts) && starts[row].skip) {
		text->at += starts[row].len;
		text->len -= starts[row].len;
	}
	if (utf16)
		status = convert(text, starts[row].big_endian, converted, err);
	if (status != HUB_OK)
		return status;
	if (!utf8_is_valid(text->at, text->len) ||
	    memchr(text->at, '\0', text->len) != NULL)
		return hub_fail(err, HUB_MALFORMED,
		    "XML: found bytes that are no text, expected UTF-8 or "
		    "UTF-16");
	if (!encoding_agrees(text, utf16))
		return hub_fail(err, HUB_MALFORMED,
		    "XML: found another encoding declared, expected UTF-8 or "
		    "UTF-16, as the bytes are");
	return HUB_OK;
}
