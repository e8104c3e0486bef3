/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "checkpoint_find.h"

#include <ctype.h>
#include <strings.h>

#include "digest.h"
#include "hub_mail.h"
#include "tlog.h"

#define NAME "Simpul-Checkpoint"
#define NAME_LEN (sizeof(NAME) - 1)
#define NOTE_ROOM 8192 /* of one that came in base64 */
#define BASE64_ROOM (NOTE_ROOM / 3 * 4)
#define SIGNED "\n\n\xe2\x80\x94 " /* behind a note's text */
#define LINE "\xe2\x80\x94 "
#define TAG_MAX 1024 /* of a start tag, behind its name */
#define LINES 3	     /* of a checkpoint: origin, size, root */
#define LETTERS 4    /* within each other */
#define TOLD 64	     /* last ones that are remembered */

struct search {
	checkpoint_found_fn *found;
	void *ctx;
	size_t count;
	bool ended;
	struct tlog_hash told[TOLD];
};

/* Whether the same note was found before, and not long ago: a letter has it as
 * it stands and in what is decoded. */
static bool
was_told(struct search *s, struct note_span bytes)
{
	struct tlog_hash name;

	tlog_leaf(bytes.at, bytes.len, &name);
	for (size_t i = 0; i < TOLD && i < s->count; i++)
		if (tlog_equal(&s->told[i], &name))
			return true;
	s->told[s->count % TOLD] = name;
	return false;
}

/* Tells a note that is a checkpoint; false when it is none. */
static bool
tell(struct search *s, struct note_span bytes)
{
	struct checkpoint c;
	struct note *note = malloc(sizeof(*note));
	bool good = note != NULL && note_parse(bytes, note, NULL) == HUB_OK &&
	    checkpoint_parse(note->text, &c, NULL) == HUB_OK;

	free(note);
	if (!good || was_told(s, bytes))
		return good;
	s->count++;
	s->ended = !s->found(s->ctx, bytes);
	return true;
}

/* Whether a character is of base64. */
static bool
is_base64(char c)
{
	return isalnum((unsigned char)c) || c == '+' || c == '/' || c == '=';
}

/* What stands behind the start tag of an element with attributes; behind any
 * other name all of it. */
static struct note_span
behind_tag(struct note_span rest)
{
	size_t most = rest.len < TAG_MAX ? rest.len : TAG_MAX;
	const char *end = most > 0 && isspace((unsigned char)rest.at[0])
	    ? memchr(rest.at, '>', most)
	    : NULL;

	if (end == NULL)
		return rest;
	return (struct note_span){ end, rest.len - (size_t)(end - rest.at) };
}

/* What stands behind a name: base64, over folded lines. */
static void
take_header(struct search *s, struct note_span rest)
{
	char text[BASE64_ROOM];
	uint8_t bytes[NOTE_ROOM];
	size_t len = 0, at = 0;
	long made;

	while (at < rest.len && at < NAME_LEN && !is_base64(rest.at[at]))
		at++;
	for (; at < rest.len && len < sizeof(text); at++) {
		if (is_base64(rest.at[at]))
			text[len++] = rest.at[at];
		else if (rest.at[at] == '\n' && at + 1 < rest.len &&
		    rest.at[at + 1] != ' ' && rest.at[at + 1] != '\t')
			break;
		else if (!isspace((unsigned char)rest.at[at]))
			break;
	}
	made = len == sizeof(text) ? -1 : digest_unbase64(text, len, bytes);
	if (made > 0)
		(void)tell(s,
		    (struct note_span){ (const char *)bytes, (size_t)made });
}

/* Notes in base64. */
static void
find_headers(struct search *s, struct note_span bytes)
{
	const char *end = bytes.at + bytes.len, *at = bytes.at;

	while (!s->ended && (size_t)(end - at) > NAME_LEN) {
		at = memchr(at, '-', (size_t)(end - at));
		if (at == NULL)
			return;
		at++;
		if (at - bytes.at < 7 || (size_t)(end - at) < NAME_LEN - 7 ||
		    strncasecmp(at - 7, NAME, NAME_LEN) != 0)
			continue;
		at += NAME_LEN - 7;
		take_header(s,
		    behind_tag((struct note_span){ at, (size_t)(end - at) }));
	}
}

/* Where a note ends whose first signature stands there: behind the last line
 * that is a signature. */
static const char *
end_of(const char *at, const char *end)
{
	const size_t len = sizeof(LINE) - 1;

	while ((size_t)(end - at) > len && memcmp(at, LINE, len) == 0) {
		const char *line = memchr(at, '\n', (size_t)(end - at));

		if (line == NULL)
			break;
		at = line + 1;
	}
	return at;
}

/* A note whose text ends there, at its last newline. */
static void
take_note(struct search *s, struct note_span bytes, const char *text_end)
{
	const char *begin = text_end;
	const char *end = end_of(text_end + 2, bytes.at + bytes.len);
	unsigned lines = 0;

	/* Three lines, or more with an extension: whichever is one. */
	while (begin > bytes.at && lines < 2 * LINES) {
		begin--;
		while (begin > bytes.at && begin[-1] != '\n')
			begin--;
		if (++lines >= LINES &&
		    tell(s, (struct note_span){ begin, (size_t)(end - begin) }))
			return;
	}
}

/* Notes as they are. */
static void
find_notes(struct search *s, struct note_span bytes)
{
	const char *end = bytes.at + bytes.len, *at = bytes.at;

	while (!s->ended && at < end) {
		at = memmem(at, (size_t)(end - at), SIGNED, sizeof(SIGNED) - 1);
		if (at == NULL)
			return;
		take_note(s, bytes, at);
		at += 2;
	}
}

/* In the bytes as they stand. */
static void
look_at(struct search *s, struct note_span bytes)
{
	if (bytes.len > 0)
		find_notes(s, bytes);
	if (bytes.len > 0 && !s->ended)
		find_headers(s, bytes);
}

/* In the parts of a letter, whose transfer encoding hides what is in them;
 * letters that were passed on are parts. */
static void
look_into(struct search *s, struct note_span bytes, unsigned depth)
{
	struct hub_mail *mail;

	if (s->ended || bytes.len == 0 ||
	    hub_mail_read(bytes.at, bytes.len, &mail, NULL) != HUB_OK)
		return;
	for (size_t i = 0; i < hub_mail_count(mail) && !s->ended; i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);
		const struct note_span inner = { part->data, part->len };

		if (inner.len == bytes.len)
			continue; /* no letter */
		look_at(s, inner);
		if (depth > 1 && strncmp(part->type, "text/", 5) != 0)
			look_into(s, inner, depth - 1);
	}
	hub_mail_free(mail);
}

size_t
checkpoint_find(struct note_span bytes, checkpoint_found_fn *found, void *ctx)
{
	struct search s = { .found = found, .ctx = ctx };

	look_at(&s, bytes);
	look_into(&s, bytes, LETTERS);
	return s.count;
}
