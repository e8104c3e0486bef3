/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "uni_update.h"

#include <stdio.h>
#include <string.h>

#include "hub_time.h"
#include "uni_fields.h"
#include "uni_word.h"

/* By enum uni_about: where the text stands. */
static const char *const text_names[] = {
	[UNI_REQUEST] = "status_notes",
	[UNI_UPDATE] = "description",
};

/* Its id: of which request and theirs, for some count anew for each; or what it
 * says about which. */
static void
name_it(struct uni_update *u, const char *own, const char *raw)
{
	const char *status = u->status;

	if (own[0] != '\0')
		(void)snprintf(u->id, sizeof(u->id), "u:%s:%s", u->request,
		    own);
	else
		(void)snprintf(u->id, sizeof(u->id), "r:%s:%.*s:%016llx",
		    u->request, uni_head(status, 64), status,
		    (unsigned long long)uni_sum(raw));
	u->event.their_id = u->id;
}

/* Whether an update is called as the hub calls them: some of its 13 characters
 * is a letter. */
static bool
is_hubs(const char *name)
{
	return strlen(name) == 13 && strspn(name, "0123456789") != strlen(name);
}

/* What is corrected, as it was named when it came: theirs under their id, what
 * the hub told them of under the hub's, or the kind. */
static void
name_corrected(struct uni_update *u)
{
	enum hub_event_kind kind;
	const char *name = u->note.corrects;

	if (name[0] == '\0' || is_hubs(name) ||
	    hub_event_kind_parse(name, &kind))
		return;
	(void)snprintf(u->corrects, sizeof(u->corrects), "u:%s:%s", u->request,
	    name);
	u->event.corrects = u->corrects;
}

/* The ids and the time of a record. */
static enum hub_status
read_ids(const struct uni_record *r, struct uni_update *u, char own[UNI_LINE],
    struct hub_error *err)
{
	char time[UNI_LINE];

	if (!uni_record_line(r, "service_request_id", u->request,
		sizeof(u->request)))
		return hub_fail(err, HUB_MALFORMED,
		    "service_request_id: expected one line of at most %d bytes",
		    UNI_LINE - 1);
	if (!uni_record_line(r, "update_id", own, UNI_LINE))
		return hub_fail(err, HUB_MALFORMED,
		    "update_id: expected one line of at most %d bytes",
		    UNI_LINE - 1);
	if (!uni_record_line(r, "status", u->status, sizeof(u->status)))
		return hub_fail(err, HUB_MALFORMED,
		    "status: expected one line of at most %d bytes",
		    UNI_LINE - 1);
	if (!uni_record_line(r, "updated_datetime", time, sizeof(time)) ||
	    !hub_time_parse(time, &u->at))
		u->at = 0;
	return HUB_OK;
}

/* A status that nobody knows: held for the coordinator. */
static void
set_unmapped(struct uni_update *u)
{
	u->event.kind = HUB_EV_COMMENT;
	u->event.audience = HUB_AUDIENCE_COORDINATOR;
	u->event.unmapped = true;
	u->event.status = u->status;
	u->news = true;
}

/* What a kind needs besides its text. */
static void
fit(struct uni_update *u)
{
	struct hub_event *e = &u->event;

	if (e->kind == HUB_EV_ANSWERED && e->text[0] == '\0')
		e->kind = HUB_EV_PROGRESS;
	if (e->kind == HUB_EV_PROGRESS && e->text[0] == '\0')
		e->text = u->status;
	if (e->kind == HUB_EV_NEEDS_INFO && e->asked == HUB_ASKED_NONE)
		e->asked = HUB_ASKED_COMPLAINANT;
	if ((e->kind == HUB_EV_RATING && e->rating == 0) ||
	    (e->kind == HUB_EV_DECISION && e->decision == HUB_DECISION_NONE) ||
	    (e->kind == HUB_EV_CORRECTION && e->corrects[0] == '\0'))
		set_unmapped(u);
	if (u->note.unknown[0] != '\0' && !e->unmapped) {
		e->unmapped = true;
		e->status = u->note.unknown;
	}
}

/* The event of a status with its text and brackets. */
static void
mean(const struct university_conf *conf, struct uni_update *u)
{
	struct hub_event *e = &u->event;
	enum hub_event_kind kind = HUB_EV_NONE;
	bool known = u->status[0] == '\0' ||
	    uni_word_read(conf, u->status, &kind);

	e->remote_ref = u->request;
	e->text = hub_buf_str(&u->text);
	e->claimed_at = u->at;
	e->reason = u->note.reason;
	e->target = u->note.target;
	e->asked = u->note.asked;
	e->decision = u->note.decision;
	e->rating = u->note.rating;
	e->corrects = u->note.corrects;
	e->or_returned = kind == HUB_EV_REFUSED;
	if (!known) {
		set_unmapped(u);
		return;
	}
	if (kind == HUB_EV_NONE && e->text[0] != '\0')
		kind = HUB_EV_COMMENT;
	e->kind = kind;
	u->news = kind != HUB_EV_NONE;
	if (u->news)
		fit(u);
}

/* Puts media_url behind the text; an update that says nothing else is a
 * comment. */
static void
add_media(const struct uni_record *record, struct uni_update *u)
{
	struct hub_event *e = &u->event;
	char url[UNI_URL_SIZE];

	if (!uni_record_line(record, "media_url", url, sizeof(url)) ||
	    url[0] == '\0')
		return;
	if (!u->news) {
		e->kind = HUB_EV_COMMENT;
		u->news = true;
	}
	if (u->text.len == 0)
		hub_buf_text(&u->text, e->text);
	hub_buf_fmt(&u->text, "%smedia_url: %s", u->text.len == 0 ? "" : "\n\n",
	    url);
	e->text = hub_buf_str(&u->text);
}

enum hub_status
uni_update_read(const struct university_conf *conf,
    const struct uni_record *record, enum uni_about about,
    struct uni_update *ret, struct hub_error *err)
{
	char own[UNI_LINE], num[UNI_NUMBER];
	const char *raw = uni_record_text(record, text_names[about], num);
	enum hub_status status;

	*ret = (struct uni_update){ .event = hub_event_init(HUB_EV_NONE) };
	hub_buf_init(&ret->text, UNI_TEXT_MAX);
	status = read_ids(record, ret, own, err);
	if (status != HUB_OK)
		return status;
	uni_note_read(raw, &ret->note, &ret->text);
	name_it(ret, own, raw);
	mean(conf, ret);
	name_corrected(ret);
	if (about == UNI_UPDATE)
		add_media(record, ret);
	if (!hub_buf_ok(&ret->text))
		return hub_fail(err, HUB_MALFORMED, "%s: longer than %u bytes",
		    text_names[about], UNI_TEXT_MAX);
	return HUB_OK;
}

void
uni_update_release(struct uni_update *update)
{
	hub_buf_release(&update->text);
}
