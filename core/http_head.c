/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_head.h"

#include <string.h>
#include <strings.h>

#include "http_target.h"
#include "limits.h"

/* A head while it is read; `seen` remembers what may stand only once. */
struct reading {
	struct http_head head;
	bool minor_is_0;
	bool seen_length, seen_coding, seen_host, seen_expect;
};

/* A piece of the head. */
struct slice {
	const char *at;
	size_t len;
};

static const struct http_refusal accepted = { 0, "" };

/* A refusal for the most frequent reason: it is no HTTP. */
static struct http_refusal
bad(const char *why)
{
	return (struct http_refusal){ 400, why };
}

/* Whether a slice is that text, letters compared without case. */
static bool
slice_is(struct slice s, const char *text)
{
	return s.len == strlen(text) && strncasecmp(s.at, text, s.len) == 0;
}

/* Characters of a header's name (RFC 9110 5.6.2). */
static bool
is_token_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') ||
	    (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

/* The bytes up to the end of the head. */
size_t
http_head_end(const char *text, size_t len, size_t from)
{
	const char *end;

	from = from > 3 ? from - 3 : 0;
	end = memmem(text + from, len - from, "\r\n\r\n", 4);
	return end != NULL ? (size_t)(end - text) + 4 : 0;
}

/* A length is digits only, and no more than an int64 holds. */
static struct http_refusal
take_length(struct reading *r, struct slice value)
{
	size_t i;

	if (r->seen_length)
		return bad("two Content-Length");
	if (value.len == 0 || value.len > 18)
		return bad("Content-Length is no number");
	for (i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return bad("Content-Length is no number");
		r->head.length = r->head.length * 10 +
		    (uint64_t)(value.at[i] - '0');
	}
	r->seen_length = true;
	return accepted;
}

/* The one coding that is understood. */
static struct http_refusal
take_coding(struct reading *r, struct slice value)
{
	if (r->seen_coding)
		return bad("two Transfer-Encoding");
	if (!slice_is(value, "chunked"))
		return (struct http_refusal){ 501,
			"Transfer-Encoding is not chunked" };
	r->seen_coding = true;
	r->head.chunked = true;
	return accepted;
}

/* The host is not looked at: the hub serves one. */
static struct http_refusal
take_host(struct reading *r, struct slice value)
{
	if (r->seen_host)
		return bad("two Host");
	if (memchr(value.at, ' ', value.len) != NULL)
		return bad("Host is no host");
	r->seen_host = true;
	return accepted;
}

/* The one expectation that there is. */
static struct http_refusal
take_expect(struct reading *r, struct slice value)
{
	if (r->seen_expect || !slice_is(value, "100-continue"))
		return (struct http_refusal){ 417, "unknown expectation" };
	r->seen_expect = true;
	return accepted;
}

/* Headers that decide where a request ends. */
static const struct {
	const char *name;
	struct http_refusal (*take)(struct reading *r, struct slice value);
} rules[] = {
	{ "Content-Length", take_length },
	{ "Transfer-Encoding", take_coding },
	{ "Host", take_host },
	{ "Expect", take_expect },
};

/* A value holds no control characters but the tab. */
static bool
value_is_clean(struct slice value)
{
	size_t i;
	unsigned char c;

	for (i = 0; i < value.len; i++) {
		c = (unsigned char)value.at[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* The value without the white space around it. */
static struct slice
trimmed(struct slice s)
{
	while (s.len > 0 && (s.at[0] == ' ' || s.at[0] == '\t')) {
		s.at++;
		s.len--;
	}
	while (s.len > 0 && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* One header line, without its line end. */
static struct http_refusal
read_header(struct reading *r, struct slice line)
{
	struct slice name = { line.at, 0 }, value;
	size_t i;

	while (name.len < line.len &&
	    is_token_char((unsigned char)line.at[name.len]))
		name.len++;
	if (name.len == 0 || name.len == line.len || line.at[name.len] != ':')
		return bad("a header line without a name and a colon");
	value = trimmed(
	    (struct slice){ line.at + name.len + 1, line.len - name.len - 1 });
	if (!value_is_clean(value))
		return bad("a control character in a header");
	for (i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (slice_is(name, rules[i].name))
			return rules[i].take(r, value);
	}
	return accepted;
}

/* The method, from the closed list. */
static const char *
method_of(struct slice word)
{
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"PATCH", "DELETE", "OPTIONS" };
	size_t i;

	for (i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		if (word.len == strlen(methods[i]) &&
		    memcmp(word.at, methods[i], word.len) == 0)
			return methods[i];
	}
	return NULL;
}

/* The target's characters, printable ASCII only. */
static struct http_refusal
read_target(struct reading *r, struct slice target)
{
	const char *path;
	size_t i;

	if (target.len > HTTP_TARGET_MAX)
		return (struct http_refusal){ 414, "the path is too long" };
	for (i = 0; i < target.len; i++) {
		if (target.at[i] <= ' ' || target.at[i] >= 0x7f)
			return bad("a character that no path holds");
	}
	path = http_target_path(target.at, target.len);
	if (path == NULL)
		return bad("the target is no path");
	r->head.target = path;
	r->head.target_len = target.len - (size_t)(path - target.at);
	return accepted;
}

/* "POST /v1/cases HTTP/1.1". */
static struct http_refusal
read_request_line(struct reading *r, struct slice line)
{
	const char *end = line.at + line.len, *first, *second;
	struct slice version;

	first = memchr(line.at, ' ', line.len);
	if (first == NULL)
		return bad("the request line has no target");
	second = memchr(first + 1, ' ', (size_t)(end - first - 1));
	if (second == NULL)
		return bad("the request line has no version");
	version = (struct slice){ second + 1, (size_t)(end - second - 1) };
	if (version.len != 8 || memcmp(version.at, "HTTP/", 5) != 0)
		return bad("the request line has no version");
	if (memcmp(version.at, "HTTP/1.", 7) != 0 ||
	    (version.at[7] != '0' && version.at[7] != '1'))
		return (struct http_refusal){ 505, "HTTP/1.1 is spoken here" };
	r->minor_is_0 = version.at[7] == '0';
	r->head.method = method_of(
	    (struct slice){ line.at, (size_t)(first - line.at) });
	if (r->head.method == NULL)
		return (struct http_refusal){ 501, "an unknown method" };
	return read_target(r,
	    (struct slice){ first + 1, (size_t)(second - first - 1) });
}

/* What the headers together must not say. */
static struct http_refusal
check_together(const struct reading *r)
{
	bool body = r->head.length > 0 || r->head.chunked;

	if (r->seen_length && r->seen_coding)
		return bad("both Content-Length and Transfer-Encoding");
	if (r->minor_is_0 && r->seen_coding)
		return bad("Transfer-Encoding in HTTP/1.0");
	if (!r->minor_is_0 && !r->seen_host)
		return bad("no Host");
	if (body && strcmp(r->head.method, "HEAD") == 0)
		return bad("HEAD with a body");
	return accepted;
}

/* Reads whole lines, the first of which is the request line. */
static struct http_refusal
read_lines(struct reading *r, const char *text, const char *end)
{
	struct http_refusal refusal;
	const char *eol;
	struct slice line;
	size_t lines;

	for (lines = 0; text < end; lines++, text = eol + 2) {
		eol = memchr(text, '\r', (size_t)(end - text));
		if (eol == NULL || eol[1] != '\n')
			return bad("a line that does not end in CR LF");
		line = (struct slice){ text, (size_t)(eol - text) };
		if (lines > HTTP_HEADERS_MAX)
			return (struct http_refusal){ 431, "too many headers" };
		refusal = lines == 0 ? read_request_line(r, line)
				     : read_header(r, line);
		if (refusal.status != 0)
			return refusal;
	}
	return accepted;
}

/* The lines that are there, without what only the whole can say. */
struct http_refusal
http_head_begun(const char *text, size_t len)
{
	struct reading r = { 0 };
	const char *last = memrchr(text, '\n', len);

	return last != NULL ? read_lines(&r, text, last + 1) : accepted;
}

/* All lines but the last, which is empty. */
struct http_refusal
http_head_read(const char *text, size_t len, struct http_head *ret)
{
	struct reading r = { 0 };
	struct http_refusal refusal = read_lines(&r, text, text + len - 2);

	if (refusal.status == 0)
		refusal = check_together(&r);
	if (refusal.status == 0)
		*ret = r.head;
	return refusal;
}
