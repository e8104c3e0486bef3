/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "events.h"

#include "frame_table.h"
#include "frame_words.h"
#include "utf8.h"

#define FIRST_ROOM 4
#define RATING_MAX 5u
#define WINDOW_MAX 200u

/* No events yet. */
void
events_init(struct hub_events *events)
{
	*events = (struct hub_events){ .count = 0 };
	arena_init(&events->arena, EVENTS_BYTES);
}

/* Gives back rows, texts and files. */
void
events_release(struct hub_events *events)
{
	if (events != NULL)
		arena_release(&events->arena);
}

/* Remembers the first failure and which event it was. */
void
events_fail(struct hub_events *events, enum hub_status status,
    const char *sentence)
{
	if (events->failed)
		return;
	events->failed = true;
	events->status = status;
	hub_fail(&events->error, status, "event %zu: %s", events->count + 1,
	    sentence);
}

/* What is wrong with a text, or NULL. */
static const char *
text_wrong(const char *text, bool line)
{
	size_t len = text == NULL ? 0 : strlen(text);

	if (len > (line ? EVENTS_LINE_MAX : EVENTS_TEXT_MAX))
		return "a text is too long";
	if (line && !utf8_is_line(text, len))
		return "a name or reference is not one line of UTF-8";
	if (!line && !utf8_is_text(text, len))
		return "a text is not UTF-8, or holds control characters";
	return NULL;
}

/* What is wrong with a struct's fields, or NULL. */
static const char *
fields_wrong(const struct frame_table *table, const void *from)
{
	const char *wrong = NULL;

	for (size_t i = 0; i < table->count && wrong == NULL; i++) {
		const struct frame_row *row = &table->rows[i];
		const void *field = (const char *)from + row->offset;

		if (row->kind == FRAME_TEXT || row->kind == FRAME_LINE)
			wrong = text_wrong(*(const char *const *)field,
			    row->kind == FRAME_LINE);
		else if (row->kind == FRAME_UINT && row->max > 0 &&
		    *(const unsigned *)field > row->max)
			wrong = "a word is not in its list";
	}
	return wrong;
}

/* What is wrong with a handoff, or NULL. */
static const char *
handoff_wrong(const struct hub_handoff *h)
{
	const char *wrong = fields_wrong(&frame_handoff_table, h);

	if (h->attachment_count > FRAME_ATTACHMENTS)
		return "a handoff has too many attachments";
	for (size_t i = 0; i < h->attachment_count && wrong == NULL; i++)
		wrong = fields_wrong(&frame_attachment_table,
		    &h->attachments[i]);
	return wrong;
}

/* What is wrong with an event, or NULL. */
static const char *
event_wrong(const struct hub_event *e)
{
	const char *wrong = fields_wrong(&frame_event_table, e);

	if (wrong != NULL)
		return wrong;
	if (e->carry != NULL && strlen(e->carry) > HUB_CARRY_MAX)
		return "a carry is too long";
	if (e->rating > RATING_MAX)
		return "a rating is not from 1 to 5";
	if (e->limit > WINDOW_MAX)
		return "a window is too wide";
	if (e->kind == HUB_EV_HANDOFF)
		return handoff_wrong(&e->handoff);
	return NULL;
}

/* Makes a struct's texts copies. */
static void
copy_texts(struct arena *arena, const struct frame_table *table, void *to)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct frame_row *row = &table->rows[i];
		void *field = (char *)to + row->offset;

		if (row->kind == FRAME_TEXT || row->kind == FRAME_LINE)
			*(const char **)field = arena_text(arena,
			    *(const char **)field);
	}
}

/* Makes a handoff a copy, with its attachments. */
static void
copy_handoff(struct arena *arena, struct hub_handoff *h)
{
	size_t size = h->attachment_count * sizeof(*h->attachments);
	struct hub_attachment *rows = NULL;

	copy_texts(arena, &frame_handoff_table, h);
	if (size > 0)
		rows = arena_take(arena, size);
	if (rows == NULL) {
		h->attachment_count = 0;
		h->attachments = NULL;
		return;
	}
	memcpy(rows, h->attachments, size);
	for (size_t i = 0; i < h->attachment_count; i++)
		copy_texts(arena, &frame_attachment_table, &rows[i]);
	h->attachments = rows;
}

/* Room for one more of an array's structs: the array itself, or a greater
 * copy; NULL when memory is out. */
void *
events_grown(struct arena *arena, void *rows, size_t count, size_t size,
    size_t *room)
{
	size_t more = *room == 0 ? FIRST_ROOM : 2 * *room;
	void *copy;

	if (count < *room)
		return rows;
	copy = arena_take(arena, more * size);
	if (copy == NULL)
		return NULL;
	if (count > 0)
		memcpy(copy, rows, count * size);
	*room = more;
	return copy;
}

/* Appends a copy of an event that is right. */
static void
append(struct hub_events *events, const struct hub_event *event)
{
	struct hub_event *rows = events_grown(&events->arena, events->rows,
	    events->count, sizeof(*rows), &events->room);
	struct hub_event *to;

	if (rows == NULL) {
		events_fail(events, HUB_FAULT, EVENTS_FULL);
		return;
	}
	events->rows = rows;
	to = &rows[events->count];
	*to = *event;
	copy_texts(&events->arena, &frame_event_table, to);
	if (to->kind == HUB_EV_HANDOFF)
		copy_handoff(&events->arena, &to->handoff);
	else
		to->handoff = hub_handoff_init();
	if (!arena_ok(&events->arena))
		events_fail(events, HUB_FAULT, EVENTS_FULL);
	else
		events->count++;
}

/* Adds an event. */
void
hub_emit(struct hub_events *events, const struct hub_event *event)
{
	const char *wrong;

	if (events->failed)
		return;
	if (event->kind == HUB_EV_NONE ||
	    (unsigned)event->kind >= HUB_EV_COUNT) {
		events_fail(events, HUB_FAULT, "it has no kind");
		return;
	}
	if (events->count == EVENTS_MAX) {
		events_fail(events, HUB_MALFORMED, "too many of one message");
		return;
	}
	wrong = event_wrong(event);
	if (wrong != NULL)
		events_fail(events, HUB_MALFORMED, wrong);
	else
		append(events, event);
}
