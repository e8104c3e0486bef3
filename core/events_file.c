/* SPDX-License-Identifier: Apache-2.0 */
/* Files that came with events, and all of it as a frame.  Reading goes
 * through hub_emit again: a worker's word is checked like a plugin's. */
#include "config.h"

#include "events.h"

#include "field.h"
#include "frame_words.h"
#include "utf8.h"

#define FILE_NAME_MAX 255u
#define UNKNOWN_TYPE "application/octet-stream"

/* What a file may be called here: without the folders it came from, and ""
 * when the rest is no name; a strange name must not cost the evidence. */
static const char *
plain_name(const char *name)
{
	const char *end = name == NULL ? "" : name;
	size_t len;

	for (const char *at = end; at[0] != '\0'; at++)
		if (at[0] == '/' || at[0] == '\\')
			end = at + 1;
	len = strlen(end);
	if (len > FILE_NAME_MAX || !utf8_is_line(end, len) ||
	    strcmp(end, ".") == 0 || strcmp(end, "..") == 0)
		return "";
	return end;
}

/* Appends a file to any event; lent: its bytes stay where they are. */
static void
file_add(struct hub_events *events, const struct event_file *file, bool lent)
{
	struct event_file *rows;

	if (events->failed)
		return;
	if (events->file_count == EVENTS_FILES) {
		events_fail(events, HUB_MALFORMED, "too many files");
		return;
	}
	if (!lent && file->len > events->arena.max - events->arena.used) {
		events_fail(events, HUB_MALFORMED, EVENTS_FULL);
		return;
	}
	rows = events_grown(&events->arena, events->files, events->file_count,
	    sizeof(*rows), &events->file_room);
	if (rows == NULL) {
		events_fail(events, HUB_FAULT, EVENTS_FULL);
		return;
	}
	events->files = rows;
	rows[events->file_count] = (struct event_file){
		.event = file->event,
		.name = arena_text(&events->arena, plain_name(file->name)),
		.type = arena_text(&events->arena, file->type),
		.data = lent
		    ? file->data
		    : arena_bytes(&events->arena, file->data, file->len),
		.len = file->len,
	};
	if (arena_ok(&events->arena))
		events->file_count++;
	else
		events_fail(events, HUB_FAULT, EVENTS_FULL);
}

/* Adds a file to the last event. */
void
hub_emit_attachment(struct hub_events *events, const char *name,
    const char *type, const void *data, size_t len)
{
	const struct event_file file = { .event = events->count - 1,
		.name = name,
		.type = type != NULL && field_is_media_type(type)
		    ? type
		    : UNKNOWN_TYPE,
		.data = data,
		.len = len };

	if (events->count == 0)
		events_fail(events, HUB_FAULT, "a file stands before it");
	else
		file_add(events, &file, events->lent);
}

/* Appends the address of a file to any event. */
static void
media_add(struct hub_events *events, size_t event, const char *url)
{
	if (events->failed)
		return;
	if (events->media_count == EVENTS_MEDIA ||
	    strlen(url) > EVENTS_LINE_MAX || !utf8_is_line(url, strlen(url))) {
		events_fail(events, HUB_MALFORMED,
		    "an address of a file is none, or there are too many");
		return;
	}
	events->media[events->media_count] = (struct event_media){ event,
		arena_text(&events->arena, url) };
	if (arena_ok(&events->arena))
		events->media_count++;
	else
		events_fail(events, HUB_FAULT, EVENTS_FULL);
}

/* Adds the address of a file to the last event. */
void
hub_emit_media(struct hub_events *events, const char *url)
{
	if (events->count == 0)
		events_fail(events, HUB_FAULT, "a file stands before it");
	else
		media_add(events, events->count - 1, url);
}

bool
events_fetched(struct hub_events *events, const struct event_file *file)
{
	struct event_file own = *file;

	if (events->file_count == EVENTS_FILES)
		return false;
	if (!field_is_media_type(own.type))
		own.type = UNKNOWN_TYPE;
	file_add(events, &own, true);
	return !events->failed;
}

const char **
events_text(struct hub_event *event)
{
	return event->kind == HUB_EV_HANDOFF ? &event->handoff.narrative
					     : &event->text;
}

/* Whether everything emitted was taken. */
enum hub_status
events_check(const struct hub_events *events, struct hub_error *err)
{
	if (!events->failed)
		return HUB_OK;
	return hub_fail(err, events->status, "%s", events->error.text);
}

/* Adds events and files to a frame. */
void
events_put(struct hub_buf *out, const struct hub_events *events)
{
	frame_put_int(out, (int64_t)events->count);
	for (size_t i = 0; i < events->count; i++)
		frame_put_event(out, &events->rows[i]);
	frame_put_int(out, (int64_t)events->file_count);
	for (size_t i = 0; i < events->file_count; i++) {
		const struct event_file *file = &events->files[i];

		frame_put_int(out, (int64_t)file->event);
		frame_put_text(out, file->name);
		frame_put_text(out, file->type);
		frame_put_bytes(out, file->data, file->len);
	}
	frame_put_int(out, (int64_t)events->media_count);
	for (size_t i = 0; i < events->media_count; i++) {
		frame_put_int(out, (int64_t)events->media[i].event);
		frame_put_text(out, events->media[i].url);
	}
}

/* Reads one file of a frame. */
static void
get_file(struct frame_in *in, struct hub_events *events)
{
	struct event_file file;
	const char *type;

	file.event = frame_count(in, events->count - 1);
	file.name = frame_text(in);
	type = frame_text(in);
	file.type = field_is_media_type(type) ? type : UNKNOWN_TYPE;
	file.data = frame_bytes(in, &file.len);
	if (frame_ok(in))
		file_add(events, &file, events->lent);
}

/* Reads one address of a frame. */
static void
get_media(struct frame_in *in, struct hub_events *events)
{
	size_t event = frame_count(in, events->count - 1);
	const char *url = frame_text(in);

	if (frame_ok(in))
		media_add(events, event, url);
}

/* Reads events and files; false when the frame is broken or holds what a
 * plugin could not have emitted. */
bool
events_get(struct frame_in *in, struct hub_events *events)
{
	size_t count = frame_count(in, EVENTS_MAX);
	struct hub_event event;

	for (size_t i = 0; i < count && frame_ok(in); i++)
		if (frame_event(in, &events->arena, &event))
			hub_emit(events, &event);
	count = frame_count(in, events->count == 0 ? 0 : EVENTS_FILES);
	for (size_t i = 0; i < count && frame_ok(in); i++)
		get_file(in, events);
	count = frame_count(in, events->count == 0 ? 0 : EVENTS_MEDIA);
	for (size_t i = 0; i < count && frame_ok(in); i++)
		get_media(in, events);
	return frame_ok(in) && !events->failed;
}
