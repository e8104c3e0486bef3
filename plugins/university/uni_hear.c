/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_hear.h"

#include <stdio.h>
#include <string.h>

#include "hub_time.h"
#include "uni_handin.h"
#include "uni_fields.h"
#include "uni_update.h"

#define QUERY_SIZE 2048
#define IDS_MAX 32

/* Ends with an error of the standard. */
#define FAULT(fault, code, ...) \
	((fault)->status = (code), \
	    (void)hub_fail(&(fault)->why, HUB_MALFORMED, __VA_ARGS__))

bool
uni_query(const char *query, const char *name, char *buf, size_t size)
{
	char text[QUERY_SIZE];

	buf[0] = '\0';
	if (!hub_query(query, name, text, sizeof(text)))
		return !hub_query_has(query, name);
	return uni_line(text, buf, size);
}

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

/* A time of the query; absent leaves it as it is. */
static bool
hear_time(const char *query, const char *name, int64_t *ret)
{
	char text[UNI_LINE];

	if (!uni_query(query, name, text, sizeof(text)))
		return false;
	if (text[0] == '\0')
		return true;
	/* A "+" of the zone that was not encoded has become a space. */
	for (char *c = text; *c != '\0'; c++) {
		if (*c == ' ')
			*c = '+';
	}
	return hub_time_parse(text, ret);
}

/* GET requests: by ids, or by a window of time. */
static void
hear_requests(const struct hub_message *m, struct hub_events *events,
    struct uni_fault *fault)
{
	struct hub_event e = hub_event_init(HUB_EV_LOOKUP);
	char ids[QUERY_SIZE];

	if (!uni_query(m->query, "service_request_id", ids, sizeof(ids))) {
		FAULT(fault, 400, "service_request_id is too long");
		return;
	}
	if (ids[0] != '\0') {
		hear_ids(ids, events, fault);
		return;
	}
	if (!hear_time(m->query, "start_date", &e.since) ||
	    !hear_time(m->query, "end_date", &e.until)) {
		FAULT(fault, 400,
		    "start_date and end_date: expected a time with its zone, "
		    "as in 2026-02-02T00:00:00Z");
		return;
	}
	e.limit = 200;
	emit(events, &e);
}

/* GET servicerequestupdates: by ids. */
static void
hear_updates(const struct hub_message *m, struct hub_events *events,
    struct uni_fault *fault)
{
	char ids[QUERY_SIZE];

	if (!uni_query(m->query, "service_request_id", ids, sizeof(ids)) ||
	    ids[0] == '\0') {
		FAULT(fault, 400,
		    "service_request_id was not provided: updates are told of "
		    "at most %d requests at a time",
		    IDS_MAX);
		return;
	}
	hear_ids(ids, events, fault);
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
		if (events != NULL)
			uni_fields_files(f, events);
	}
	uni_update_release(&u);
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
	} else if (update) {
		hear_update(conf, &fields, events, fault);
	} else {
		fault->status = uni_handin_read(conf, m, &fields, &in,
		    &fault->why);
		if (fault->status == 0) {
			emit(events, &in.event);
			if (events != NULL)
				uni_fields_files(&fields, events);
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

	return conf->jurisdiction[0] != '\0' &&
	    (!uni_query(m->query, "jurisdiction_id", text, sizeof(text)) ||
		(text[0] != '\0' && strcmp(text, conf->jurisdiction) != 0));
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
	else if (place->kind == UNI_REQUESTS)
		hear_requests(message, events, ret_fault);
	else if (place->kind == UNI_UPDATES)
		hear_updates(message, events, ret_fault);
}
