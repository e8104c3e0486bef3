/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mail_scan.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "field.h"
#include "limits.h"
#include "utf8.h"

#define LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/* Fields that a plugin is told of.  Tokens are looked for in this order: where
 * the letter went to, what it answers, and last its subject; several of a row
 * from the last one back, for that is the latest of a conversation. */
static const struct {
	const char *name;
	bool several, tokens;
} fields[] = {
	{ "Delivered-To", true, true },
	{ "X-Original-To", true, true },
	{ "Envelope-To", true, true },
	{ "To", false, true },
	{ "Cc", false, true },
	{ "In-Reply-To", false, true },
	{ "References", false, true },
	{ "Subject", false, true },
	{ "From", true, false },
	{ "Authentication-Results", true, false },
	{ "Sender", false, false },
	{ "Reply-To", false, false },
	{ "Date", false, false },
	{ "Message-ID", false, false },
	{ "Return-Path", false, false },
	{ "Auto-Submitted", false, false },
	{ "Precedence", false, false },
	{ "List-Id", false, false },
	{ "Content-Type", false, false },
};

/* A field as it stands in the letter. */
struct line {
	const char *name, *value;
	size_t name_len, value_len; /* with what is folded */
};

/* The next field; false at the header's end.  A line that is none is left
 * out. */
static bool
next_line(const char **at, const char *end, struct line *ret)
{
	const char *p = *at, *stop, *colon;

	if (p >= end || *p == '\n' ||
	    (*p == '\r' && p + 1 < end && p[1] == '\n'))
		return false;
	do {
		stop = memchr(p, '\n', (size_t)(end - p));
		p = stop == NULL ? end : stop + 1;
	} while (p < end && (*p == ' ' || *p == '\t'));
	colon = memchr(*at, ':', (size_t)(p - *at));
	*ret = (struct line){ .name = *at, .value = p };
	if (colon != NULL) {
		ret->name_len = (size_t)(colon - *at);
		ret->value = colon + 1;
		ret->value_len = (size_t)(p - ret->value);
	}
	*at = p;
	return true;
}

/* Whether a field has that name. */
static bool
is_named(const struct line *line, const char *name)
{
	return line->name_len == strlen(name) &&
	    strncasecmp(line->name, name, line->name_len) == 0;
}

/* Which of the fields it is, or -1. */
static int
field_of(const struct line *line)
{
	for (size_t i = 0; i < LENGTH(fields); i++)
		if (is_named(line, fields[i].name))
			return (int)i;
	return -1;
}

/* Whether a control character of two bytes stands there, U+0080 to U+009F. */
static bool
is_control(const char *at, size_t len)
{
	return len > 1 && (unsigned char)at[0] == 0xc2 &&
	    (unsigned char)at[1] < 0xa0;
}

/* Adds a value as one line of text: no breaks, no controls, and bytes that are
 * no text become "?". */
static void
put_value(struct hub_buf *to, const struct line *line)
{
	bool text = utf8_is_valid(line->value, line->value_len);
	size_t len = line->value_len;
	const char *from = line->value;

	while (len > 0 && isspace((unsigned char)*from)) {
		from++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)from[len - 1]))
		len--;
	for (size_t i = 0; i < len && i < FIELD_VALUE_MAX; i++) {
		unsigned char c = (unsigned char)from[i];

		if (c == '\r' || c == '\n')
			continue;
		if (c < ' ' || c == 0x7f)
			c = ' ';
		if (text && is_control(&from[i], len - i)) {
			c = ' ';
			i++;
		}
		hub_buf_char(to, c >= 0x80 && !text ? '?' : (char)c);
	}
	hub_buf_char(to, '\0');
}

/* What a walk through the header keeps: where in the texts each value is. */
struct walk {
	int field[LENGTH(((struct hub_headers *)0)->rows)];
	size_t at[LENGTH(((struct hub_headers *)0)->rows)];
	size_t count;
};

/* Whether there is one of that field already. */
static bool
has(const struct walk *walk, int field)
{
	for (size_t i = 0; i < walk->count; i++)
		if (walk->field[i] == field)
			return true;
	return false;
}

/* Takes the fields that count; the rest of the letter begins at the result. */
static const char *
walk_header(struct mail_scan *scan, struct walk *walk, const char *bytes,
    size_t len)
{
	const char *at = bytes, *end = bytes + len;
	struct line line;
	int field;

	while (next_line(&at, end, &line)) {
		field = field_of(&line);
		if (field < 0 || walk->count == LENGTH(walk->field) ||
		    (!fields[field].several && has(walk, field)))
			continue;
		walk->field[walk->count] = field;
		walk->at[walk->count++] = scan->texts.len;
		put_value(&scan->texts, &line);
	}
	return at;
}

/* The last token of ours in a text. */
static int64_t
find_token(const char *text, const uint8_t key[MAIL_TOKEN_KEY])
{
	int64_t found = 0;

	while (mail_token_next(&text, key, &found))
		;
	return found;
}

/* The token of the field that counts most. */
static int64_t
best_token(const struct hub_headers *headers, const struct walk *walk,
    const uint8_t key[MAIL_TOKEN_KEY])
{
	for (size_t f = 0; f < LENGTH(fields); f++)
		for (size_t i = 0; i < headers->count && fields[f].tokens;
		     i++) {
			int64_t one = walk->field[i] != (int)f
			    ? 0
			    : find_token(headers->rows[i].value, key);

			if (one != 0)
				return one;
		}
	return 0;
}

/* Whether no person wrote it (RFC 3834 5, RFC 5321 4.5.5). */
static bool
is_automatic(const struct hub_headers *headers)
{
	const char *how = hub_header(headers, "Auto-Submitted");

	return (how[0] != '\0' && strncasecmp(how, "no", 2) != 0) ||
	    strcmp(hub_header(headers, "Return-Path"), "<>") == 0;
}

/* What doubles of a letter share: their name, whom they came for, and what
 * follows the header; their ways, and so their headers, differ. */
static void
make_name(struct mail_scan *scan, const char *body, size_t len)
{
	const char *id = hub_header(&scan->headers, "Message-ID");
	uint8_t part[DIGEST_SIZE];

	digest_sha256(body, len, part);
	digest_hmac_parts(part, sizeof(part),
	    (const struct digest_part[]){ { id, strlen(id) },
		{ &scan->delivery, sizeof(scan->delivery) } },
	    2, scan->name);
	if (id[0] == '\0')
		memcpy(scan->name, scan->digest, sizeof(scan->name));
}

bool
mail_scan_init(struct mail_scan *scan, const char *bytes, size_t len,
    const uint8_t key[MAIL_TOKEN_KEY])
{
	struct walk walk = { .count = 0 };
	const char *body;

	memset(scan, 0, sizeof(*scan));
	hub_buf_init(&scan->texts, 2 * MAIL_SCAN_MAX);
	digest_sha256(bytes, len, scan->digest);
	body = walk_header(scan, &walk, bytes,
	    len < MAIL_SCAN_MAX ? len : MAIL_SCAN_MAX);
	if (!hub_buf_ok(&scan->texts))
		return false;
	for (size_t i = 0; i < walk.count; i++)
		scan->headers.rows[i] = (struct request_field){
			fields[walk.field[i]].name,
			scan->texts.data + walk.at[i],
		};
	scan->headers.count = walk.count;
	scan->delivery = best_token(&scan->headers, &walk, key);
	scan->automatic = is_automatic(&scan->headers);
	make_name(scan, body, len - (size_t)(body - bytes));
	return true;
}

void
mail_scan_release(struct mail_scan *scan)
{
	hub_buf_release(&scan->texts);
}
