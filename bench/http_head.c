/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "http_head.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A header's value as it stands on its line, not ended by a NUL. */
struct value {
	const char *text;
	size_t len;
};

/* Does the value begin with this word, in any case of letters? */
static bool
value_says(struct value v, const char *word)
{
	size_t n = strlen(word);

	return v.len >= n && strncasecmp(v.text, word, n) == 0;
}

/* Content-Length: the line's end stops strtoull. */
static void
take_length(struct http_head *h, struct value v)
{
	h->body = strtoull(v.text, NULL, 10);
}

/* Transfer-Encoding. */
static void
take_encoding(struct http_head *h, struct value v)
{
	h->chunked = value_says(v, "chunked");
}

/* Connection. */
static void
take_connection(struct http_head *h, struct value v)
{
	h->close = value_says(v, "close");
}

/* Expect. */
static void
take_expect(struct http_head *h, struct value v)
{
	h->expects = value_says(v, "100-continue");
}

/* Idempotency-Key. */
static void
take_key(struct http_head *h, struct value v)
{
	h->key = v.text;
	h->key_len = v.len;
}

static const struct field {
	const char *name;
	void (*take)(struct http_head *, struct value);
} fields[] = {
	{ "Content-Length", take_length },
	{ "Transfer-Encoding", take_encoding },
	{ "Connection", take_connection },
	{ "Expect", take_expect },
	{ "Idempotency-Key", take_key },
};

/* Keeps what one header line says, if it is one of ours. */
static void
take_line(struct http_head *h, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	struct value v;
	size_t name_len;

	if (colon == NULL)
		return;
	name_len = (size_t)(colon - line);
	v.text = colon + 1;
	while (v.text < line + len && *v.text == ' ')
		v.text++;
	v.len = (size_t)(line + len - v.text);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strlen(fields[i].name) == name_len &&
		    strncasecmp(fields[i].name, line, name_len) == 0)
			fields[i].take(h, v);
}

/* 1: read; 0: the empty line has not come yet; -1: this is not HTTP/1.1. */
int
http_head_read(const char *bytes, size_t len, struct http_head *ret_head)
{
	const char *end = memmem(bytes, len, "\r\n\r\n", 4);
	const char *line, *next;
	struct http_head h = { .key = "" };

	if (end == NULL)
		return 0;
	h.len = (size_t)(end - bytes) + 4;
	line = memmem(bytes, h.len, "\r\n", 2);
	if (strncmp(bytes, "HTTP/1.", 7) == 0)
		h.status = (int)strtol(bytes + 9, NULL, 10);
	else if (memmem(bytes, (size_t)(line - bytes), " HTTP/1.", 8) == NULL)
		return -1;
	while (line < end) {
		line += 2;
		next = memmem(line, (size_t)(end + 2 - line), "\r\n", 2);
		take_line(&h, line, (size_t)(next - line));
		line = next;
	}
	*ret_head = h;
	return 1;
}
