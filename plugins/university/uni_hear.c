/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_hear.h"

#include <stdio.h>
#include <string.h>

#include "uni_handin.h"
#include "uni_fields.h"
#include "uni_update.h"
#include "uni_window.h"

#define QUERY_SIZE 2048
#define IDS_MAX 32
#define USUAL_SPAN (90 * 86400)

/* Ends with an error of the standard. */
#define FAULT(fault, code, ...) \
	((fault)->status = (code), \
	    (void)hub_fail(&(fault)->why, HUB_MALFORMED, __VA_ARGS__))

/* Emits, unless only a fault is looked for. */
static void
emit(struct hub_events *events, const struct hub_event *event)
{
	if (events != NULL)
		hub_emit(events, event);
}

/* Every id of a list, as a question each. */
static void
hear_ids(const char *list, struct hub_events *events, struct uni_fault *fault)
{
	struct hub_event e = hub_event_init(HUB_EV_LOOKUP);
	char id[UNI_LINE];
	size_t count = 0;

	for (;;) {
		size_t len = strcspn(list, ",");

		if (len >= sizeof(id)) {
			FAULT(fault, 400, "service_request_id is too long");
			return;
		}
		memcpy(id, list, len);
		id[len] = '\0';
		e.handoff_id = id + strspn(id, " ");
		if (e.handoff_id[0] != '\0' && count++ < IDS_MAX)
			emit(events, &e);
		list += len;
		if (*list++ == '\0')
			break;
	}
	if (count == 0 || count > IDS_MAX)
		FAULT(fault, 400,
		    "service_request_id: found %zu ids, expected 1 to %d",
		    count, IDS_MAX);
}

/* GET requests and servicerequestupdates: by ids, or by a window of time, which
 * is the last 90 days unless they say when it begins. */
static void
hear_list(const struct hub_message *m, const struct uni_place *place,
    struct hub_events *events, struct uni_fault *fault)
{
	struct hub_event e = hub_event_init(HUB_EV_LOOKUP);
	struct uni_window w;
	char ids[QUERY_SIZE];

	if (!uni_query(m->query, "service_request_id", ids, sizeof(ids))) {
		FAULT(fault, 400, "service_request_id is too long");
		return;
	}
	if (!uni_window_read(m->query, &w, &fault->why)) {
		fault->status = 400;
		return;
	}
	if (ids[0] != '\0') {
		hear_ids(ids, events, fault);
		return;
	}
	if (w.since == 0)
		w.since = (w.until != 0 ? w.until : place->now) - USUAL_SPAN;
	e.said = place->kind == UNI_UPDATES;
	e.since = w.since > 0 ? w.since : 0;
	e.until = w.until;
	e.limit = w.limit;
	e.carry = w.page;
	emit(events, &e);
}

/* What an update lacks. */
static void
check_update(const struct uni_update *u, const char *theirs,
    struct uni_fault *fault)
{
	if (u->request[0] == '\0' && theirs[0] == '\0')
		FAULT(fault, 400, "service_request_id was not provided");
	else if (!u->news)
		FAULT(fault, 400,
		    "status and description say nothing new: expected one");
}

/* The files that came along or stand at media_url, for the event emitted
 * last. */
static void
emit_files(const struct uni_fields *f, struct hub_events *events)
{
	char url[UNI_URL_SIZE];

	if (events == NULL)
		return;
	uni_fields_files(f, events);
	if (uni_record_line(&f->record, "media_url", url, sizeof(url)) &&
	    url[0] != '\0')
		hub_emit_media(events, url);
}

/* POST servicerequestupdates: service_request_id is the hub's, and theirs
 * goes as service_request_id_ext. */
static void
hear_update(const struct university_conf *conf, const struct uni_fields *f,
    struct hub_events *events, struct uni_fault *fault)
{
	char theirs[UNI_LINE];
	struct uni_update u;

	if (!uni_record_line(&f->record, "service_request_id_ext", theirs,
		sizeof(theirs))) {
		FAULT(fault, 400, "service_request_id_ext is too long");
		return;
	}
	if (uni_update_read(conf, &f->record, UNI_UPDATE, &u, &fault->why) !=
	    HUB_OK)
		fault->status = 400;
	else
		check_update(&u, theirs, fault);
	if (fault->status == 0) {
		u.event.handoff_id = u.request;
		u.event.remote_ref = theirs;
		emit(events, &u.event);
		emit_files(f, events);
	}
	uni_update_release(&u);
}

/* Whether a jurisdiction, as far as it could be read, is not the section's,
 * where that has one. */
static bool
is_another(const struct university_conf *conf, bool read, const char *text)
{
	return conf->jurisdiction[0] != '\0' &&
	    (!read ||
		(text[0] != '\0' && strcmp(text, conf->jurisdiction) != 0));
}

/* Whether the form names another one, which is where the standard has it. */
static bool
is_for_another(const struct university_conf *conf, const struct uni_record *r)
{
	char text[UNI_LINE];
	bool read = uni_record_line(r, "jurisdiction_id", text, sizeof(text));

	return is_another(conf, read, text);
}

/* A POST: its fields, then what they say. */
static void
hear_post(const struct university_conf *conf, const struct hub_message *m,
    bool update, struct hub_events *events, struct uni_fault *fault)
{
	struct uni_fields fields;
	struct uni_handin in;

	if (uni_fields_read(&fields, m, &fault->why) != HUB_OK) {
		fault->status = 400;
	} else if (is_for_another(conf, &fields.record)) {
		FAULT(fault, 404, "jurisdiction_id was not found");
	} else if (update) {
		hear_update(conf, &fields, events, fault);
	} else {
		fault->status = uni_handin_read(conf, m, &fields, &in,
		    &fault->why);
		if (fault->status == 0) {
			emit(events, &in.event);
			emit_files(&fields, events);
		}
		uni_handin_release(&in);
	}
	uni_fields_release(&fields);
}

/* Whether another jurisdiction is asked for. */
static bool
is_elsewhere(const struct university_conf *conf, const struct hub_message *m)
{
	char text[UNI_LINE];
	bool read = uni_query(m->query, "jurisdiction_id", text, sizeof(text));

	return is_another(conf, read, text);
}

void
uni_hear(const struct university_conf *conf, const struct hub_message *message,
    const struct uni_place *place, struct hub_events *events,
    struct uni_fault *ret_fault)
{
	*ret_fault = (struct uni_fault){ .status = 0 };
	if (place->kind == UNI_NOWHERE)
		FAULT(ret_fault, 404, "no such service or format");
	else if (!place->method)
		FAULT(ret_fault, 405, "the method is none of the service's");
	else if (is_elsewhere(conf, message))
		FAULT(ret_fault, 404, "jurisdiction_id was not found");
	else if (place->kind == UNI_ONE || place->kind == UNI_TOKEN)
		hear_ids(place->id, events, ret_fault);
	else if (place->post)
		hear_post(conf, message, place->kind == UNI_UPDATES, events,
		    ret_fault);
	else if (place->kind == UNI_REQUESTS || place->kind == UNI_UPDATES)
		hear_list(message, place, events, ret_fault);
}
