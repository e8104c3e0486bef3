/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_note.h"

#include <string.h>
#include <strings.h>

#include "uni_word.h"

#define NAME_SIZE 16 /* room for what a bracket is called */

typedef bool take_fn(struct uni_note *note, const char *value);

/* take_fn: an unknown reason is kept as a word, and stays in the text. */
static bool
take_reason(struct uni_note *note, const char *value)
{
	if (hub_reason_parse(value, &note->reason) &&
	    note->reason != HUB_REASON_NONE)
		return true;
	(void)uni_line(value, note->unknown, sizeof(note->unknown));
	return false;
}

/* take_fn: of whom a question is asked. */
static bool
take_asked(struct uni_note *note, const char *value)
{
	return hub_asked_parse(value, &note->asked) &&
	    note->asked != HUB_ASKED_NONE;
}

/* take_fn: a decision of the coordinator. */
static bool
take_decision(struct uni_note *note, const char *value)
{
	return hub_decision_parse(value, &note->decision) &&
	    note->decision != HUB_DECISION_NONE;
}

/* take_fn: 1 to 5. */
static bool
take_rating(struct uni_note *note, const char *value)
{
	if (value[0] < '1' || value[0] > '5' || value[1] != '\0')
		return false;
	note->rating = (uint64_t)(value[0] - '0');
	return true;
}

/* take_fn: an institution. */
static bool
take_target(struct uni_note *note, const char *value)
{
	return uni_line(value, note->target, sizeof(note->target));
}

/* take_fn: an earlier event. */
static bool
take_corrects(struct uni_note *note, const char *value)
{
	return uni_line(value, note->corrects, sizeof(note->corrects));
}

static const struct {
	const char *name;
	take_fn *take;
} brackets[] = {
	{ "reason", take_reason },
	{ "target", take_target },
	{ "asked", take_asked },
	{ "decision", take_decision },
	{ "rating", take_rating },
	{ "corrects", take_corrects },
};

/* Bytes before the first of some characters, at most so many. */
static size_t
before(const char *text, const char *ends, size_t most)
{
	size_t len = 0;

	while (
	    len < most && text[len] != '\0' && strchr(ends, text[len]) == NULL)
		len++;
	return len;
}

/* Bytes before the end of a bracket, 0: none begins here.  It is looked at as
 * far as one may reach, for a text may be nothing but their beginnings. */
static size_t
length_of(const char *text)
{
	size_t len = 1 + before(text + 1, "[:]\n", NAME_SIZE);

	if (text[len] != ':')
		return 0;
	len += before(text + len, "]\n", UNI_LINE);
	return text[len] == ']' ? len : 0;
}

/* Reads one bracket at text; its length, or 0 when it is none. */
static size_t
read_bracket(const char *text, struct uni_note *note)
{
	size_t len = length_of(text);
	const char *colon = memchr(text, ':', len);
	char name[NAME_SIZE], value[UNI_LINE];

	if (colon == NULL || len - (size_t)(colon - text) >= sizeof(value))
		return 0;
	memcpy(value, text + 1, (size_t)(colon - text) - 1);
	value[colon - text - 1] = '\0';
	if (!uni_line(value, name, sizeof(name)))
		return 0;
	for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
		size_t size = len - (size_t)(colon - text) - 1;

		if (strcasecmp(name, brackets[i].name) != 0)
			continue;
		memcpy(value, colon + 1, size);
		value[size] = '\0';
		while (size > 0 && value[size - 1] == ' ')
			value[--size] = '\0';
		if (!brackets[i].take(note, value + strspn(value, " ")))
			return 0;
		return len + 1;
	}
	return 0;
}

void
uni_note_read(const char *text, struct uni_note *ret_note, struct hub_buf *out)
{
	struct hub_buf rest;
	size_t len;

	*ret_note = (struct uni_note){ .rating = 0 };
	hub_buf_init(&rest, out->max);
	while (*text != '\0') {
		len = *text == '[' ? read_bracket(text, ret_note) : 0;
		text += len;
		if (len > 0)
			text += strspn(text, " ");
		else
			hub_buf_char(&rest, *text++);
	}
	uni_prose(hub_buf_str(&rest), out);
	out->failed = out->failed || !hub_buf_ok(&rest);
	hub_buf_release(&rest);
}

/* One bracket, where it says something. */
static void
write_bracket(struct hub_buf *out, const char *name, const char *value)
{
	if (value[0] != '\0')
		hub_buf_fmt(out, "[%s: %s] ", name, value);
}

void
uni_note_write(struct hub_buf *out, const struct hub_event *event)
{
	char rating[2] = { (char)('0' + event->rating % 10), '\0' };

	write_bracket(out, "reason", hub_reason_name(event->reason));
	write_bracket(out, "target", event->target);
	write_bracket(out, "decision", hub_decision_name(event->decision));
	write_bracket(out, "asked", hub_asked_name(event->asked));
	write_bracket(out, "rating", event->rating == 0 ? "" : rating);
	write_bracket(out, "corrects", event->corrects);
	hub_buf_text(out,
	    event->text[0] != '\0' ? event->text
				   : uni_word_sentence(event->kind));
}
