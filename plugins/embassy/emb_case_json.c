/* SPDX-License-Identifier: Apache-2.0 */
/* The part of a letter that machines read. */
#include "config.h"

#include "emb_case.h"

#include <string.h>

#include "hub_json.h"

/* Texts of a handoff that stand in it as they are. */
static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{ "subject", offsetof(struct hub_handoff, subject) },
	{ "narrative", offsetof(struct hub_handoff, narrative) },
	{ "note", offsetof(struct hub_handoff, note) },
	{ "category", offsetof(struct hub_handoff, category) },
	{ "region", offsetof(struct hub_handoff, region) },
	{ "location", offsetof(struct hub_handoff, location) },
	{ "priority_program_id",
	    offsetof(struct hub_handoff, priority_program_id) },
	{ "reported_body", offsetof(struct hub_handoff, reported_body) },
	{ "prior_complaint", offsetof(struct hub_handoff, prior_complaint) },
	{ "consent", offsetof(struct hub_handoff, consent) },
};

/* Of the complainant. */
static const struct {
	const char *name;
	size_t offset;
} identity[] = {
	{ "name", offsetof(struct hub_complainant, name) },
	{ "contact", offsetof(struct hub_complainant, contact) },
	{ "phone", offsetof(struct hub_complainant, phone) },
	{ "email", offsetof(struct hub_complainant, email) },
	{ "address", offsetof(struct hub_complainant, address) },
	{ "national_id", offsetof(struct hub_complainant, national_id) },
	{ "birth_place", offsetof(struct hub_complainant, birth_place) },
	{ "birth_date", offsetof(struct hub_complainant, birth_date) },
	{ "marital_status", offsetof(struct hub_complainant, marital_status) },
	{ "occupation", offsetof(struct hub_complainant, occupation) },
};

#define COUNT_OF(a) (sizeof(a) / sizeof(*(a)))

/* A text member of a struct. */
static const char *
text_at(const void *from, size_t offset)
{
	const char *text;

	memcpy(&text, (const char *)from + offset, sizeof(text));
	return text;
}

/* Who complains, as far as it is disclosed and the letter encrypted. */
static void
put_complainant(struct hub_json_out *out, const struct hub_complainant *who)
{
	bool any = false;

	for (size_t i = 0; i < COUNT_OF(identity); i++)
		any = any || text_at(who, identity[i].offset)[0] != '\0';
	if (!any)
		return;
	hub_json_open(out, "complainant", '{');
	for (size_t i = 0; i < COUNT_OF(identity); i++)
		hub_json_put_given(out, identity[i].name,
		    text_at(who, identity[i].offset));
	hub_json_close(out, '}');
}

/* The files of a case. */
static void
put_attachments(struct hub_json_out *out, const struct hub_handoff *h)
{
	if (h->attachment_count == 0)
		return;
	hub_json_open(out, "attachments", '[');
	for (size_t i = 0; i < h->attachment_count; i++) {
		const struct hub_attachment *a = &h->attachments[i];

		hub_json_open(out, NULL, '{');
		hub_json_put_text(out, "id", a->id);
		hub_json_put_given(out, "name", a->name);
		hub_json_put_given(out, "type", a->type);
		hub_json_put_int(out, "size", (int64_t)a->size);
		hub_json_close(out, '}');
	}
	hub_json_close(out, ']');
}

/* Ids, words, times and flags. */
static void
put_head(struct hub_json_out *out, const struct hub_handoff *h)
{
	hub_json_put_text(out, "id", h->id);
	hub_json_put_given(out, "case", h->case_id);
	hub_json_put_given(out, "parent", h->parent);
	hub_json_put_given(out, "kind", hub_kind_name(h->kind));
	if (h->chan_seq != 0)
		hub_json_put_int(out, "chan_seq", (int64_t)h->chan_seq);
	if (h->hop != 0)
		hub_json_put_int(out, "hop", (int64_t)h->hop);
	hub_json_put_given(out, "sender", h->sender);
	hub_json_put_given(out, "receiver", h->receiver);
	hub_json_put_given(out, "source", h->source);
	hub_json_put_given(out, "tracking_id", h->tracking_id);
	hub_json_put_given(out, "channel", hub_channel_name(h->channel));
	hub_json_put_given(out, "classification",
	    hub_class_name(h->classification));
	hub_json_put_given(out, "reason", hub_reason_name(h->reason));
}

/* The whole case. */
static void
put_handoff(struct hub_json_out *out, const struct hub_handoff *h, bool sealed)
{
	hub_json_open(out, "handoff", '{');
	put_head(out, h);
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		hub_json_put_given(out, texts[i].name,
		    text_at(h, texts[i].offset));
	hub_json_put_time(out, "consent_at", h->consent_at);
	hub_json_put_time(out, "occurred_at", h->occurred_at);
	hub_json_put_time(out, "received_at", h->received_at);
	hub_json_put_time(out, "due_at", h->due_at);
	hub_json_put_flag(out, "anonymous", h->anonymous);
	hub_json_put_flag(out, "secret", h->secret);
	hub_json_put_flag(out, "urgent", h->urgent);
	hub_json_put_flag(out, "test", h->test);
	if (sealed)
		put_complainant(out, &h->complainant);
	put_attachments(out, h);
	hub_json_close(out, '}');
}

/* What is said about a case that they know. */
static void
put_event(struct hub_json_out *out, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	const struct hub_event *e = &what->event;

	hub_json_put_text(out, "handoff", what->handoff.id);
	hub_json_put_given(out, "case", what->handoff.case_id);
	hub_json_put_given(out, "tracking_id", what->handoff.tracking_id);
	hub_json_put_given(out, "reference", at->remote_ref);
	hub_json_put_given(out, "text", e->text);
	hub_json_put_given(out, "reason", hub_reason_name(e->reason));
	hub_json_put_given(out, "target", e->target);
	hub_json_put_given(out, "audience", hub_audience_name(e->audience));
	hub_json_put_given(out, "asked", hub_asked_name(e->asked));
	hub_json_put_given(out, "decision", hub_decision_name(e->decision));
	if (e->kind == HUB_EV_DECISION)
		hub_json_put_flag(out, "binding", e->binding);
	hub_json_put_given(out, "corrects", e->corrects);
	if (e->rating != 0)
		hub_json_put_int(out, "rating", (int64_t)e->rating);
	hub_json_put_time(out, "claimed_at", e->claimed_at);
	hub_json_put_time(out, "due_at", what->handoff.due_at);
	if (at->sealed)
		put_complainant(out, &what->handoff.complainant);
}

/* Envelope and content. */
void
emb_case_json(struct hub_buf *buf, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	struct hub_json_out out;

	hub_json_out_init(&out, buf);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "simpul", "1");
	hub_json_put_text(&out, "message", at->key);
	hub_json_put_text(&out, "event", hub_event_kind_name(what->event.kind));
	hub_json_put_given(&out, "reply_to", at->reply_to);
	if (what->event.kind == HUB_EV_HANDOFF)
		put_handoff(&out, &what->handoff, at->sealed);
	else
		put_event(&out, what, at);
	hub_json_close(&out, '}');
}
