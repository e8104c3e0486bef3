/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub says: every event as one POST, a handoff's attachments beside
 * it as parts; and the question whether an event arrived. */
#include "config.h"

#include "ksp.h"

#include "ksp_member.h"
#include "ksp_word.h"

#define EVENT_MAX (1024u * 1024u) /* one event without its attachments */
#define FILES_MAX 60		  /* of one handoff */
#define EVENT_TYPE "application/cloudevents+json"

/* What an update says beside which handoff it is about. */
static void
put_update(struct hub_json_out *out, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	const struct hub_event *e = &what->event;
	const struct hub_handoff *h = &what->handoff;

	hub_json_put_text(out, "handoff", h->id);
	hub_json_put_given(out, "case", h->case_id);
	hub_json_put_given(out, "tracking_id", h->tracking_id);
	hub_json_put_given(out, "reference", at->remote_ref);
	hub_json_put_given(out, "kind", hub_kind_name(h->kind));
	hub_json_put_given(out, "receiver", h->receiver);
	hub_json_put_given(out, "text", e->text);
	hub_json_put_given(out, "reason", hub_reason_name(e->reason));
	hub_json_put_given(out, "target", e->target);
	hub_json_put_given(out, "officer", e->officer);
	hub_json_put_given(out, "audience", hub_audience_name(e->audience));
	hub_json_put_given(out, "asked", hub_asked_name(e->asked));
	hub_json_put_given(out, "decision", hub_decision_name(e->decision));
	if (e->kind == HUB_EV_DECISION)
		hub_json_put_flag(out, "binding", e->binding);
	hub_json_put_given(out, "corrects", e->corrects);
	if (e->rating != 0)
		hub_json_put_int(out, "rating", (int64_t)e->rating);
	hub_json_put_time(out, "claimed_at", e->claimed_at);
	ksp_member_put_complainant(out, h);
}

/* The envelope and what is in it. */
static void
put_event(struct hub_buf *buf, const struct ksp_conf *conf,
    const struct hub_dispatch *what, const struct hub_at *at)
{
	const struct ksp_word *word = ksp_word_of(what->event.kind);
	struct hub_json_out out;
	char type[KSP_TYPE_SIZE];

	ksp_word_type(conf->types, word, type);
	hub_json_out_init(&out, buf);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "specversion", "1.0");
	hub_json_put_text(&out, "id", at->key);
	hub_json_put_text(&out, "source", conf->source);
	hub_json_put_text(&out, "type", type);
	hub_json_put_given(&out, "subject", what->handoff.id);
	hub_json_put_time(&out, "time", at->now);
	hub_json_put_text(&out, "datacontenttype", "application/json");
	hub_json_open(&out, "data", '{');
	if (what->event.kind == HUB_EV_HANDOFF)
		ksp_member_put(&out, &what->handoff);
	else
		put_update(&out, what, at);
	hub_json_close(&out, '}');
	hub_json_close(&out, '}');
}

/* The event as the first part, then each file under its id. */
static void
put_parts(struct hub_request *r, const struct hub_buf *event,
    const struct hub_handoff *h)
{
	struct hub_part part = { HUB_PART_FORM, "event", "", EVENT_TYPE };

	hub_request_part(r, &part, event->data, event->len);
	for (size_t i = 0; i < h->attachment_count; i++) {
		part.name = h->attachments[i].id;
		part.filename = h->attachments[i].name;
		part.type = h->attachments[i].type;
		if (part.filename[0] == '\0')
			part.filename = part.name;
		hub_request_attach(r, &part, part.name);
	}
}

/* Whether the wire has a word and room for it. */
static enum hub_status
check_sayable(const struct hub_dispatch *what, struct hub_error *err)
{
	if (ksp_word_of(what->event.kind) == NULL)
		return hub_fail(err, HUB_UNSAYABLE,
		    "%s is nothing that this institution can be told",
		    hub_event_kind_name(what->event.kind));
	if (what->handoff.attachment_count > FILES_MAX)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the case has %zu attachments, at most %d can be sent",
		    what->handoff.attachment_count, FILES_MAX);
	return HUB_OK;
}

/* One event, one POST. */
enum hub_status
ksp_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct ksp_conf *c = conf;
	enum hub_status status = check_sayable(what, err);
	struct hub_buf buf;

	if (status != HUB_OK)
		return status;
	hub_buf_init(&buf, EVENT_MAX);
	put_event(&buf, c, what, at);
	hub_request_http(r, "POST", c->events);
	hub_request_header(r, "Accept",
	    "application/json, application/problem+json");
	if (what->event.kind == HUB_EV_HANDOFF &&
	    what->handoff.attachment_count > 0)
		put_parts(r, &buf, &what->handoff);
	else
		hub_request_body(r, EVENT_TYPE, buf.data, buf.len);
	if (!hub_buf_ok(&buf))
		status = hub_fail(err, HUB_UNSAYABLE,
		    "the event is no UTF-8 or longer than %u bytes", EVENT_MAX);
	hub_buf_release(&buf);
	return status;
}

/* Do they hold the handoff, and did this event arrive? */
enum hub_status
ksp_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct ksp_conf *c = conf;

	(void)err;
	hub_request_http(r, "GET", c->handoffs);
	hub_request_segment(r, what->handoff.id);
	hub_request_query(r, "event", at->key);
	hub_request_header(r, "Accept",
	    "application/json, application/problem+json");
	return HUB_OK;
}
