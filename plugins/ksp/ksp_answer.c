/* SPDX-License-Identifier: Apache-2.0 */
/* What an institution's answer to one of the hub's requests means.  What the
 * body says counts, not the number alone: 200 with an error inside is that
 * error. */
#include "config.h"

#include "ksp.h"

#include <string.h>
#include <strings.h>

#include "hub_http.h"
#include "hub_json.h"
#include "hub_time.h"
#include "ksp_word.h"

#define REFERENCE_SIZE 129 /* theirs, with its NUL */

/* An answer in hand. */
struct answer {
	const struct hub_dispatch *what;
	const struct hub_at *at;
	const struct hub_answer *raw;
	struct hub_json *doc; /* owned; NULL when the body is no JSON */
	int status;	      /* the worse of HTTP's and the body's own */
	char reference[REFERENCE_SIZE];
	struct hub_events *events;
};

typedef enum hub_status rule_fn(struct answer *a, struct hub_error *err);

static rule_fn taken, known, declined, missing, too_large, later;

/* What a status means, for what was asked. */
struct rule {
	int from, to;
	rule_fn *fn;		/* or NULL: */
	enum hub_status status; /* this failure */
	const char *sentence;	/* behind "answered NNN: " */
};

static const struct rule rules[] = {
	{ 200, 299, taken, HUB_OK, "" },
	{ 300, 399, NULL, HUB_MISCONFIGURED,
	    "a redirect, which is never followed; see url and the options" },
	{ 400, 400, NULL, HUB_MALFORMED,
	    "they cannot read what the contract says" },
	{ 401, 403, NULL, HUB_MISCONFIGURED, "access refused; see auth" },
	{ 404, 404, missing, HUB_OK, "" },
	{ 405, 407, NULL, HUB_MISCONFIGURED,
	    "no such service there; see url and the options" },
	{ 409, 409, known, HUB_OK, "" },
	{ 410, 410, missing, HUB_OK, "" },
	{ 413, 413, too_large, HUB_OK, "" },
	{ 415, 415, NULL, HUB_MISCONFIGURED,
	    "no CloudEvents in structured mode there; see url" },
	{ 422, 422, declined, HUB_OK, "" },
	{ 500, 599, later, HUB_OK, "" },
};

/* An event about what was said. */
static struct hub_event
event_of(const struct answer *a, enum hub_event_kind kind)
{
	struct hub_event e = hub_event_init(kind);

	e.handoff_id = a->what->handoff.id;
	e.remote_ref = a->reference;
	return e;
}

/* It is in their system. */
static void
emit_delivered(struct answer *a)
{
	struct hub_event e = event_of(a, HUB_EV_DELIVERED);

	hub_emit(a->events, &e);
}

/* An event with who decided what, when, as the answer says. */
static struct hub_event
decision_of(const struct answer *a, enum hub_event_kind kind)
{
	struct hub_event e = event_of(a, kind);

	e.their_id = hub_json_text(a->doc, "event");
	e.text = hub_json_text(a->doc, "text");
	e.officer = hub_json_text(a->doc, "officer");
	e.audience = HUB_AUDIENCE_PARTIES;
	if (!hub_time_parse(hub_json_text(a->doc, "decided_at"), &e.claimed_at))
		e.claimed_at = 0;
	return e;
}

/* They refuse the handoff; an unknown reason is marked, never lost. */
static void
emit_refused(struct answer *a)
{
	struct hub_event e = decision_of(a, HUB_EV_REFUSED);
	const char *reason = hub_json_text(a->doc, "reason");
	struct hub_buf note;

	hub_buf_init(&note, KSP_NOTE_MAX);
	if (e.text[0] == '\0')
		e.text = hub_json_text(a->doc, "detail");
	e.target = hub_json_text(a->doc, "target");
	e.unmapped = !hub_reason_parse(reason, &e.reason);
	if (e.unmapped) {
		e.status = reason;
		e.text = ksp_word_note(&note, e.text, "reason", reason);
	}
	hub_emit(a->events, &e);
	hub_buf_release(&note);
}

/* Delivered, and what they decided at once.  A word that nobody mapped goes
 * to the coordinator. */
