/* SPDX-License-Identifier: Apache-2.0 */
/* What an institution tells and asks: POST /events brings one event, alone
 * or as the first part of multipart/form-data with files behind it; GET
 * /handoffs and /handoffs/<id> ask after its own cases. */
#include "config.h"

#include "ksp.h"

#include <string.h>
#include <strings.h>

#include "hub_mail.h"
#include "hub_time.h"
#include "ksp_event.h"
#include "ksp_reply.h"
#include "ksp_word.h"

#define ASKED "/handoffs"
#define EVENT_PART "event"
#define QUERY_SIZE 256

enum place { NOWHERE, EVENTS, WINDOW, ONE };

static const char *const methods[] = {
	[NOWHERE] = "",
	[EVENTS] = "POST",
	[WINDOW] = "GET",
	[ONE] = "GET",
};

/* Media types of an event that stands alone; "" is taken for one. */
static const char *const alone[] = { "", "application/cloudevents+json",
	"application/json" };

/* What a path is. */
static enum place
place_of(const char *path)
{
	if (strcmp(path, "/events") == 0)
		return EVENTS;
	if (strcmp(path, ASKED) == 0)
		return WINDOW;
	if (strncmp(path, ASKED "/", strlen(ASKED "/")) == 0 &&
	    path[strlen(ASKED "/")] != '\0' &&
	    strchr(path + strlen(ASKED "/"), '/') == NULL)
		return ONE;
	return NOWHERE;
}

/* Whether a Content-Type is one of a list, its parameters aside. */
static bool
is_alone(const char *type)
{
	size_t len = strcspn(type, "; \t");

	for (size_t i = 0; i < sizeof(alone) / sizeof(*alone); i++) {
		if (strlen(alone[i]) == len &&
		    strncasecmp(type, alone[i], len) == 0)
			return true;
	}
	return false;
}

/* One event out of JSON into events. */
static enum hub_status
hear_json(const struct ksp_conf *conf, const char *bytes, size_t len,
    struct hub_events *events, struct hub_error *err)
{
	struct hub_json *doc = NULL;
	struct hub_event event;
	struct hub_buf note;
	enum hub_status status = hub_json_read(bytes, len, &doc, err);

	if (status != HUB_OK)
		return status;
	hub_buf_init(&note, KSP_NOTE_MAX);
	status = ksp_event_read(conf->types, doc, &note, &event, err);
	if (status == HUB_OK)
		hub_emit(events, &event);
	hub_buf_release(&note);
	hub_json_free(doc);
	return status;
}

/* The part that holds the event, or NULL. */
static const struct hub_mail_part *
event_part(const struct hub_mail *mail)
{
	for (size_t i = 0; i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		if (strcmp(part->name, EVENT_PART) == 0)
			return part;
	}
	return NULL;
}

/* An event and the files that came with it. */
static enum hub_status
hear_parts(const struct ksp_conf *conf, const struct hub_mail *mail,
    struct hub_events *events, struct hub_error *err)
{
	const struct hub_mail_part *event = event_part(mail);
	enum hub_status status;

	if (event == NULL)
		return hub_fail(err, HUB_MALFORMED,
		    "found no part of the name " EVENT_PART
		    " among %zu, expected the event there",
		    hub_mail_count(mail));
	status = hear_json(conf, event->data, event->len, events, err);
	for (size_t i = 0; status == HUB_OK && i < hub_mail_count(mail); i++) {
		const struct hub_mail_part *part = hub_mail_part(mail, i);

		if (part != event)
			hub_emit_attachment(events,
			    part->filename[0] != '\0' ? part->filename
						      : part->name,
			    part->type, part->data, part->len);
	}
	return status;
}

/* Something that they tell. */
static enum hub_status
hear_event(const struct ksp_conf *conf, const struct hub_message *message,
    struct hub_events *events, struct hub_error *err)
{
	const char *type = hub_header(message->headers, "Content-Type");
	struct hub_mail *mail = NULL;
	enum hub_status status;

