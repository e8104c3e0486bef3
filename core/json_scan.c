/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "json_scan.h"

#include <stdbool.h>

#include "hub_json.h"

struct scan {
	const char *at, *end;
	size_t line, depth, values;
};

/* Go behind the string whose opening quote was just passed. */
static void
skip_string(struct scan *scan)
{
	for (; scan->at < scan->end && *scan->at != '"'; scan->at++) {
		if (*scan->at == '\\' && scan->end - scan->at > 1)
			scan->at++;
	}
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
