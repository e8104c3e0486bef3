/* SPDX-License-Identifier: Apache-2.0 */
/*
 * events.h - the inside of hub_events: what a plugin said, in order.
 */
#ifndef EVENTS_H
#define EVENTS_H

#include "arena.h"
#include "frame.h"
#include "hub_error.h"
#include "hub_event.h"

#define EVENTS_MAX 256		       /* of one message */
#define EVENTS_BYTES (24u << 20)       /* texts and attachments together */
#define EVENTS_TEXT_MAX (256u * 1024u) /* one text */
#define EVENTS_LINE_MAX 4096u	       /* one name or reference */
#define EVENTS_FILES 64		       /* of one message */
#define EVENTS_MEDIA 8		       /* addresses in one message */

struct event_file {
	size_t event; /* index of the event it belongs to */
	const char *name, *type, *data;
	size_t len;
};

/* A file that is still to be fetched. */
struct event_media {
	size_t event;
	const char *url;
};

struct hub_events {
	struct arena arena; /* owns rows and texts */
	struct hub_event *rows;
	size_t count, room;
	struct event_file *files;
	size_t file_count, file_room;
	struct event_media media[EVENTS_MEDIA];
	size_t media_count;
	struct hub_error error; /* the first failure */
	enum hub_status status; /* its status */
	bool failed;
	bool lent; /* bytes of files stay where they are and outlive this */
};

void events_init(struct hub_events *events);
void events_release(struct hub_events *events);
/* HUB_OK, or HUB_MALFORMED/HUB_FAULT with the first failure's sentence. */
enum hub_status events_check(const struct hub_events *events,
    struct hub_error *err);
void events_put(struct hub_buf *out, const struct hub_events *events);
/* Reads a frame into initialised events; texts are copied, and what hub_emit
 * would refuse is refused. */
bool events_get(struct frame_in *in, struct hub_events *events);

/* A file of event that was fetched; its bytes outlive the events.  false: there
 * are too many. */
bool events_fetched(struct hub_events *events, const struct event_file *file);
/* The text that people read of an event: a case's is its narrative. */
const char **events_text(struct hub_event *event);

/* For the two files that append: keep the first failure; room for one more
 * struct in an array, NULL when there is none. */
#define EVENTS_FULL "more bytes than the hub takes"
void events_fail(struct hub_events *events, enum hub_status status,
    const char *sentence);
void *events_grown(struct arena *arena, void *rows, size_t count, size_t size,
    size_t *room);

#endif
