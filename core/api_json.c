/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_json.h"

#include "ident.h"

void
api_put_id(struct hub_json_out *out, const char *key, int64_t id)
{
	char text[IDENT_TEXT_SIZE];

	if (id == 0)
		return;
	ident_text(id, text);
	hub_json_put_text(out, key, text);
}

void
api_put_ms(struct hub_json_out *out, const char *key, int64_t ms)
{
	hub_json_put_time(out, key, ms / 1000);
}

void
api_put_name(struct hub_json_out *out, const char *key, const struct conf *conf,
    int64_t institution)
{
	hub_json_put_given(out, key, conf_name(conf, institution));
}

void
api_put_title(struct hub_json_out *out, const char *key, struct api_title title)
{
	if (title.id[0] == '\0')
		return;
	hub_json_open(out, key, '{');
	hub_json_put_text(out, "id", title.id);
	hub_json_put_text(out, "en", title.en);
	hub_json_close(out, '}');
}

/* A flag's member, only when it is set. */
static void
put_if(struct hub_json_out *out, const char *key, bool set)
{
	if (set)
		hub_json_put_flag(out, key, true);
}

void
api_put_case(struct hub_json_out *out, const struct conf *conf,
    const struct case_row *c)
{
	api_put_id(out, "id", c->id);
	api_put_name(out, "source", conf, c->source);
	hub_json_put_given(out, "tracking_id", c->tracking_id);
	hub_json_put_text(out, "state", case_state_name(c->state));
	api_put_title(out, "state_title", api_title_case(c->state));
	api_put_name(out, "holder", conf, c->holder);
	api_put_ms(out, "holder_since", c->holder_since);
	api_put_ms(out, "received_at",
	    c->reopened == 0 ? c->received : ident_ms(c->id));
	hub_json_put_int(out, "hops", (int64_t)c->hops);
	hub_json_put_given(out, "classification",
	    hub_class_name(c->classification));
	hub_json_put_given(out, "category", c->category);
	hub_json_put_given(out, "region", c->region);
	put_if(out, "anonymous", (c->flags & CASE_ANONYMOUS) != 0);
	put_if(out, "secret", (c->flags & CASE_SECRET) != 0);
	put_if(out, "urgent", (c->flags & CASE_URGENT) != 0);
	put_if(out, "test", (c->flags & CASE_TEST) != 0);
	put_if(out, "held", (c->flags & CASE_HELD) != 0);
	if (!case_open(c->state))
		return;
	api_put_ms(out, "due_at", c->due_at);
	api_put_ms(out, "asked_at", c->paused_at);
	if (c->state == CASE_POSTPONED)
		api_put_ms(out, "postponed_until", c->until_at);
}

void
api_put_handoff(struct hub_json_out *out, const struct conf *conf,
    const struct handoff_row *h)
{
	api_put_id(out, "id", h->id);
	api_put_id(out, "case", h->case_id);
	api_put_id(out, "parent", h->parent);
	hub_json_put_text(out, "kind", hub_kind_name(h->kind));
	hub_json_put_text(out, "state", handoff_state_name(h->state));
	api_put_title(out, "state_title", api_title_handoff(h->state));
	api_put_name(out, "sender", conf, h->sender);
	api_put_name(out, "receiver", conf, h->receiver);
	hub_json_put_given(out, "reason", hub_reason_name(h->reason));
	hub_json_put_int(out, "hop", (int64_t)h->hop);
	hub_json_put_int(out, "chan_seq", (int64_t)h->chan_seq);
	api_put_ms(out, "made_at", ident_ms(h->id));
	api_put_ms(out, "due_at", h->due_at);
	api_put_ms(out, "decided_at", h->decided_at);
}

void
api_put_delivery(struct hub_json_out *out, const struct conf *conf,
    const struct delivery_row *d)
{
	api_put_id(out, "id", d->id);
	api_put_id(out, "case", d->case_id);
	api_put_id(out, "handoff", d->handoff_id);
	api_put_name(out, "institution", conf, d->institution);
	hub_json_put_text(out, "says", hub_event_kind_name(d->event));
	hub_json_put_text(out, "state", delivery_state_name(d->state));
	hub_json_put_given(out, "evidence", delivery_rung_name(d->rung));
	hub_json_put_int(out, "attempt", d->attempt);
	hub_json_put_int(out, "step", d->step);
	hub_json_put_given(out, "remote_ref", d->remote_ref);
	hub_json_put_given(out, "composed_by", d->composed_by);
	hub_json_put_given(out, "why", d->why);
	api_put_ms(out, "made_at", ident_ms(d->id));
	if (d->state < DELIVERY_PARKED)
		api_put_ms(out, "due_at", d->due_at);
	api_put_ms(out, "deadline", d->deadline);
}

void
api_put_progress(struct hub_json_out *out, struct db *db, int64_t handoff_id,
    bool why)
{
	struct delivery_row d;

	if (outbox_get(db, handoff_id, &d) != DB_OK)
		return;
	hub_json_open(out, "delivery", '{');
	api_put_id(out, "id", d.id);
	hub_json_put_text(out, "state", delivery_state_name(d.state));
	hub_json_put_given(out, "evidence", delivery_rung_name(d.rung));
	hub_json_put_int(out, "attempt", d.attempt);
	hub_json_put_given(out, "remote_ref", d.remote_ref);
	hub_json_put_given(out, "why", why ? d.why : "");
	hub_json_close(out, '}');
}
