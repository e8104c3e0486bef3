/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "note_span.h"

#define DIGITS_MAX 19 /* of 2^63 - 1 */

struct note_span
note_span_of(const char *text)
{
	struct note_span span = { text, strlen(text) };

	return span;
}

/* Whether the bytes are the same. */
bool
note_span_equal(struct note_span a, struct note_span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Whether it is that text. */
bool
note_span_is(struct note_span span, const char *text)
{
	return note_span_equal(span, note_span_of(text));
}

bool
note_span_line(struct note_span *rest, struct note_span *ret_line)
{
	struct note_span behind;

	if (!note_span_cut(*rest, '\n', ret_line, &behind))
		return false;
	*rest = behind;
	return true;
}

bool
note_span_skip(struct note_span *span, const char *prefix)
{
	size_t len = strlen(prefix);

	if (span->len < len || memcmp(span->at, prefix, len) != 0)
		return false;
	span->at += len;
	span->len -= len;
	return true;
}

bool
note_span_cut(struct note_span span, char mark, struct note_span *ret_before,
    struct note_span *ret_behind)
{
	const char *at = span.len == 0 ? NULL : memchr(span.at, mark, span.len);

	if (at == NULL)
		return false;
	ret_before->at = span.at;
	ret_before->len = (size_t)(at - span.at);
	ret_behind->at = at + 1;
	ret_behind->len = span.len - ret_before->len - 1;
	return true;
}

bool
note_span_number(struct note_span span, uint64_t *ret)
{
	uint64_t value = 0;

	if (span.len == 0 || span.len > DIGITS_MAX ||
	    (span.at[0] == '0' && span.len > 1))
		return false;
	for (size_t i = 0; i < span.len; i++) {
		if (span.at[i] < '0' || span.at[i] > '9')
			return false;
		value = value * 10 + (uint64_t)(span.at[i] - '0');
	}
	if (value > INT64_MAX)
		return false;
	*ret = value;
	return true;
}
