/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "simpulctl_shown.h"

#include <string.h>

#include "hub_time.h"
#include "hub_word.h"

/* A text member, unless it is "". */
static void
put(json_t *to, const char *name, const char *text)
{
	if (text[0] != '\0')
		(void)json_object_set_new(to, name, json_string(text));
}

/* A number member, unless it is 0. */
static void
put_number(json_t *to, const char *name, int64_t number)
{
	if (number != 0)
		(void)json_object_set_new(to, name,
		    json_integer((json_int_t)number));
}

/* Bytes as JSON, as text, or how many they are. */
static void
put_bytes(json_t *to, const char *name, const char *bytes, size_t len)
{
	json_t *value = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);

	if (value == NULL)
		value = json_stringn(bytes, len);
	if (value == NULL)
		value = json_pack("{s:I}", "bytes", (json_int_t)len);
	(void)json_object_set_new(to, name, value);
}

/* One part of a body. */
static json_t *
shown_part(const struct request_part *p)
{
	json_t *part = json_object();

	if (part == NULL)
		return NULL;
	put(part, "name", p->part.name);
	put(part, "filename", p->part.filename);
	put(part, "type", p->part.type);
	put(part, "attachment", p->attachment);
	if (p->attachment[0] == '\0')
		put_bytes(part, "body", p->data, p->len);
	return part;
}

json_t *
shown_request(const struct hub_request *r)
{
	json_t *shown = json_object(), *headers = json_object();
	json_t *parts = json_array();

	if (shown == NULL || headers == NULL || parts == NULL) {
		json_decref(shown);
		json_decref(headers);
		json_decref(parts);
		return NULL;
	}
	put(shown, "method", r->method);
	put(shown, "target", hub_buf_str(&r->target));
	put(shown, "subject", r->subject);
	for (size_t i = 0; i < r->header_count; i++)
		put(headers, r->headers[i].name, r->headers[i].value);
	for (size_t i = 0; i < r->part_count; i++)
		(void)json_array_append_new(parts, shown_part(&r->parts[i]));
	if (json_object_size(headers) > 0)
		(void)json_object_set(shown, "headers", headers);
	if (json_array_size(parts) == 1 && !request_multipart(r))
		(void)json_object_update(shown, json_array_get(parts, 0));
	else if (json_array_size(parts) > 0)
		(void)json_object_set(shown, "parts", parts);
	json_decref(headers);
	json_decref(parts);
	return shown;
}

/* A time member, unless it is not given. */
static void
put_time(json_t *to, const char *name, int64_t seconds)
{
	char text[HUB_TIME_SIZE];

	if (seconds == 0)
		return;
	hub_time_text(seconds, text);
	put(to, name, text);
}

/* A case that they hand in, by what one looks for in it. */
static void
put_handoff(json_t *to, const struct hub_handoff *h)
{
	json_t *shown = json_object();

	put(shown, "tracking_id", h->tracking_id);
	put(shown, "subject", h->subject);
	put(shown, "narrative", h->narrative);
	put(shown, "category", h->category);
	put(shown, "region", h->region);
	put(shown, "location", h->location);
	put(shown, "channel", hub_channel_name(h->channel));
	put(shown, "classification", hub_class_name(h->classification));
	(void)json_object_set_new(to, "handoff", shown);
}

/* One event. */
static json_t *
shown_event(const struct hub_event *e)
{
	json_t *shown = json_object();

	if (shown == NULL)
		return NULL;
	put(shown, "kind", hub_event_kind_name(e->kind));
	put(shown, "handoff_id", e->handoff_id);
	put(shown, "remote_ref", e->remote_ref);
	put(shown, "their_id", e->their_id);
	put(shown, "reason", hub_reason_name(e->reason));
	put(shown, "text", e->text);
	put(shown, "target", e->target);
	put(shown, "officer", e->officer);
	put(shown, "audience", hub_audience_name(e->audience));
	put(shown, "asked", hub_asked_name(e->asked));
	put(shown, "decision", hub_decision_name(e->decision));
	put(shown, "corrects", e->corrects);
	put(shown, "status", e->status);
	if (e->carry[0] != '\0')
		put_bytes(shown, "carry", e->carry, strlen(e->carry));
	put_time(shown, "claimed_at", e->claimed_at);
	put_number(shown, "after", e->after);
	put_number(shown, "rating", (int64_t)e->rating);
	if (e->unmapped)
		(void)json_object_set_new(shown, "unmapped", json_true());
	if (e->or_returned)
		(void)json_object_set_new(shown, "or_returned", json_true());
	if (e->kind == HUB_EV_HANDOFF)
		put_handoff(shown, &e->handoff);
	return shown;
}

/* A file that came with an event. */
static void
put_file(json_t *events, const struct event_file *f)
{
	json_t *event = json_array_get(events, f->event);
	json_t *files = json_object_get(event, "files");
	json_t *shown = json_object();

	if (files == NULL) {
		files = json_array();
		(void)json_object_set_new(event, "files", files);
	}
	put(shown, "name", f->name);
	put(shown, "type", f->type);
	(void)json_object_set_new(shown, "size",
	    json_integer((json_int_t)f->len));
	(void)json_array_append_new(files, shown);
}

json_t *
shown_events(const struct hub_events *events)
{
	json_t *all = json_array();

	if (all == NULL)
		return NULL;
	for (size_t i = 0; i < events->count; i++)
		(void)json_array_append_new(all, shown_event(&events->rows[i]));
	for (size_t i = 0; i < events->file_count; i++)
		put_file(all, &events->files[i]);
	return all;
}
