/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_site.h"

#include <stdarg.h>

#include "hub_buf.h"
#include "limits.h"

/* A sentence is cut here; a value in it much earlier. */
#define SENTENCE_MAX 2048u
#define SHORT_MAX 60u

/* Appends to a sentence what a caller's arguments say. */
static void __attribute__((format(printf, 2, 0)))
append(struct hub_buf *sentence, const char *fmt, va_list args)
{
	char text[SENTENCE_MAX / 2];

	(void)vsnprintf(text, sizeof(text), fmt, args);
	hub_buf_text(sentence, text);
}

struct conf_mistake {
	struct conf_mistake *next;
	unsigned order, line;
	const char *sentence;
};

/* Keeps a sentence in order of places; past the ceiling only counts. */
static void
note(const struct conf_site *site, unsigned line, struct hub_buf *sentence)
{
	struct conf_reading *reading = site->reading;
	struct conf_mistake **at = &reading->told, *mistake;

	if (reading->mistakes++ < CONF_MISTAKES_MAX) {
		mistake = arena_take(reading->scratch, sizeof(*mistake));
		if (mistake != NULL) {
			while (*at != NULL &&
			    ((*at)->order < site->order ||
				((*at)->order == site->order &&
				    (*at)->line <= line)))
				at = &(*at)->next;
			*mistake = (struct conf_mistake){ .next = *at,
				.order = site->order,
				.line = line,
				.sentence = arena_text(reading->scratch,
				    hub_buf_str(sentence)) };
			*at = mistake;
		}
	}
	hub_buf_release(sentence);
}

/* Hands all sentences on. */
void
conf_tell_all(struct conf_reading *reading)
{
	const struct conf_mistake *at;
	char more[64];

	for (at = reading->told; at != NULL; at = at->next)
		reading->complain(reading->ctx, at->sentence);
	if (reading->mistakes <= CONF_MISTAKES_MAX)
		return;
	(void)snprintf(more, sizeof(more), "and %u more mistakes",
	    reading->mistakes - CONF_MISTAKES_MAX);
	reading->complain(reading->ctx, more);
}

/* A mistake at a line. */
void
conf_say(const struct conf_site *site, const char *fmt, ...)
{
	struct hub_buf sentence;
	va_list args;

	hub_buf_init(&sentence, SENTENCE_MAX);
	hub_buf_fmt(&sentence, "%s:%u: ", site->file, site->line);
	va_start(args, fmt);
	append(&sentence, fmt, args);
	va_end(args);
	note(site, site->line, &sentence);
}

/* Tells what is wrong with the value of a setting. */
void
conf_wrong(const struct conf_site *site, const char *fmt, ...)
{
	struct hub_buf sentence;
	va_list args;

	hub_buf_init(&sentence, SENTENCE_MAX);
	hub_buf_fmt(&sentence, "%s:%u: %s is \"%s\", ", site->file, site->line,
	    site->name, conf_short(site, site->value));
	va_start(args, fmt);
	append(&sentence, fmt, args);
	va_end(args);
	note(site, site->line, &sentence);
}

/* Tells a mistake of a whole file. */
void
conf_say_file(const struct conf_site *site, const char *fmt, ...)
{
	struct hub_buf sentence;
	va_list args;

	hub_buf_init(&sentence, SENTENCE_MAX);
	hub_buf_fmt(&sentence, "%s: ", site->file);
	va_start(args, fmt);
	append(&sentence, fmt, args);
	va_end(args);
	note(site, 0, &sentence);
}

/* How the site is named in a conf. */
const char *
conf_where(const struct conf_site *site)
{
	struct hub_buf where;
	const char *text;

	hub_buf_init(&where, SENTENCE_MAX);
	hub_buf_fmt(&where, "%s:%u", site->file, site->line);
	text = arena_text(site->reading->arena, hub_buf_str(&where));
	hub_buf_release(&where);
	return text;
}

/* A text that fits into a sentence, never cut within a character. */
const char *
conf_short(const struct conf_site *site, const char *text)
{
	struct hub_buf cut;
	size_t len = strnlen(text, SHORT_MAX + 1);

	if (len <= SHORT_MAX)
		return text;
	for (len = SHORT_MAX; len > 0; len--)
		if (((unsigned char)text[len] & 0xc0) != 0x80)
			break;
	hub_buf_init(&cut, SENTENCE_MAX);
	hub_buf_add(&cut, text, len);
	hub_buf_text(&cut, "...");
	text = arena_text(site->reading->scratch, hub_buf_str(&cut));
	hub_buf_release(&cut);
	return text;
}
