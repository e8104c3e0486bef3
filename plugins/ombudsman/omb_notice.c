/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_notice.h"

#include <string.h>

enum form { TEXT, FLAG, RATING, REASON, ASKED, RULING };

/* What a word says of its own, in the order of the schema. */
struct member {
	enum hub_event_kind kinds[8]; /* up to HUB_EV_NONE */
	const char *name;
	size_t offset;
	enum form form;
};

#define AT(field) offsetof(struct hub_event, field)
#define NO HUB_EV_REFUSED, HUB_EV_RETURNED
#define MESSAGES \
	HUB_EV_PROGRESS, HUB_EV_ANSWERED, HUB_EV_CONTRIBUTION, HUB_EV_COMMENT, \
	    HUB_EV_SUPPLEMENT, HUB_EV_OBJECTION

static const struct member members[] = {
	{ { NO }, "reason", AT(reason), REASON },
	{ { HUB_EV_NEEDS_INFO }, "asked", AT(asked), ASKED },
	{ { HUB_EV_RATING }, "rating", AT(rating), RATING },
	{ { HUB_EV_DECISION }, "decision", AT(decision), RULING },
	{ { HUB_EV_DECISION }, "target", AT(target), TEXT },
	{ { HUB_EV_DECISION }, "binding", AT(binding), FLAG },
	{ { HUB_EV_CORRECTION }, "corrects", AT(corrects), TEXT },
	{ { HUB_EV_NONE }, "text", AT(text), TEXT },
	{ { NO, MESSAGES }, "target", AT(target), TEXT },
	{ { HUB_EV_ANSWERED }, "withoutWaiting", AT(without_waiting), FLAG },
};

#define MEMBERS (sizeof(members) / sizeof(*members))
#define KINDS (sizeof(members[0].kinds) / sizeof(members[0].kinds[0]))

/* Whether a word has a member; one without kinds belongs to all. */
static bool
belongs(const struct member *m, enum hub_event_kind kind)
{
	for (size_t i = 0; i < KINDS && m->kinds[i] != HUB_EV_NONE; i++) {
		if (m->kinds[i] == kind)
			return true;
	}
	return m->kinds[0] == HUB_EV_NONE;
}

/* The text of a member that is one. */
static const char *
text_at(const struct hub_event *e, const struct member *m)
{
	const char *text;

	memcpy(&text, (const char *)e + m->offset, sizeof(text));
	return text;
}

/* What a word says of its own. */
static void
put_own(struct hub_buf *out, const struct hub_event *e)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		const struct member *m = &members[i];

		if (!belongs(m, e->kind))
			continue;
		if (m->form == TEXT)
			omb_out_text(out, m->name, text_at(e, m));
		else if (m->form == REASON)
			omb_out_text(out, m->name, hub_reason_name(e->reason));
		else if (m->form == ASKED)
			omb_out_text(out, m->name, hub_asked_name(e->asked));
		else if (m->form == RULING)
			omb_out_text(out, m->name,
			    hub_decision_name(e->decision));
		else if (m->form == RATING)
			omb_out_count(out, m->name, e->rating);
		else if (e->binding || e->without_waiting)
			omb_out_flag(out, m->name, true);
	}
}

void
omb_notice_put_said(struct hub_buf *out, const struct omb_word *word,
    const struct hub_event *e, const char *handoff)
{
	omb_out_open(out, word->name);
	omb_out_text(out, "handoff", handoff);
	omb_out_text(out, "event", e->their_id);
	omb_out_text(out, "officer", e->officer);
	omb_out_text(out, "audience", hub_audience_name(e->audience));
	omb_out_time(out, "claimedAt", e->claimed_at);
	put_own(out, e);
	omb_out_close(out, word->name);
}

/* Something about a handoff. */
static void
put_update(struct hub_buf *out, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	const struct hub_handoff *h = &what->handoff;
	const struct hub_event *e = &what->event;

	omb_out_text(out, "handoff", h->id);
	omb_out_text(out, "case", h->case_id);
	omb_out_text(out, "trackingId", h->tracking_id);
	omb_out_text(out, "kind", hub_kind_name(h->kind));
	omb_out_text(out, "receiver", h->receiver);
	omb_out_text(out, "reference", at->remote_ref);
	omb_out_text(out, "event", at->key);
	omb_out_text(out, "officer", e->officer);
	omb_out_text(out, "audience", hub_audience_name(e->audience));
	omb_out_time(out, "claimedAt", e->claimed_at);
	omb_case_put_complainant(out, h);
	put_own(out, e);
}

