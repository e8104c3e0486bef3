/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "json_scan.h"

#include <string.h>

#include "hub_json.h"

struct scan {
	const char *at, *end;
	size_t line, depth, values;
};

/* From escape to escape up to the first quote that is none. */
const char *
json_text_end(const char *at, const char *end)
{
	const char *quote = memchr(at, '"', (size_t)(end - at)), *escape;

	while (quote != NULL) {
		escape = memchr(at, '\\', (size_t)(quote - at));
		if (escape == NULL)
			return quote;
		at = escape + 2;
		if (at > quote)
			quote = memchr(at, '"', (size_t)(end - at));
	}
	return end;
}

/* Go behind the string whose opening quote was just passed. */
static void
skip_string(struct scan *scan)
{
	scan->at = json_text_end(scan->at, scan->end);
	if (scan->at < scan->end)
		scan->at++;
}

/* Count what one byte of structure begins or ends. */
static void
count(struct scan *scan, char c)
{
	switch (c) {
	case '[':
	case '{':
		scan->depth++;
		scan->values++;
		break;
	case ']':
	case '}':
		if (scan->depth > 0)
			scan->depth--;
		break;
	case ',':
		scan->values++;
		break;
	case '\n':
		scan->line++;
		break;
	default:
		break;
	}
}

/* Look for depth and number of values over the limit. */
enum hub_status
json_scan(const char *bytes, size_t len, struct hub_error *err)
{
	struct scan scan = { bytes, bytes + len, 1, 0, 0 };

	while (scan.at < scan.end) {
		char c = *scan.at++;

		if (c == '"') {
			skip_string(&scan);
			continue;
		}
		count(&scan, c);
		if (scan.depth > HUB_JSON_DEPTH)
			return hub_fail(err, HUB_MALFORMED,
			    "JSON, line %zu: nested deeper than %d levels",
			    scan.line, HUB_JSON_DEPTH);
		if (scan.values > HUB_JSON_VALUES)
			return hub_fail(err, HUB_MALFORMED,
			    "JSON, line %zu: more than %d values", scan.line,
			    HUB_JSON_VALUES);
	}
	return HUB_OK;
}