static void
emit_decision(struct answer *a)
{
	const char *word = hub_json_text(a->doc, "decision");
	struct hub_event e;
	bool refused = strcmp(word, "refused") == 0;

	/* A refusal concludes a delivery by itself, a probe never. */
	if (!refused || a->at->purpose == HUB_FOR_PROBE)
		emit_delivered(a);
	if (refused)
		emit_refused(a);
	if (refused || word[0] == '\0' || strcmp(word, "pending") == 0)
		return;
	if (strcmp(word, "accepted") == 0) {
		e = decision_of(a, HUB_EV_ACCEPTED);
		hub_emit(a->events, &e);
		return;
	}
	e = decision_of(a, HUB_EV_COMMENT);
	e.status = word;
	e.audience = HUB_AUDIENCE_COORDINATOR;
	e.unmapped = true;
	hub_emit(a->events, &e);
}

/* Whether this is about a handoff itself, not about an update of one. */
static bool
is_handoff(const struct answer *a)
{
	return a->what->event.kind == HUB_EV_HANDOFF;
}

/* Whether an object of theirs is about our handoff: false when it names
 * another one. */
static bool
is_ours(const struct answer *a)
{
	return !hub_json_has(a->doc, "handoff") ||
	    strcmp(hub_json_text(a->doc, "handoff"), a->what->handoff.id) == 0;
}

/* Whether a member says something: not null, false, 0, "" or []. */
static bool
is_said(const struct hub_json *doc, const char *name)
{
	const char *kind = hub_json_kind(doc, name);
	char text[8];

	if (kind[0] == '\0' || strcmp(kind, "null") == 0)
		return false;
	if (strcmp(kind, "array") == 0)
		return hub_json_count(doc, name) > 0;
	return !hub_json_loose(doc, name, text, sizeof(text)) ||
	    (text[0] != '\0' && strcmp(text, "0") != 0 &&
		strcmp(text, "false") != 0);
}

/* Marks of an error in an answer that HTTP calls good. */
static bool
has_error(const struct answer *a)
{
	return a->status < 300 &&
	    (is_said(a->doc, "error") || is_said(a->doc, "errors") ||
		(hub_json_has(a->doc, "success") &&
		    !is_said(a->doc, "success")));
}

/* Whether a reference can stand in a line. */
static bool
is_line(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	}
	return true;
}

/* Their reference of the answer, a text or a number. */
static enum hub_status
read_reference(struct answer *a, struct hub_error *err)
{
	if (!is_said(a->doc, "reference"))
		return HUB_OK;
	if (!hub_json_loose(a->doc, "reference", a->reference,
		sizeof(a->reference)) ||
	    !is_line(a->reference))
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: reference is %s that does not fit, expected "
		    "one line of at most %d bytes",
		    a->status, hub_json_kind(a->doc, "reference"),
		    REFERENCE_SIZE - 1);
	return HUB_OK;
}

