/* SPDX-License-Identifier: Apache-2.0 */
/* Cases that a campus looks up, as requests and tokens. */
#include "config.h"

#include "uni_reply.h"

#include <string.h>

#include "uni_hear.h"
#include "uni_out.h"
#include "uni_service.h"
#include "uni_updates.h"
#include "uni_window.h"

/* What is wanted of those found, and where they are told. */
struct telling {
	const struct university_conf *conf;
	struct uni_out out;
	enum uni_service_kind kind;
	struct uni_window wanted;
};

/* How a case's state reads; extended is where they know more. */
static const struct {
	const char *state, *extended, *plain;
} states[] = {
	{ "received", "received", "open" },
	{ "in_progress", "in_progress", "open" },
	{ "needs_info", "needs_info", "open" },
	{ "answered", "answered", "closed" },
	{ "completed", "closed", "closed" },
	{ "archived", "closed", "closed" },
	{ "withdrawn", "closed", "closed" },
};

/* The status of a case; what the table does not have is open. */
static const char *
status_of(const struct university_conf *conf, const char *state)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (strcmp(states[i].state, state) == 0)
			return conf->extended ? states[i].extended
					      : states[i].plain;
	}
	return "open";
}

/* What stands in status_notes: the last answer, else the last thing said. */
static const struct hub_event *
last_said(const struct hub_story *story)
{
	const struct hub_event *last = NULL;

	for (size_t i = 0; i < story->said_count; i++) {
		const struct hub_event *e = &story->said[i];

		if (e->text[0] != '\0' &&
		    (last == NULL || last->kind != HUB_EV_ANSWERED ||
			e->kind == HUB_EV_ANSWERED))
			last = e;
	}
	return last;
}

/* The service of a case: by its category, else the category itself. */
static void
find_service(const struct university_conf *conf, const struct hub_handoff *h,
    struct uni_service *ret)
{
	if (uni_service_of(conf->services, h->category, ret))
		return;
	memset(ret, 0, sizeof(*ret));
	(void)uni_line(h->category, ret->code, sizeof(ret->code));
	memcpy(ret->name, ret->code, sizeof(ret->code));
}

/* One request, with the elements of the standard in its order. */
static void
put_request(struct telling *t, const struct hub_handoff *h,
    const struct hub_story *story, const char *holder)
{
	const char *status = status_of(t->conf, story->case_state);
	const struct hub_event *last = last_said(story);
	struct uni_service service;
	struct uni_out *out = &t->out;

	find_service(t->conf, h, &service);
	if (!uni_window_wants(&t->wanted, status) ||
	    (t->wanted.service[0] != '\0' &&
		strcmp(t->wanted.service, service.code) != 0))
		return;
	uni_out_record(out, "request");
	uni_out_text(out, "service_request_id", h->id);
	uni_out_text(out, "status", status);
	uni_updates_text(out, "status_notes", last);
	uni_out_text(out, "service_name", service.name);
	uni_out_text(out, "service_code", service.code);
	uni_out_text(out, "description", h->narrative);
	uni_out_text(out, "agency_responsible", holder);
	uni_out_text(out, "service_notice", "");
	uni_out_time(out, "requested_datetime", h->received_at);
	uni_out_time(out, "updated_datetime",
	    last != NULL ? last->claimed_at : h->received_at);
	uni_out_time(out, "expected_datetime", h->due_at);
	uni_out_text(out, "address", h->location);
	uni_out_text(out, "address_id", "");
	uni_out_text(out, "zipcode", "");
	uni_out_text(out, "media_url", "");
	uni_out_text(out, "service_request_id_ext", h->tracking_id);
	uni_out_close(out);
}

/* One token, which is the id itself. */
static void
put_token(struct telling *t, const struct hub_handoff *h)
{
	uni_out_record(&t->out, "request");
	uni_out_text(&t->out, "service_request_id", h->id);
	uni_out_text(&t->out, "token", h->id);
	uni_out_close(&t->out);
}

/* One case that was found. */
static void
put_one(struct telling *t, const struct hub_result *r,
    const struct hub_handoff *h, const struct hub_story *story)
{
	if (t->kind == UNI_TOKEN)
		put_token(t, h);
	else
		put_request(t, h, story,
		    r->holder[0] != '\0' ? r->holder : h->receiver);
}

/* Every case that was found. */
static void
put_found(struct telling *t, const struct hub_results *results)
{
	static const struct hub_story none = { "", "", NULL, 0 };
	size_t at = 0;

	for (size_t i = 0; i < results->count; i++) {
		const struct hub_result *r = &results->rows[i];

		for (size_t k = 0; k < r->found_count; k++, at++)
			put_one(t, r, &r->found[k],
			    at < results->story_count ? &results->stories[at]
						      : &none);
	}
}

/* Whether nothing at all was found where ids were named. */
static bool
is_missing(const struct hub_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		if (results->rows[i].applied == HUB_APPLIED)
			return false;
	}
	return true;
}

/* Why nothing can be told. */
static void
refuse(const struct uni_place *place, enum hub_applied applied,
    struct hub_reply *reply)
{
	if (applied == HUB_FORBIDDEN)
		uni_out_error(place->xml, 403,
		    "service_request_id is not yours", reply);
	else if (applied == HUB_INVALID)
		uni_out_error(place->xml, 400,
		    "page: expected what stands in a Link of the answer before",
		    reply);
	else
		uni_out_error(place->xml, 404,
		    "service_request_id was not found", reply);
}

void
uni_reply_asked(const struct university_conf *conf,
    const struct uni_place *place, const struct hub_message *message,
    const struct hub_results *results, struct hub_reply *reply)
{
	struct telling t = { .conf = conf, .kind = place->kind };
	struct hub_error ignored;

	if (is_missing(results)) {
		refuse(place, results->rows[0].applied, reply);
		return;
	}
	(void)uni_window_read(message->query, &t.wanted, &ignored);
	uni_window_link(message->path, message->query, results->next, reply);
	uni_out_begin(&t.out, place->xml);
	if (t.kind == UNI_UPDATES) {
		uni_out_list(&t.out, "service_request_updates");
		uni_updates_put(conf, &t.wanted, results, &t.out);
	} else {
		uni_out_list(&t.out, "service_requests");
		put_found(&t, results);
	}
	uni_out_end(&t.out, 200, reply);
}