void
omb_notice_put(struct hub_buf *out, const struct hub_dispatch *what,
    const struct hub_at *at)
{
	const struct omb_word *word = omb_word_of(what->event.kind);

	omb_out_root(out, word->name);
	if (word->kind == HUB_EV_HANDOFF)
		omb_case_put(out, &what->handoff, OMB_FILES_MTOM);
	else
		put_update(out, what, at);
	omb_out_close(out, word->name);
}

void
omb_notice_reason(struct hub_event *e, const char *reason, struct hub_buf *note)
{
	if (hub_reason_parse(reason, &e->reason))
		return;
	hub_buf_fmt(note, "%s%s[reason: %s]", e->text,
	    e->text[0] == '\0' ? "" : "\n", reason);
	e->unmapped = true;
	e->status = reason;
	e->text = hub_buf_str(note);
}

/* What a word says of its own; the schema knows every word but reasons. */
static void
get_own(const struct omb_in *in, struct hub_buf *note, struct hub_event *e)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		const struct member *m = &members[i];
		const char *text = omb_in_text(in, m->name);
		bool flag;

		if (!belongs(m, e->kind) || m->form == REASON)
			continue;
		if (m->form == TEXT) {
			memcpy((char *)e + m->offset, &text, sizeof(text));
		} else if (m->form == FLAG) {
			flag = omb_in_flag(in, m->name);
			memcpy((char *)e + m->offset, &flag, sizeof(flag));
		} else if (m->form == RATING) {
			e->rating = omb_in_count(in, m->name);
		} else if (m->form == ASKED) {
			(void)hub_asked_parse(text, &e->asked);
		} else {
			(void)hub_decision_parse(text, &e->decision);
		}
	}
	if (belongs(&members[0], e->kind))
		omb_notice_reason(e, omb_in_text(in, "reason"), note);
}

/* Something about a handoff. */
static enum hub_status
get_update(const struct omb_word *word, const struct omb_in *in,
    struct hub_buf *note, struct hub_event *e, struct hub_error *err)
{
	e->handoff_id = omb_in_text(in, "handoff");
	(void)hub_audience_parse(omb_in_text(in, "audience"), &e->audience);
	if (e->audience == HUB_AUDIENCE_NONE)
		e->audience = word->audience;
	get_own(in, note, e);
	if (e->handoff_id[0] == '\0' && e->remote_ref[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "handoff: found none, expected the hub's id of the "
		    "handoff, or reference");
	return HUB_OK;
}

/* A case that they hand in; or one that they hold, passed on by its id. */
static enum hub_status
get_handoff(const struct omb_in *in, struct hub_event *e, struct hub_error *err)
{
	struct hub_handoff *h = &e->handoff;
	enum hub_status status = omb_case_get(in, h, &e->unmapped, err);

	if (status != HUB_OK)
		return status;
	if (h->tracking_id[0] != '\0') {
		h->case_id = "";
		return HUB_OK;
	}
	if (h->case_id[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "trackingId: found none, expected the public number of "
		    "the complaint, or case to pass on one that the hub "
		    "knows");
	if (h->receiver[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "receiver: found none, expected the institution that the "
		    "case is passed on to");
	return HUB_OK;
}

enum hub_status
omb_notice_get(const struct omb_word *word, const struct omb_in *in,
    struct hub_buf *note, struct hub_event *ret_event, struct hub_error *err)
{
	struct hub_event e = hub_event_init(word->kind);
	enum hub_status status;

	e.their_id = omb_in_text(in, "event");
	e.remote_ref = omb_in_text(in, "reference");
	e.officer = omb_in_text(in, "officer");
	status = omb_in_time(in, "claimedAt", &e.claimed_at, err);
	if (status == HUB_OK && word->kind == HUB_EV_HANDOFF)
		status = get_handoff(in, &e, err);
	else if (status == HUB_OK)
		status = get_update(word, in, note, &e, err);
	if (status == HUB_OK)
		*ret_event = e;
	return status;
}
