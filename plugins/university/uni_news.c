/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_news.h"

#include <stdlib.h>
#include <string.h>

#include "hub_time.h"
#include "uni_catalogue.h"

#define NEWS_MAX 250u /* of one poll; a message holds 256 events */
#define NOTICE_MAX 8192u
#define NOTICE_FULL 4000
#define SHOWN 64 /* bytes of an id */

/* A record's place in time. */
struct place {
	int64_t at;
	size_t index;
};

/* A poll's records on their way. */
struct telling {
	size_t told;	       /* that became events */
	unsigned taken;	       /* in all, where some are left; else 0 */
	struct hub_buf notice; /* what people should know */
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

/* Where a poll stands. */
static struct uni_cursor
cursor_of(const struct hub_at *at)
{
	struct uni_cursor cursor;

	if (at->carry[0] == '\0' || !uni_cursor_read(at->carry, &cursor))
		cursor = (struct uni_cursor){ .news = at->now, .list = "" };
	return cursor;
}

bool
uni_news_goes_on(const struct hub_at *at)
{
	return at->step > 0 && cursor_of(at).taken > 0;
}

/* How it goes on: with the rest of the news, else where it is time for that
 * with a look at their services, else next time. */
static void
emit_end(const struct university_conf *conf, const struct hub_at *at,
    struct hub_events *events, const struct telling *t)
{
	struct uni_cursor next = cursor_of(at);
	bool looks;

	next.taken = t->taken;
	if (t->taken == 0)
		next.news = at->now;
	looks = conf->catalogue > 0 && at->step == 0 &&
	    (next.looked == 0 || at->now >= next.looked + conf->catalogue);
	uni_cursor_emit(&next, t->taken > 0 || looks, hub_buf_str(&t->notice),
	    events);
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

/* Tells people of a record that does not read, without its words. */
static void
notice(struct hub_buf *out, const struct uni_update *u, const char *why)
{
	const char *request = u->request[0] != '\0' ? u->request : "(none)";

	if (out->len < NOTICE_FULL)
		hub_buf_fmt(out, "an update of request %.*s is not read: %s\n",
		    uni_head(request, SHOWN), request, why);
}

/* One record's event.  One that names no request, or does not read, holds up
 * nothing; of the latter people are told. */
static void
tell(const struct university_conf *conf, const struct uni_record *r,
    struct hub_events *events, struct telling *t)
{
	enum uni_about about = conf->updates[0] != '\0' ? UNI_UPDATE
							: UNI_REQUEST;
	struct hub_error err = { "" };
	struct uni_update u;

	if (uni_update_read(conf, r, about, &u, &err) != HUB_OK) {
		notice(&t->notice, &u, err.text);
	} else if (u.news && u.request[0] != '\0') {
		hub_emit(events, &u.event);
		t->told++;
	}
	uni_update_release(&u);
}

/* The records behind those that came with the steps before, as many as a
 * message holds. */
static void
tell_all(const struct university_conf *conf, const struct uni_doc *doc,
    const struct hub_buf *places, struct hub_events *events, struct telling *t)
{
	size_t i = t->taken, count = places->len / sizeof(struct place);

	for (; i < count && t->told < NEWS_MAX; i++) {
		struct uni_record r;
		struct place place;

		memcpy(&place, places->data + i * sizeof(place), sizeof(place));
		r = uni_doc_at(doc, place.index);
		tell(conf, &r, events, t);
	}
	t->taken = i < count ? (unsigned)i : 0;
}

enum hub_status
uni_news(const struct university_conf *conf, const struct uni_doc *doc,
    const struct hub_at *at, struct hub_events *events, struct hub_error *err)
{
	int64_t since = conf->updates[0] != '\0' ? 0 : at->now - conf->lookback;
	struct telling t = { .taken = at->step > 0 ? cursor_of(at).taken : 0 };
	enum hub_status status = HUB_OK;
	struct hub_buf places;

	if (!is_list(doc))
		return hub_fail(err, HUB_MALFORMED,
		    "found %zu records without a service_request_id",
		    doc->count);
	hub_buf_init(&places, UNI_RECORDS * sizeof(struct place));
	hub_buf_init(&t.notice, NOTICE_MAX);
	order(doc, since, &places);
	if (!hub_buf_ok(&places)) {
		status = hub_fail(err, HUB_FAULT, "out of memory");
	} else if (t.taken > 0 &&
	    t.taken >= places.len / sizeof(struct place)) {
		/* What was left of it is asked for again. */
		status = hub_fail(err, HUB_MALFORMED,
		    "their list had more than %u records, and now %zu", t.taken,
		    doc->count);
	} else {
		tell_all(conf, doc, &places, events, &t);
		emit_end(conf, at, events, &t);
	}
	hub_buf_release(&places);
	hub_buf_release(&t.notice);
	return status;
}
