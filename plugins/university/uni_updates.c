/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_updates.h"

#include <stdlib.h>
#include <string.h>

#include "uni_note.h"
#include "uni_word.h"

#define NOTES_MAX (256u * 1024u)
#define PLACES_MAX (1024u * 1024u)

/* One thing that was said, and about which case. */
struct place {
	const struct hub_event *event;
	const char *request;
};

/* qsort: as the hub heard it; its ids sort so within a second. */
static int
by_time(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->event->claimed_at != b->event->claimed_at)
		return a->event->claimed_at < b->event->claimed_at ? -1 : 1;
	return strcmp(a->event->their_id, b->event->their_id);
}

void
uni_updates_text(struct uni_out *out, const char *name,
    const struct hub_event *event)
{
	struct hub_buf notes;

	hub_buf_init(&notes, NOTES_MAX);
	if (event != NULL)
		uni_note_write(&notes, event);
	uni_out_text(out, name, hub_buf_str(&notes));
	hub_buf_release(&notes);
}

/* All that was said, in order. */
static void
collect(const struct hub_results *results, struct hub_buf *places)
{
	for (size_t i = 0; i < results->story_count; i++) {
		const struct hub_story *story = &results->stories[i];

		for (size_t k = 0; k < story->said_count; k++) {
			struct place place = { &story->said[k],
				story->handoff_id };

			hub_buf_add(places, &place, sizeof(place));
		}
	}
	if (places->len > 0)
		qsort(places->data, places->len / sizeof(struct place),
		    sizeof(struct place), by_time);
}

/* One update. */
static void
put(struct uni_out *out, const struct place *place, const char *word)
{
	const struct hub_event *e = place->event;

	uni_out_record(out, "request_update");
	uni_out_text(out, "update_id", e->their_id);
	uni_out_text(out, "service_request_id", place->request);
	uni_out_text(out, "status", word);
	uni_out_time(out, "updated_datetime", e->claimed_at);
	uni_updates_text(out, "description", e);
	uni_out_text(out, "media_url", "");
	uni_out_close(out);
}

void
uni_updates_put(const struct university_conf *conf,
    const struct uni_window *wanted, const struct hub_results *results,
    struct uni_out *out)
{
	struct hub_buf places;
	struct place place;

	hub_buf_init(&places, PLACES_MAX);
	collect(results, &places);
	for (size_t i = 0; i < places.len / sizeof(place); i++) {
		const char *word;

		memcpy(&place, places.data + i * sizeof(place), sizeof(place));
		word = uni_word_of(conf, place.event->kind);
		if (word[0] != '\0' && uni_window_wants(wanted, word) &&
		    uni_window_has(wanted, place.event->claimed_at))
			put(out, &place, word);
	}
	hub_buf_release(&places);
}
