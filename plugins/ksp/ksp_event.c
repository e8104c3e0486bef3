/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ksp_event.h"

#include <string.h>

#include "hub_time.h"
#include "ksp_member.h"
#include "ksp_word.h"

#define SPECVERSION "1.0"

/* One event on its way in. */
struct reading {
	const struct hub_json *doc, *data;
	const struct ksp_word *word; /* NULL: nobody mapped the type */
	struct hub_buf *note;
	struct hub_event event;
};

/* Members of data that are texts of an event. */
static const struct {
	const char *name;
	size_t offset;
} texts[] = {
	{ "handoff", offsetof(struct hub_event, handoff_id) },
	{ "reference", offsetof(struct hub_event, remote_ref) },
	{ "text", offsetof(struct hub_event, text) },
	{ "target", offsetof(struct hub_event, target) },
	{ "officer", offsetof(struct hub_event, officer) },
	{ "corrects", offsetof(struct hub_event, corrects) },
};

/* An attribute of the envelope that must be there. */
static enum hub_status
attribute(const struct hub_json *doc, const char *name, const char **ret,
    struct hub_error *err)
{
	const char *text = hub_json_text(doc, name);
	const char *kind = hub_json_kind(doc, name);

	if (text[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "%s: found %s, expected a text that is not empty", name,
		    kind[0] == '\0' ? "none" : kind);
	*ret = text;
	return HUB_OK;
}

/* The envelope: version, id and type. */
static enum hub_status
read_envelope(const char *prefix, struct reading *r, struct hub_error *err)
{
	const char *version = "", *source = "", *type = "";
	enum hub_status status;

	status = attribute(r->doc, "specversion", &version, err);
	if (status == HUB_OK && strcmp(version, SPECVERSION) != 0)
		return hub_fail(err, HUB_MALFORMED,
		    "specversion: expected " SPECVERSION);
	if (status == HUB_OK)
		status = attribute(r->doc, "id", &r->event.their_id, err);
	if (status == HUB_OK)
		status = attribute(r->doc, "source", &source, err);
	if (status == HUB_OK)
		status = attribute(r->doc, "type", &type, err);
	if (status != HUB_OK)
		return status;
	r->word = ksp_word_read(prefix, type);
	r->data = hub_json_get(r->doc, "data");
	if (strcmp(hub_json_kind(r->data, ""), "object") != 0)
		return hub_fail(err, HUB_MALFORMED,
		    "data: found %s, expected object",
		    r->data == NULL ? "none" : hub_json_kind(r->data, ""));
	return HUB_OK;
}

/* When it happened: as data says, else as the envelope does. */
static enum hub_status
read_time(struct reading *r, struct hub_error *err)
{
	const char *text = hub_json_text(r->doc, "time");
	enum hub_status status;

	status = ksp_member_time(r->data, "claimed_at", &r->event.claimed_at,
	    err);
	if (status != HUB_OK || r->event.claimed_at != 0 || text[0] == '\0')
		return status;
	if (!hub_time_parse(text, &r->event.claimed_at))
		return hub_fail(err, HUB_MALFORMED,
		    "time: expected a time with its zone, as in "
		    "2026-02-02T08:00:00+08:00");
	return HUB_OK;
}

/* Every text member. */
static enum hub_status
read_texts(struct reading *r, struct hub_error *err)
{
	enum hub_status status = HUB_OK;

	for (size_t i = 0;
	     i < sizeof(texts) / sizeof(*texts) && status == HUB_OK; i++) {
		const char *text = "";

		status = ksp_member_text(r->data, texts[i].name, &text, err);
		memcpy((char *)&r->event + texts[i].offset, &text,
		    sizeof(text));
	}
	return status;
}

/* A reason that nobody mapped is noted behind the text; an audience that
 * nobody mapped is the smallest one. */
static enum hub_status
read_open_words(struct reading *r, struct hub_error *err)
{
	const char *reason = "", *audience = "";
	struct hub_event *e = &r->event;
	enum hub_status status;

	status = ksp_member_text(r->data, "reason", &reason, err);
	if (status == HUB_OK)
		status = ksp_member_text(r->data, "audience", &audience, err);
	if (status != HUB_OK)
		return status;
	if (!hub_reason_parse(reason, &e->reason)) {
		e->unmapped = true;
		e->status = reason;
		e->text = ksp_word_note(r->note, e->text, "reason", reason);
	}
	if (!hub_audience_parse(audience, &e->audience)) {
		e->unmapped = true;
		e->audience = HUB_AUDIENCE_COORDINATOR;
	}
	if (e->audience == HUB_AUDIENCE_NONE)
		e->audience = r->word->audience;
	if ((r->word->needs & KSP_NEEDS_REASON) && reason[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "data.reason: found none, expected a reason code");
	return HUB_OK;
}

/* Words on which a clock or a custody hangs: never guessed. */
static enum hub_status
read_closed_words(struct reading *r, struct hub_error *err)
{
	const char *asked = "", *decision = "";
	enum hub_status status;

	status = ksp_member_text(r->data, "asked", &asked, err);
	if (status == HUB_OK)
		status = ksp_member_text(r->data, "decision", &decision, err);
	if (status != HUB_OK)
		return status;
	if (!hub_asked_parse(asked, &r->event.asked) ||
	    ((r->word->needs & KSP_NEEDS_ASKED) && asked[0] == '\0'))
		return hub_fail(err, HUB_MALFORMED,
		    "data.asked: expected complainant, sender or holder");
	if (!hub_decision_parse(decision, &r->event.decision) ||
	    ((r->word->needs & KSP_NEEDS_DECISION) && decision[0] == '\0'))
		return hub_fail(err, HUB_MALFORMED,
		    "data.decision: expected to, joint, split, stays or "
		    "provisional");
	return HUB_OK;
}

/* Whether what the word needs beside its words is there. */
static enum hub_status
check_needs(struct reading *r, struct hub_error *err)
{
	int64_t rating = hub_json_int(r->data, "rating", 0);
	unsigned needs = r->word->needs;

	if ((needs & KSP_NEEDS_TEXT) && r->event.text[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "data.text: found none, expected what it says");
	if ((needs & KSP_NEEDS_CORRECTS) && r->event.corrects[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "data.corrects: found none, expected the id of the event "
		    "that it corrects");
	if ((needs & KSP_NEEDS_RATING) && (rating < 1 || rating > 5))
		return hub_fail(err, HUB_MALFORMED,
		    "data.rating: expected a number from 1 to 5");
	if (needs & KSP_NEEDS_RATING)
		r->event.rating = (uint64_t)rating;
	return HUB_OK;
}

/* Which handoff it is about; the subject serves where data names none. */
static enum hub_status
check_about(struct reading *r, struct hub_error *err)
{
	struct hub_event *e = &r->event;

	if (e->handoff_id[0] == '\0' && e->remote_ref[0] == '\0')
		e->handoff_id = hub_json_text(r->doc, "subject");
	if (e->handoff_id[0] == '\0' && e->remote_ref[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "data.handoff: found none, expected the hub's id of the "
		    "handoff, or data.reference");
	return HUB_OK;
}

/* Something about a handoff. */
static enum hub_status
read_update(struct reading *r, struct hub_error *err)
{
	enum hub_status status = read_texts(r, err);

	if (status == HUB_OK)
		status = check_about(r, err);
	if (status == HUB_OK)
		status = check_needs(r, err);
	if (status == HUB_OK)
		status = read_open_words(r, err);
	if (status == HUB_OK)
		status = read_closed_words(r, err);
	return status;
}

/* A type that nobody mapped: its text for the coordinator, never lost, and
 * the type, for whoever knows what it means. */
static enum hub_status
read_unmapped(struct reading *r, struct hub_error *err)
{
	struct hub_event *e = &r->event;
	enum hub_status status = read_texts(r, err);

	if (status != HUB_OK)
		return status;
	e->kind = HUB_EV_COMMENT;
	e->audience = HUB_AUDIENCE_COORDINATOR;
	e->unmapped = true;
	e->status = hub_json_text(r->doc, "type");
	return check_about(r, err);
}

/* Whether a case of the hub is passed on as it must be. */
static enum hub_status
check_passed(const struct hub_event *e, struct hub_error *err)
{
	if (e->handoff.receiver[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "data.target: found none, expected the institution that "
		    "the case is passed on to");
	return HUB_OK;
}

/* A case that they hand in; or one that they hold, passed on by its id. */
static enum hub_status
read_handoff(struct reading *r, struct hub_error *err)
{
	struct hub_event *e = &r->event;
	enum hub_status status;

	status = ksp_member_get(r->data, &e->handoff, &e->unmapped, err);
	if (status == HUB_OK)
		status = ksp_member_text(r->data, "reference", &e->remote_ref,
		    err);
	if (status == HUB_OK && e->handoff.tracking_id[0] == '\0')
		status = ksp_member_text(r->data, "case", &e->handoff.case_id,
		    err);
	if (status != HUB_OK || e->handoff.tracking_id[0] != '\0')
		return status;
	if (e->handoff.case_id[0] != '\0')
		return check_passed(e, err);
	return hub_fail(err, HUB_MALFORMED,
	    "data.tracking_id: found none, expected the public number of the "
	    "complaint, or data.case to pass on one that the hub knows");
}

/* A whole event. */
enum hub_status
ksp_event_read(const char *prefix, const struct hub_json *doc,
    struct hub_buf *note, struct hub_event *ret_event, struct hub_error *err)
{
	struct reading r = { .doc = doc,
		.note = note,
		.event = hub_event_init(HUB_EV_NONE) };
	enum hub_status status = read_envelope(prefix, &r, err);

	if (status == HUB_OK)
		status = read_time(&r, err);
	if (status != HUB_OK)
		return status;
	if (r.word == NULL) {
		status = read_unmapped(&r, err);
	} else {
		r.event.kind = r.word->kind;
		status = r.word->kind == HUB_EV_HANDOFF ? read_handoff(&r, err)
							: read_update(&r, err);
	}
	if (status == HUB_OK)
		*ret_event = r.event;
	return status;
}
