/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub says: a handoff as POST requests, and the token's question
 * behind it; everything else as POST servicerequestupdates. */
#include "config.h"

#include "university.h"

#include "hub_time.h"
#include "uni_form.h"
#include "uni_note.h"
#include "uni_path.h"
#include "uni_request.h"
#include "uni_word.h"

#define DESCRIPTION_BYTES (256u * 1024u)

/* POST servicerequestupdates: what happened to a request. */
static enum hub_status
say_update(const struct university_conf *c, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const char *word = uni_word_of(c, what->event.kind);
	char time[HUB_TIME_SIZE];
	struct uni_form form;
	struct hub_buf text;
	enum hub_status status;

	if (word[0] == '\0')
		return hub_fail(err, HUB_UNSAYABLE,
		    "%s is nothing that this institution can be told",
		    hub_event_kind_name(what->event.kind));
	if (c->updates[0] == '\0')
		return hub_fail(err, HUB_UNSAYABLE,
		    "they take no updates; see option updates");
	hub_buf_init(&text, DESCRIPTION_BYTES);
	uni_note_write(&text, &what->event);
	hub_time_text(what->event.claimed_at != 0 ? what->event.claimed_at
						  : at->now,
	    time);
	uni_path(r, c, "POST", c->updates, NULL);
	uni_form_begin(&form, r, false);
	uni_form_add(&form, "jurisdiction_id", c->jurisdiction);
	/* A case that they handed in is known to them by their own number. */
	uni_form_add(&form, "service_request_id",
	    at->remote_ref[0] != '\0' ? at->remote_ref
				      : what->handoff.tracking_id);
	uni_form_add(&form, "service_request_id_ext", what->handoff.id);
	uni_form_add(&form, "update_id", at->key);
	uni_form_add(&form, "updated_datetime", time);
	uni_form_add(&form, "status", word);
	uni_form_add(&form, "description", hub_buf_str(&text));
	uni_request_person(&form, &what->handoff.complainant);
	status = uni_form_end(&form, err);
	if (status == HUB_OK && !hub_buf_ok(&text))
		status = hub_fail(err, HUB_UNSAYABLE,
		    "the text is longer than %u bytes", DESCRIPTION_BYTES);
	hub_buf_release(&text);
	return status;
}

/* The next step of what is to be said. */
enum hub_status
uni_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct university_conf *c = conf;

	if (what->event.kind != HUB_EV_HANDOFF)
		return say_update(c, what, at, r, err);
	if (at->step == 0)
		return uni_request_say(c, what, r, err);
	uni_path(r, c, "GET", "/tokens", at->carry);
	if (c->jurisdiction[0] != '\0')
		hub_request_query(r, "jurisdiction_id", c->jurisdiction);
	return HUB_OK;
}