/* 2xx to the question whether it arrived. */
static enum hub_status
probe_taken(struct answer *a, struct hub_error *err)
{
	struct hub_event e = event_of(a, HUB_EV_ABSENT);

	if (!is_handoff(a) && !hub_json_flag(a->doc, "received")) {
		hub_emit(a->events, &e);
		return HUB_OK;
	}
	if (is_handoff(a) && a->reference[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: no reference, expected theirs", a->status);
	if (is_handoff(a))
		emit_decision(a);
	else
		emit_delivered(a);
	return HUB_OK;
}

/* 2xx: taken, when the body agrees. */
static enum hub_status
taken(struct answer *a, struct hub_error *err)
{
	bool probe = a->at->purpose == HUB_FOR_PROBE;

	if (a->raw->body_len == 0 && !is_handoff(a) && !probe) {
		emit_delivered(a);
		return HUB_OK;
	}
	if (a->doc == NULL)
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: the body is no JSON object", a->status);
	if (has_error(a))
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d with an error inside", a->status);
	if (!is_ours(a))
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d for another handoff", a->status);
	if (probe)
		return probe_taken(a, err);
	if (!is_handoff(a)) {
		emit_delivered(a);
		return HUB_OK;
	}
	if (a->reference[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: no reference, expected theirs", a->status);
	emit_decision(a);
	return HUB_OK;
}

/* 409: they have it already, or still work on the same key. */
static enum hub_status
known(struct answer *a, struct hub_error *err)
{
	if (a->doc == NULL || a->reference[0] == '\0')
		return later(a, err);
	return taken(a, err);
}

/* 422: understood and not taken.  With a reason it is a refusal; without,
 * something that they need is missing, and a clerk must see to it. */
static enum hub_status
declined(struct answer *a, struct hub_error *err)
{
	enum hub_reason reason = HUB_REASON_NONE;

	if (a->doc == NULL)
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: the body is no problem details", a->status);
	if (a->at->purpose == HUB_FOR_PROBE)
		return hub_fail(err, HUB_MALFORMED, "answered %d to a question",
		    a->status);
	if (is_handoff(a) && is_ours(a) &&
	    ((hub_reason_parse(hub_json_text(a->doc, "reason"), &reason) &&
		 reason != HUB_REASON_NONE) ||
		strcmp(hub_json_text(a->doc, "decision"), "refused") == 0)) {
		emit_refused(a);
		return HUB_OK;
	}
	return hub_fail(err, HUB_UNSAYABLE,
	    "answered %d: they understood it and do not take it", a->status);
}

/* Whether nothing is left to do about a handoff once this is said. */
static bool
is_farewell(enum hub_event_kind kind)
{
	return kind == HUB_EV_CANCELLED || kind == HUB_EV_WITHDRAWN ||
	    kind == HUB_EV_GONE;
}

/* 404, 410: for a probe that they do not have it; for an update that they no
 * longer hold the handoff, but only if they name it: a wrong path or a proxy
 * must not take a case away from its holder. */
static enum hub_status
missing(struct answer *a, struct hub_error *err)
{
	struct hub_event e = event_of(a, HUB_EV_ABSENT);

	if (a->at->purpose != HUB_FOR_PROBE && is_handoff(a))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "answered %d: nothing takes events there; see url and "
		    "option events",
		    a->status);
	if (a->doc == NULL || !is_ours(a) ||
	    (a->at->purpose != HUB_FOR_PROBE &&
		!hub_json_has(a->doc, "handoff")))
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d without naming the handoff", a->status);
	if (a->at->purpose == HUB_FOR_PROBE) {
		hub_emit(a->events, &e);
		return HUB_OK;
	}
	emit_delivered(a);
	e.kind = HUB_EV_GONE;
	if (!is_farewell(a->what->event.kind))
		hub_emit(a->events, &e);
	return HUB_OK;
}

/* 413: a clerk must see to it; but what may have arrived is not given up
 * because they do not understand a question. */
static enum hub_status
too_large(struct answer *a, struct hub_error *err)
{
	return hub_fail(err,
	    a->at->purpose == HUB_FOR_PROBE ? HUB_MALFORMED : HUB_UNSAYABLE,
	    "answered %d: too large for them", a->status);
}

/* Something is wrong on their side for now; unless they say how long, the
 * hub's own pauses hold. */
static enum hub_status
later(struct answer *a, struct hub_error *err)
{
	struct hub_event e = event_of(a, HUB_EV_DEFERRED);

	(void)err;
	e.after = hub_retry_after(a->raw->headers);
	hub_emit(a->events, &e);
	return HUB_OK;
}

/* Reads the body as far as it is a JSON object. */
static enum hub_status
open_body(struct answer *a, struct hub_error *err)
{
	struct hub_error ignored;
	enum hub_status status;
	int64_t own;

	if (a->raw->body_len == 0)
		return HUB_OK;
	status = hub_json_read(a->raw->body, a->raw->body_len, &a->doc,
	    &ignored);
	if (status == HUB_FAULT)
		return hub_fail(err, status, "%s", ignored.text);
	if (status != HUB_OK)
		return HUB_OK;
	if (strcmp(hub_json_kind(a->doc, ""), "object") != 0) {
		hub_json_free(a->doc);
		a->doc = NULL;
		return HUB_OK;
	}
	own = hub_json_int(a->doc, "status", 0);
	if (a->status < 300 && own >= 400 && own <= 599)
		a->status = (int)own;
	return read_reference(a, err);
}

/* Looks the status up and does what it says. */
static enum hub_status
rule_on(struct answer *a, struct hub_error *err)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *rule = &rules[i];

		if (a->status < rule->from || a->status > rule->to)
			continue;
		if (rule->fn != NULL)
			return rule->fn(a, err);
		return hub_fail(err, rule->status, "answered %d: %s", a->status,
		    rule->sentence);
	}
	return hub_fail(err, HUB_MALFORMED,
	    "answered %d, which means nothing here", a->status);
}

/* The answer to a request of ours. */
enum hub_status
ksp_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct answer a = { .what = what,
		.at = at,
		.raw = answer,
		.status = answer->status,
		.reference = "",
		.events = events };
	enum hub_status status;

	(void)conf;
	if (what == NULL)
		return hub_fail(err, HUB_FAULT,
		    "an answer to a poll, which is never sent");
	status = open_body(&a, err);
	if (status == HUB_OK)
		status = rule_on(&a, err);
	hub_json_free(a.doc);
	return status;
}
