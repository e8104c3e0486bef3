/* SPDX-License-Identifier: Apache-2.0 */
/* What the system says: a map's functions conclude, receive and reply. */
#include "config.h"

#include "bumn.h"

#include <string.h>

#include "bumn_engine.h"
#include "bumn_input.h"
#include "bumn_member.h"
#include "bumn_request.h"

/* What a map says, and how much of it concludes. */
struct hearing {
	const char *verb;
	enum hub_purpose purpose;
	int status; /* of the answer, 0: it is none */
	unsigned concluding;
	const struct bumn_body *body; /* of the message or answer */
};

/* Which events conclude, by purpose. */
static bool
concludes(enum hub_event_kind kind, enum hub_purpose purpose)
{
	switch (kind) {
	case HUB_EV_DELIVERED:
		return purpose != HUB_FOR_POLL;
	case HUB_EV_REFUSED:
		return purpose == HUB_FOR_DELIVERY;
	case HUB_EV_NEXT_STEP:
		return true;
	case HUB_EV_ABSENT:
		return purpose == HUB_FOR_PROBE;
	case HUB_EV_CURSOR:
		return purpose == HUB_FOR_POLL;
	case HUB_EV_DEFERRED:
		return true;
	default:
		return false;
	}
}

/* Whether an event may follow from the answer's number: what they could not
 * do, or did not let us do, is no delivery whatever a map says. */
static enum hub_status
weigh(struct hearing *h, const struct hub_event *event, struct hub_error *err)
{
	if (h->status == 0)
		return HUB_OK;
	if (concludes(event->kind, h->purpose))
		h->concluding++;
	if (event->kind == HUB_EV_DELIVERED &&
	    (h->status >= 500 || h->status == 401 || h->status == 403))
		return hub_fail(err, HUB_MALFORMED,
		    "map, %s: it takes status %d for a delivery", h->verb,
		    h->status);
	return HUB_OK;
}

/* The message's or answer's own body as a file of the event emitted last, if
 * the map says so. */
static enum hub_status
emit_file(const struct hub_json *said, const struct hearing *h,
    struct hub_events *events, struct hub_error *err)
{
	const struct hub_json *file = hub_json_get(said, "file");

	if (file == NULL || strcmp(hub_json_kind(file, ""), "null") == 0)
		return HUB_OK;
	if (strcmp(hub_json_kind(file, ""), "object") != 0)
		return hub_fail(err, HUB_FAULT,
		    "map, %s: file: found %s, expected object", h->verb,
		    hub_json_kind(file, ""));
	if (h->status != 0 && h->purpose != HUB_FOR_POLL)
		return hub_fail(err, HUB_FAULT,
		    "map, %s: a file comes with news or a message only",
		    h->verb);
	hub_emit_attachment(events, hub_json_text(file, "name"),
	    hub_json_text(file, "type"), h->body->bytes, h->body->len);
	return HUB_OK;
}

/* Emits each event that a map said. */
static enum hub_status
emit_all(const struct hub_json *doc, struct hearing *h,
    struct hub_events *events, struct hub_error *err)
{
	enum hub_status status = HUB_OK;
	struct hub_event event;
	struct hub_buf notes;
	char path[32];

	hub_buf_init(&notes, BUMN_NOTES_MAX);
	(void)hub_buf_more(&notes, BUMN_NOTES_MAX);
	for (size_t i = 0; i < hub_json_count(doc, "out") && status == HUB_OK;
	     i++) {
		struct bumn_reading r = { { h->verb, path }, &notes, err };

		hub_buf_clear(&notes);
		(void)snprintf(path, sizeof(path), "[%zu]", i);
		status = bumn_member_get_event(hub_json_at(doc, "out", i), &r,
		    &event);
		if (status == HUB_OK && !hub_buf_ok(&notes))
			status = hub_fail(err, HUB_FAULT,
			    "map, %s: %s: too much text", h->verb, path);
		if (status == HUB_OK)
			status = weigh(h, &event, err);
		if (status != HUB_OK)
			break;
		hub_emit(events, &event);
		status = emit_file(hub_json_at(doc, "out", i), h, events, err);
	}
	hub_buf_release(&notes);
	if (status == HUB_OK && h->status != 0 && h->concluding != 1)
		return hub_fail(err, HUB_MALFORMED,
		    "map, %s: %u events that conclude, expected one", h->verb,
		    h->concluding);
	return status;
}

/* Asks the map for events and ends its input. */
static enum hub_status
ask(const struct bumn_conf *conf, struct hearing *h, struct bumn_input *in,
    struct hub_events *events, struct hub_error *err)
{
	struct bumn_run run = { h->verb, &in->buf, HUB_MALFORMED };
	struct hub_json *doc = NULL;
	enum hub_status status = bumn_input_end(in, err);

	if (status == HUB_OK)
		status = bumn_engine_run(conf, &run, &doc, err);
	if (status == HUB_OK)
		status = emit_all(doc, h, events, err);
	hub_json_free(doc);
	return status;
}

/* What an answer means. */
enum hub_status
bumn_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct bumn_body body = { answer->body, answer->body_len,
		answer->headers, bumn_input_awaits_file(at) };
	struct hearing h = { "conclude", at->purpose, answer->status, 0,
		&body };
	struct bumn_input in;
	enum hub_status status;

	bumn_input_begin(&in, "conclude", at);
	if (what != NULL)
		bumn_input_about(&in, what);
	hub_json_put_int(&in.out, "status", answer->status);
	status = bumn_input_body(&in, conf, &body, err);
	if (status == HUB_OK)
		status = ask(conf, &h, &in, events, err);
	bumn_input_release(&in);
	return status;
}

/* Asks the map for the reply. */
static enum hub_status
ask_reply(const struct bumn_conf *conf, struct bumn_input *in,
    struct hub_reply *reply, struct hub_error *err)
{
	struct bumn_run run = { "reply", &in->buf, HUB_FAULT };
	struct hub_json *doc = NULL;
	enum hub_status status = bumn_input_end(in, err);

	if (status == HUB_OK)
		status = bumn_engine_run(conf, &run, &doc, err);
	if (status == HUB_OK)
		status = bumn_request_reply(hub_json_get(doc, "out"), reply,
		    err);
	hub_json_free(doc);
	return status;
}

/* What a message means, and then the reply to it. */
enum hub_status
bumn_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	struct bumn_body body = { message->body, message->body_len,
		message->headers, false };
	struct hearing h = { "receive", at->purpose, 0, 0, &body };
	struct bumn_input in;
	enum hub_status status;

	bumn_input_begin(&in, results == NULL ? "receive" : "reply", at);
	hub_json_put_text(&in.out, "method", message->method);
	hub_json_put_text(&in.out, "path", message->path);
	hub_json_put_given(&in.out, "query", message->query);
	hub_json_put_given(&in.out, "digest", message->digest);
	status = bumn_input_body(&in, conf, &body, err);
	if (status == HUB_OK && results == NULL)
		status = ask(conf, &h, &in, events, err);
	if (status == HUB_OK && results != NULL) {
		bumn_input_results(&in, results);
		status = ask_reply(conf, &in, reply, err);
	}
	bumn_input_release(&in);
	return status;
}
