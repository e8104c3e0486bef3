/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "xml_scan.h"

#include <stdbool.h>

#include "hub_xml.h"

struct scan {
	const char *start, *at, *end;
	size_t depth, nodes;
	size_t text; /* bytes since the last tag */
	struct hub_error *err;
};

/* What begins with '<' and ends with fixed bytes, longest first. */
static const struct {
	const char *open, *close;
} spans[] = {
	{ "<![CDATA[", "]]>" },
	{ "<!--", "-->" },
	{ "<?", "?>" },
};

/* The refusal, with the line where the scan stands. */
static enum hub_status
refuse(const struct scan *scan, const char *found, const char *expected)
{
	size_t line = 1;

	for (const char *p = scan->start; p < scan->at; p++)
		line += *p == '\n';
	return hub_fail(scan->err, HUB_MALFORMED,
	    "XML, line %zu: found %s, expected %s", line, found, expected);
}

/* The refusal of more than a ceiling. */
static enum hub_status
too_many(const struct scan *scan, const char *what, size_t max)
{
	char found[64], expected[64];

	snprintf(found, sizeof(found), "%s", what);
	snprintf(expected, sizeof(expected), "at most %zu", max);
	return refuse(scan, found, expected);
}

/* Does that mark stand where the scan does? */
static bool
starts_with(const struct scan *scan, const char *mark)
{
	size_t len = strlen(mark);

	return (size_t)(scan->end - scan->at) >= len &&
	    memcmp(scan->at, mark, len) == 0;
}

/* One more element, attribute or the like. */
static enum hub_status
count_node(struct scan *scan)
{
	if (++scan->nodes > HUB_XML_NODES)
		return too_many(scan, "too many elements and attributes",
		    HUB_XML_NODES);
	return HUB_OK;
}

/* More bytes that are no tag: the parser joins them to one text. */
static enum hub_status
count_text(struct scan *scan, const char *to)
{
	scan->text += (size_t)(to - scan->at);
	if (scan->text > HUB_XML_TEXT_MAX)
		return too_many(scan, "a text of too many bytes",
		    HUB_XML_TEXT_MAX);
	scan->at = to;
	return HUB_OK;
}

/* The '>' that ends a span: the first behind the rest of its mark. */
static const char *
find_close(const char *from, const char *end, const char *close)
{
	size_t before = strlen(close) - 1;
	const char *at = from;

	while ((at = memchr(at, '>', (size_t)(end - at))) != NULL) {
		if ((size_t)(at - from) >= before &&
		    memcmp(at - before, close, before) == 0)
			return at;
		at++;
	}
	return NULL;
}

/* Go behind a comment, CDATA section or processing instruction. */
static enum hub_status
skip_span(struct scan *scan, size_t row)
{
	const char *found = find_close(scan->at + strlen(spans[row].open),
	    scan->end, spans[row].close);
	enum hub_status status;

	if (found == NULL)
		return refuse(scan, "the start of a section without its end",
		    spans[row].close);
	status = count_text(scan, found + 1);
	return status == HUB_OK ? count_node(scan) : status;
}

/* Is it a byte that a name ends at? */
static bool
ends_name(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '=' ||
	    c == '"' || c == '\'' || c == '/' || c == '>' || c == '<';
}

/* Go behind a name. */
static enum hub_status
skip_name(struct scan *scan)
{
	const char *start = scan->at;

	while (scan->at < scan->end && !ends_name(*scan->at))
		scan->at++;
	if (scan->at - start > HUB_XML_NAME_MAX)
		return too_many(scan, "a name of too many bytes",
		    HUB_XML_NAME_MAX);
	return HUB_OK;
}

/* Go behind an attribute's value, whose opening quote is next. */
static enum hub_status
skip_value(struct scan *scan)
{
	char quote = *scan->at++;

	while (scan->at < scan->end && *scan->at != quote && *scan->at != '<')
		scan->at++;
	if (scan->at == scan->end || *scan->at == '<')
		return refuse(scan, "an attribute value without its end",
		    "a closing quote");
	scan->at++;
	return count_node(scan);
}

/* Go on by a name, a value or a byte between them inside a tag. */
static enum hub_status
skip_inside(struct scan *scan, size_t *attributes)
{
	if (*scan->at == '"' || *scan->at == '\'') {
		if (++*attributes > HUB_XML_ATTRIBUTES)
			return too_many(scan,
			    "an element with too many attributes",
			    HUB_XML_ATTRIBUTES);
		return skip_value(scan);
	}
	if (!ends_name(*scan->at))
		return skip_name(scan);
	scan->at++;
	return HUB_OK;
}

/* Go behind a start tag, whose '<' was just passed. */
static enum hub_status
skip_tag(struct scan *scan)
{
	const char *start = scan->at;
	enum hub_status status = count_node(scan);
	size_t attributes = 0;

	scan->text = 0;
	while (status == HUB_OK && scan->at < scan->end && *scan->at != '>' &&
	    *scan->at != '<') {
		status = skip_inside(scan, &attributes);
		if (status == HUB_OK && scan->at - start > HUB_XML_TAG_MAX)
			return too_many(scan, "a tag of too many bytes",
			    HUB_XML_TAG_MAX);
	}
	if (status != HUB_OK)
		return status;
	if (scan->at == scan->end || *scan->at == '<')
		return refuse(scan, "a tag without its end", "'>'");
	if (scan->at[-1] != '/' && ++scan->depth > HUB_XML_DEPTH)
		return too_many(scan, "elements nested too deep",
		    HUB_XML_DEPTH);
	scan->at++;
	return HUB_OK;
}

/* Go behind the markup that begins at '<'. */
static enum hub_status
skip_markup(struct scan *scan)
{
	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++) {
		if (starts_with(scan, spans[i].open))
			return skip_span(scan, i);
	}
	if (starts_with(scan, "<!"))
		return refuse(scan, "a DOCTYPE or other declaration",
		    "none: entities and DTDs are not taken");
	if (starts_with(scan, "</")) {
		scan->depth -= scan->depth > 0;
		scan->text = 0;
		scan->at += 2;
		return skip_name(scan);
	}
	scan->at++;
	return skip_tag(scan);
}

/* From one '<' to the next. */
enum hub_status
xml_scan(const char *bytes, size_t len, struct hub_error *err)
{
	struct scan scan = { .start = bytes,
		.at = bytes,
		.end = bytes + len,
		.err = err };
	enum hub_status status = HUB_OK;

	while (status == HUB_OK && scan.at < scan.end) {
		const char *next = memchr(scan.at, '<',
		    (size_t)(scan.end - scan.at));

		status = count_text(&scan, next != NULL ? next : scan.end);
		if (status == HUB_OK && next != NULL)
			status = skip_markup(&scan);
	}
	return status;
}