	if (hub_header(message->headers, "ce-specversion")[0] != '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "a CloudEvent in binary mode, expected structured mode");
	if (is_alone(type))
		return hear_json(conf, message->body, message->body_len, events,
		    err);
	if (strncasecmp(type, "multipart/form-data", 19) != 0)
		return hub_fail(err, HUB_MALFORMED,
		    "Content-Type: expected application/cloudevents+json or "
		    "multipart/form-data");
	status = hub_mail_read_multipart(type, message->body, message->body_len,
	    &mail, err);
	if (status == HUB_OK)
		status = hear_parts(conf, mail, events, err);
	hub_mail_free(mail);
	return status;
}

/* A time of the query; absent leaves it 0. */
static enum hub_status
query_time(const char *query, const char *name, int64_t *ret,
    struct hub_error *err)
{
	char text[QUERY_SIZE];

	if (!hub_query(query, name, text, sizeof(text)))
		return HUB_OK;
	/* A "+" of the zone that was not encoded has become a space. */
	for (char *c = text; *c != '\0'; c++) {
		if (*c == ' ')
			*c = '+';
	}
	if (!hub_time_parse(text, ret))
		return hub_fail(err, HUB_MALFORMED,
		    "%s: expected a time with its zone, as in "
		    "2026-02-02T08:00:00Z",
		    name);
	return HUB_OK;
}

/* How many are wanted, 0 for what is no number. */
static uint64_t
query_limit(const char *query)
{
	char text[QUERY_SIZE];
	uint64_t limit = 0;

	if (!hub_query(query, "limit", text, sizeof(text)))
		return 0;
	for (const char *c = text; *c >= '0' && *c <= '9' && limit < 200; c++)
		limit = limit * 10 + (uint64_t)(*c - '0');
	return limit < 200 ? limit : 200;
}

/* Cases of a window, or the one of their reference. */
static enum hub_status
hear_window(const char *query, struct hub_events *events, struct hub_error *err)
{
	struct hub_event e = hub_event_init(HUB_EV_LOOKUP);
	char reference[QUERY_SIZE] = "", status_word[QUERY_SIZE] = "";
	enum hub_status status;

	if (hub_query(query, "reference", reference, sizeof(reference)))
		e.remote_ref = reference;
	if (hub_query(query, "status", status_word, sizeof(status_word)))
		e.status = status_word;
	e.limit = query_limit(query);
	status = query_time(query, "since", &e.since, err);
	if (status == HUB_OK)
		status = query_time(query, "until", &e.until, err);
	if (status == HUB_OK)
		hub_emit(events, &e);
	return status;
}

/* The first call: understand. */
static enum hub_status
hear(const struct ksp_conf *conf, const struct hub_message *message,
    struct hub_events *events, struct hub_error *err)
{
	struct hub_event e = hub_event_init(HUB_EV_LOOKUP);

	switch (place_of(message->path)) {
	case EVENTS:
		return hear_event(conf, message, events, err);
	case WINDOW:
		return hear_window(message->query, events, err);
	case ONE:
		e.handoff_id = message->path + strlen(ASKED "/");
		hub_emit(events, &e);
		return HUB_OK;
	default:
		return HUB_OK;
	}
}

/* Whether somebody asks for the one case of their reference. */
static bool
by_reference(const struct hub_message *message)
{
	char text[QUERY_SIZE];

	return hub_query(message->query, "reference", text, sizeof(text)) &&
	    text[0] != '\0';
}

/* The second call: answer. */
static void
answer(const struct ksp_conf *conf, const struct hub_message *message,
    const struct hub_results *results, struct hub_reply *reply)
{
	enum place place = place_of(message->path);

	if (results->count == 0)
		ksp_reply_nowhere(methods[place], reply);
	else if (place == EVENTS)
		ksp_reply_told(conf, &results->rows[0], reply);
	else
		ksp_reply_asked(conf, &results->rows[0],
		    place == WINDOW && !by_reference(message), reply);
}

/* What they tell or ask, and the answer to it.  A path or method that is none
 * brings no event, and is answered as such. */
enum hub_status
ksp_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	(void)at;
	if (results != NULL) {
		answer(conf, message, results, reply);
		return HUB_OK;
	}
	if (strcmp(message->method, methods[place_of(message->path)]) != 0)
		return HUB_OK;
	return hear(conf, message, events, err);
}
