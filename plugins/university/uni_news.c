/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_news.h"

#include <stdlib.h>
#include <string.h>

#include "hub_time.h"
#include "uni_catalogue.h"

#define NEWS_MAX 250u /* of one poll; a message holds 256 events */

/* A record's place in time. */
struct place {
	int64_t at;
	size_t index;
};

/* qsort: the oldest first, and as they stand where that is the same. */
static int
by_time(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* When a record was changed, 0 when it does not say. */
static int64_t
time_of(const struct uni_record *r)
{
	char text[UNI_LINE];
	int64_t at;

	return uni_record_line(r, "updated_datetime", text, sizeof(text)) &&
		hub_time_parse(text, &at)
	    ? at
	    : 0;
}

/* The records in order of time, of those that are not too old. */
static void
order(const struct uni_doc *doc, int64_t since, struct hub_buf *places)
{
	struct place place;

	for (size_t i = 0; i < doc->count; i++) {
		struct uni_record r = uni_doc_at(doc, i);

		place.at = time_of(&r);
		place.index = i;
		if (place.at == 0 || place.at >= since)
			hub_buf_add(places, &place, sizeof(place));
	}
	if (places->len > 0)
		qsort(places->data, places->len / sizeof(place), sizeof(place),
		    by_time);
}

/* Where the next poll starts; where it is time for that, after a look at their
 * services. */
static void
emit_cursor(const struct university_conf *conf, const struct hub_at *at,
    struct hub_events *events, int64_t news)
{
	struct hub_event e = hub_event_init(HUB_EV_CURSOR);
	struct uni_cursor next;
	struct hub_buf text;

	if (at->carry[0] == '\0' || !uni_cursor_read(at->carry, &next))
		next = (struct uni_cursor){ .list = "" };
	next.news = news;
	if (conf->catalogue > 0 &&
	    (next.looked == 0 || at->now >= next.looked + conf->catalogue))
		e.kind = HUB_EV_NEXT_STEP;
	hub_buf_init(&text, HUB_CARRY_MAX);
	uni_cursor_write(&next, &text);
	e.carry = hub_buf_str(&text);
	hub_emit(events, &e);
	hub_buf_release(&text);
}

/* Whether a list is one of requests or updates at all. */
static bool
is_list(const struct uni_doc *doc)
{
	char id[UNI_LINE];

	for (size_t i = 0; i < doc->count; i++) {
		struct uni_record r = uni_doc_at(doc, i);

		if (!uni_record_line(&r, "service_request_id", id,
			sizeof(id)) ||
		    id[0] != '\0')
			return true;
	}
	return doc->count == 0;
}

/* One record's event, *told counting those that have one.  One that names no
 * request, or does not read, holds up nothing. */
static void
tell(const struct university_conf *conf, const struct uni_record *r,
    struct hub_events *events, size_t *told)
{
	enum uni_about about = conf->updates[0] != '\0' ? UNI_UPDATE
							: UNI_REQUEST;
	struct uni_update u;

	if (uni_update_read(conf, r, about, &u, NULL) == HUB_OK && u.news &&
	    u.request[0] != '\0') {
		hub_emit(events, &u.event);
		(*told)++;
	}
	uni_update_release(&u);
}

enum hub_status
uni_news(const struct university_conf *conf, const struct uni_doc *doc,
    const struct hub_at *at, struct hub_events *events, struct hub_error *err)
{
	int64_t since = conf->updates[0] != '\0' ? 0 : at->now - conf->lookback;
	int64_t last = at->now;
	struct hub_buf places;
	struct place place;
	size_t told = 0;
	bool good;

	if (!is_list(doc))
		return hub_fail(err, HUB_MALFORMED,
		    "found %zu records without a service_request_id",
		    doc->count);
	hub_buf_init(&places, UNI_RECORDS * sizeof(place));
	order(doc, since, &places);
	good = hub_buf_ok(&places);
	for (size_t i = 0; good && i < places.len / sizeof(place); i++) {
		struct uni_record r;

		memcpy(&place, places.data + i * sizeof(place), sizeof(place));
		if (told == NEWS_MAX) {
			last = place.at < at->now ? place.at : at->now;
			break;
		}
		r = uni_doc_at(doc, place.index);
		tell(conf, &r, events, &told);
	}
	hub_buf_release(&places);
	if (!good)
		return hub_fail(err, HUB_FAULT, "out of memory");
	emit_cursor(conf, at, events, last);
	return HUB_OK;
}
