/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "conf_site.h"

#include <stdarg.h>
#include <string.h>

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
	unsigned order;
	struct conf_complaint complaint;
};

/* A sentence as it grows. */
struct sentence {
	struct hub_buf buf;
	size_t place; /* bytes of "FILE:LINE: " before the text */
};

/* Begins a sentence about a line, or of the whole file (0). */
static void
begin(struct sentence *s, const struct conf_site *site, unsigned line)
{
	hub_buf_init(&s->buf, SENTENCE_MAX);
	hub_buf_text(&s->buf, site->file);
	if (line > 0)
		hub_buf_fmt(&s->buf, ":%u", line);
	hub_buf_text(&s->buf, ": ");
	s->place = s->buf.len;
}

/* What is told of a sentence; kept by the reading. */
static struct conf_complaint
complaint_of(const struct conf_site *site, unsigned line,
    const struct sentence *s)
{
	const char *kept = arena_text(site->reading->scratch,
	    hub_buf_str(&s->buf));

	return (struct conf_complaint){
		.file = arena_text(site->reading->scratch, site->file),
		.line = line,
		.text = kept + (strlen(kept) > s->place ? s->place : 0),
		.sentence = kept
	};
}

/* Keeps a sentence in order of places; past the ceiling only counts. */
static void
note(const struct conf_site *site, unsigned line, struct sentence *s)
{
	struct conf_reading *reading = site->reading;
	struct conf_mistake **at = &reading->told, *mistake;

	if (reading->mistakes++ < CONF_MISTAKES_MAX) {
		mistake = arena_take(reading->scratch, sizeof(*mistake));
		if (mistake != NULL) {
			while (*at != NULL &&
			    ((*at)->order < site->order ||
				((*at)->order == site->order &&
				    (*at)->complaint.line <= line)))
				at = &(*at)->next;
			*mistake = (struct conf_mistake){ .next = *at,
				.order = site->order,
				.complaint = complaint_of(site, line, s) };
			*at = mistake;
		}
	}
	hub_buf_release(&s->buf);
}

void
conf_tell(conf_complaint_fn *complain, void *ctx, const char *text)
{
	const struct conf_complaint complaint = { "", 0, text, text };

	complain(ctx, &complaint);
}

/* Hands all sentences on. */
void
conf_tell_all(struct conf_reading *reading)
{
	const struct conf_mistake *at;
	char more[64];

	for (at = reading->told; at != NULL; at = at->next)
		reading->complain(reading->ctx, &at->complaint);
	if (reading->mistakes <= CONF_MISTAKES_MAX)
		return;
	(void)snprintf(more, sizeof(more), "and %u more mistakes",
	    reading->mistakes - CONF_MISTAKES_MAX);
	conf_tell(reading->complain, reading->ctx, more);
}

/* A mistake at a line. */
void
conf_say(const struct conf_site *site, const char *fmt, ...)
{
	struct sentence s;
	va_list args;

	begin(&s, site, site->line);
	va_start(args, fmt);
	append(&s.buf, fmt, args);
	va_end(args);
	note(site, site->line, &s);
}

/* Tells what is wrong with the value of a setting. */
void
conf_wrong(const struct conf_site *site, const char *fmt, ...)
{
	struct sentence s;
	va_list args;

	begin(&s, site, site->line);
	hub_buf_fmt(&s.buf, "%s is \"%s\", ", site->name,
	    conf_short(site, site->value));
	va_start(args, fmt);
	append(&s.buf, fmt, args);
	va_end(args);
	note(site, site->line, &s);
}

/* Tells a mistake of a whole file. */
void
conf_say_file(const struct conf_site *site, const char *fmt, ...)
{
	struct sentence s;
	va_list args;

	begin(&s, site, 0);
	va_start(args, fmt);
	append(&s.buf, fmt, args);
	va_end(args);
	note(site, 0, &s);
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
