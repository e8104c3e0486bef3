/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "json_lift.h"

#include <stdlib.h>
#include <string.h>

#include "json_scan.h"
#include "utf8.h"

/* What stands for a text: U+0001, which no text holds that is taken as it
 * is, and a letter that counts. */
#define MARK_JSON "\\u0001"
#define MARK '\x01'
#define FIRST 'a'

struct lifting {
	struct json_lift *lift;
	const char *at, *end;
	char *doc, *texts; /* where the next bytes go */
};

/* The character that a short escape stands for, 0 for all others. */
static char
unescaped(char c)
{
	static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *name = c == '\0' ? NULL : strchr(names, c);

	return name == NULL ? '\0' : bytes[name - names];
}

/* Reads the text whose opening quote was passed to `to`; its length, or -1
 * when that is better left to jansson.  Sets *ret_at behind its end. */
static ptrdiff_t
read_text(const char *at, const char *end, char *to, const char **ret_at)
{
	char *start = to;

	for (; at < end && *at != '"'; at++) {
		char c = *at;

		if ((unsigned char)c < 0x20)
			return -1;
		if (c == '\\') {
			if (++at == end || (c = unescaped(*at)) == '\0')
				return -1;
		}
		*to++ = c;
	}
	if (at == end || !utf8_is_valid(start, (size_t)(to - start)))
		return -1;
	*ret_at = at + 1;
	return to - start;
}

/* Behind the end of the text whose opening quote was passed. */
static const char *
behind(const char *at, const char *end)
{
	const char *quote = json_text_end(at, end);

	return quote < end ? quote + 1 : end;
}

/* Whether a colon follows: it is the name of a member. */
static bool
is_name(const char *at, const char *end)
{
	while (at < end && strchr(" \t\r\n", *at) != NULL && *at != '\0')
		at++;
	return at < end && *at == ':';
}

/* Takes the text out whose opening quote was passed; false: it stays. */
static bool
take_out(struct lifting *l, const char *after)
{
	struct json_lift *lift = l->lift;
	ptrdiff_t len;

	if (after - l->at <= JSON_LIFT_LEAST ||
	    lift->count == JSON_LIFT_TEXTS || is_name(after, l->end))
		return false;
	len = read_text(l->at, l->end, l->texts, &after);
	if (len < 0)
		return false;
	lift->texts[lift->count].text = l->texts;
	lift->texts[lift->count].len = (size_t)len;
	l->texts += len;
	memcpy(l->doc, MARK_JSON, sizeof(MARK_JSON) - 1);
	l->doc += sizeof(MARK_JSON) - 1;
	*l->doc++ = (char)(FIRST + lift->count++);
	*l->doc++ = '"';
	l->at = after;
	return true;
}

/* Copies the document without its long texts. */
static void
shorten(struct lifting *l)
{
	while (l->at < l->end) {
		const char *quote = memchr(l->at, '"',
		    (size_t)(l->end - l->at));
		const char *start = l->at, *after;

		l->at = quote == NULL ? l->end : quote + 1;
		memcpy(l->doc, start, (size_t)(l->at - start));
		l->doc += l->at - start;
		if (quote == NULL)
			return;
		after = behind(l->at, l->end);
		if (take_out(l, after))
			continue;
		memcpy(l->doc, l->at, (size_t)(after - l->at));
		l->doc += after - l->at;
		l->at = after;
	}
}

/* Takes long texts out. */
bool
json_lift_init(struct json_lift *lift, const char *bytes, size_t len)
{
	struct lifting l = { lift, bytes, bytes + len, NULL, NULL };

	lift->count = 0;
	lift->memory = NULL;
	/* A document that holds the mark itself is left alone. */
	if (len <= JSON_LIFT_LEAST ||
	    memmem(bytes, len, MARK_JSON, sizeof(MARK_JSON) - 1) != NULL)
		return false;
	lift->memory = malloc(2 * len);
	if (lift->memory == NULL)
		return false;
	l.doc = lift->memory;
	l.texts = lift->memory + len;
	shorten(&l);
	lift->doc = lift->memory;
	lift->doc_len = (size_t)(l.doc - lift->memory);
	if (lift->count > 0)
		return true;
	json_lift_release(lift);
	return false;
}

/* Gives the memory back. */
void
json_lift_release(struct json_lift *lift)
{
	free(lift->memory);
	lift->memory = NULL;
}

/* Puts a text where its mark is. */
static bool
settle_text(const struct json_lift *lift, json_t *value)
{
	const char *mark = json_string_value(value);
	size_t i;

	if (mark[0] != MARK)
		return true;
	i = (size_t)(mark[1] - FIRST);
	return json_string_setn_nocheck(value, lift->texts[i].text,
		   lift->texts[i].len) == 0;
}

/* Puts the texts of a value and all within it where their marks are; the
 * depth was bounded before. */
bool
json_lift_settle(const struct json_lift *lift, json_t *value)
{
	bool good = true;

	if (json_is_string(value))
		return settle_text(lift, value);
	if (json_is_array(value))
		for (size_t i = 0; i < json_array_size(value) && good; i++)
			good = json_lift_settle(lift, json_array_get(value, i));
	if (json_is_object(value))
		for (void *at = json_object_iter(value); at != NULL && good;
		     at = json_object_iter_next(value, at))
			good = json_lift_settle(lift,
			    json_object_iter_value(at));
	return good;
}
