/* SPDX-License-Identifier: Apache-2.0 */
/* What an institution's answer to one of the hub's calls means.  HTTP's status
 * counts where no envelope goes with it. */
#include "config.h"

#include "ombudsman.h"

#include <stdio.h>
#include <string.h>

#include "hub_http.h"
#include "omb_contract.h"
#include "omb_header.h"
#include "omb_news.h"
#include "omb_notice.h"
#include "omb_soap.h"
#include "omb_told.h"

#define AFTER_MAX 86400 /* seconds of a Retry-After that are believed */

/* An answer in hand. */
struct answer {
	const struct ombudsman_conf *conf;
	const struct hub_dispatch *what; /* NULL: of a poll */
	const struct hub_at *at;
	const struct hub_answer *raw;
	struct omb_envelope env;
	struct omb_header head;
	struct omb_in in; /* the element of the Body, or of a fault */
	struct hub_events *events;
};

/* What a status means where there is no envelope. */
static const struct rule {
	int from, to;
	enum hub_status status; /* HUB_OK: later */
	const char *sentence;
} rules[] = {
	{ 200, 299, HUB_MALFORMED, "no envelope" },
	{ 300, 399, HUB_MISCONFIGURED,
	    "a redirect, which is never followed; see url and option path" },
	{ 400, 400, HUB_MALFORMED, "they cannot read what the contract says" },
	{ 401, 403, HUB_MISCONFIGURED, "access refused; see auth" },
	{ 404, 410, HUB_MISCONFIGURED,
	    "no such service there; see url and option path" },
	{ 413, 413, HUB_UNSAYABLE, "too large for them" },
	{ 415, 415, HUB_MISCONFIGURED,
	    "they take no such message; see options soap and mtom" },
	{ 500, 599, HUB_OK, "" },
};

/* Whether this is about a handoff itself, not about an update of one. */
static bool
is_handoff(const struct answer *a)
{
	return a->what->event.kind == HUB_EV_HANDOFF;
}

/* Whether it answers the question where something is. */
static bool
is_probe(const struct answer *a)
{
	return a->at->purpose == HUB_FOR_PROBE;
}

/* An event about what was said. */
static struct hub_event
event_of(const struct answer *a, enum hub_event_kind kind)
{
	struct hub_event e = hub_event_init(kind);

	if (a->what != NULL)
		e.handoff_id = a->what->handoff.id;
	return e;
}

/* It is in their system, they never had it, or no longer have it. */
static void
emit(const struct answer *a, enum hub_event_kind kind)
{
	struct hub_event e = event_of(a, kind);

	if (kind == HUB_EV_DELIVERED && is_handoff(a))
		e.remote_ref = omb_in_text(&a->in, "reference");
	hub_emit(a->events, &e);
}

/* Something is wrong on their side for now. */
static enum hub_status
later(const struct answer *a, int64_t after)
{
	struct hub_event e = event_of(a, HUB_EV_DEFERRED);

	e.after = after < AFTER_MAX ? after : AFTER_MAX;
	hub_emit(a->events, &e);
	return HUB_OK;
}

/* What they decided at once, with who and when. */
static void
emit_verdict(const struct answer *a, enum hub_event_kind kind)
{
	struct hub_event e = event_of(a, kind);
	struct hub_buf note;

	hub_buf_init(&note, OMB_NOTE_MAX);
	e.remote_ref = omb_in_text(&a->in, "reference");
	e.their_id = omb_in_text(&a->in, "event");
	e.text = omb_in_text(&a->in, "text");
	e.officer = omb_in_text(&a->in, "officer");
	e.audience = HUB_AUDIENCE_PARTIES;
	if (omb_in_time(&a->in, "decidedAt", &e.claimed_at, NULL) != HUB_OK)
		e.claimed_at = 0;
	if (kind == HUB_EV_REFUSED) {
		e.target = omb_in_text(&a->in, "target");
		omb_notice_reason(&e, omb_in_text(&a->in, "reason"), &note);
	} else if (kind == HUB_EV_COMMENT) {
		e.status = omb_in_text(&a->in, "decision");
		e.audience = HUB_AUDIENCE_COORDINATOR;
		e.unmapped = true;
	}
	hub_emit(a->events, &e);
	hub_buf_release(&note);
}

/* Delivered, and what they decided at once.  A word that nobody mapped goes
 * to the coordinator; a refusal concludes a delivery by itself, a probe
 * never. */
static void
emit_decision(const struct answer *a)
{
	const char *word = omb_in_text(&a->in, "decision");
	bool refused = strcmp(word, "refused") == 0;

	if (!refused || is_probe(a))
		emit(a, HUB_EV_DELIVERED);
	if (refused)
		emit_verdict(a, HUB_EV_REFUSED);
	else if (strcmp(word, "accepted") == 0)
		emit_verdict(a, HUB_EV_ACCEPTED);
	else if (word[0] != '\0' && strcmp(word, "pending") != 0)
		emit_verdict(a, HUB_EV_COMMENT);
}

/* Whether an element of theirs is about our handoff: false when it names
 * another one. */
static bool
is_ours(const struct answer *a)
{
	const char *id = omb_in_text(&a->in, "handoff");

	return id[0] == '\0' || strcmp(id, a->what->handoff.id) == 0;
}

/* Whether it names our handoff, by either id. */
static bool
names_ours(const struct answer *a)
{
	const char *reference = omb_in_text(&a->in, "reference");

	return is_ours(a) &&
	    (omb_in_text(&a->in, "handoff")[0] != '\0' ||
		(reference[0] != '\0' &&
		    strcmp(reference, a->at->remote_ref) == 0));
}

/* Whether a signed answer is about ours by what the signature covers; else it
 * may be one to somebody else's message. */
static enum hub_status
check_proven(const struct answer *a, struct hub_error *err)
{
	if (!a->at->covered || a->head.relates_to[0] != '\0' || names_ours(a))
		return HUB_OK;
	return hub_fail(err, HUB_MALFORMED,
	    "answered %d, signed, but nothing that is signed says to which "
	    "message: expected our RelatesTo, or the handoff",
	    a->raw->status);
}

/* Whether nothing is left to do about a handoff once this is said. */
static bool
is_farewell(enum hub_event_kind kind)
{
	return kind == HUB_EV_CANCELLED || kind == HUB_EV_WITHDRAWN ||
	    kind == HUB_EV_GONE;
}

/* They do not have it, or no longer: for an update only where they name the
 * handoff. */
static enum hub_status
missing(const struct answer *a, bool gone, struct hub_error *err)
{
	if (is_probe(a) && is_ours(a) && !(gone && is_handoff(a))) {
		emit(a, HUB_EV_ABSENT);
		return HUB_OK;
	}
	if ((is_handoff(a) && !is_probe(a)) || !names_ours(a))
		return hub_fail(err, HUB_MALFORMED,
		    "answered that they do not have it, without naming the "
		    "handoff that was asked after");
	emit(a, HUB_EV_DELIVERED);
	if (!is_farewell(a->what->event.kind))
		emit(a, HUB_EV_GONE);
	return HUB_OK;
}

/* Whether an element of the contract is one of its faults. */
static bool
is_fault(const char *name)
{
	size_t len = strlen(name), end = strlen("Fault");

	return len > end && strcmp(name + len - end, "Fault") == 0;
}

/* A fault with an element of the contract. */
static enum hub_status
typed(struct answer *a, const struct omb_in *detail, struct hub_error *err)
{
	const char *name = hub_xml_name(detail->node);
	bool told = a->what != NULL && !is_probe(a);
	struct hub_error why = { "" };

	if (omb_contract_check(detail->node, &why) != HUB_OK)
		return hub_fail(err, HUB_MALFORMED,
		    "a fault's detail is not of the contract: %s", why.text);
	a->in = *detail;
	if (strcmp(name, "BusyFault") == 0)
		return later(a,
		    (int64_t)(omb_in_count(detail, "retryAfter") & INT32_MAX));
	if (a->what != NULL && check_proven(a, err) != HUB_OK)
		return HUB_MALFORMED;
	if (strcmp(name, "RefusedFault") == 0 && a->what != NULL &&
	    is_handoff(a) && is_ours(a)) {
		if (is_probe(a))
			emit(a, HUB_EV_DELIVERED);
		emit_verdict(a, HUB_EV_REFUSED);
		return HUB_OK;
	}
	if (a->what != NULL &&
	    (strcmp(name, "UnknownFault") == 0 ||
		strcmp(name, "GoneFault") == 0))
		return missing(a, name[0] == 'G', err);
	if (!is_fault(name) || (a->what != NULL && !is_ours(a)))
		return hub_fail(err, HUB_MALFORMED,
		    "answered with a fault that is none, or is about another "
		    "handoff");
	return hub_fail(err, told ? HUB_UNSAYABLE : HUB_MALFORMED,
	    "answered %s", name);
}

/* A fault. */
static enum hub_status
faulted(struct answer *a, const struct omb_told *told, struct hub_error *err)
{
	if (told->detail.node != NULL)
		return typed(a, &told->detail, err);
	switch (told->class) {
	case OMB_TOLD_RECEIVER:
		return later(a, hub_retry_after(a->raw->headers));
	case OMB_TOLD_ACCESS:
		return hub_fail(err, HUB_MISCONFIGURED,
		    "answered with a fault: access refused; see auth");
	case OMB_TOLD_SETUP:
		return hub_fail(err, HUB_MISCONFIGURED,
		    "answered with a fault: %s", told->sentence);
	default:
		return hub_fail(err, HUB_MALFORMED,
		    "answered with a fault of ours, without what the contract "
		    "has for it");
	}
}

/* The answer to the question where something is. */
static enum hub_status
probed(const struct answer *a, struct hub_error *err)
{
	if (!is_handoff(a)) {
		emit(a,
		    omb_in_flag(&a->in, "received") ? HUB_EV_DELIVERED
						    : HUB_EV_ABSENT);
		return HUB_OK;
	}
	if (omb_in_text(&a->in, "reference")[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "answered where it stands without a reference, expected "
		    "theirs");
	emit_decision(a);
	return HUB_OK;
}

/* The response of an operation. */
static enum hub_status
responded(const struct answer *a, const char *operation, struct hub_error *err)
{
	const char *name = hub_xml_name(a->in.node);
	size_t len = strlen(operation);
	struct hub_error why = { "" };
	enum hub_status status;

	if (strcmp(hub_xml_ns(a->in.node), OMB_NS) != 0 ||
	    strncmp(name, operation, len) != 0 ||
	    strcmp(name + len, "Response") != 0)
		return hub_fail(err, HUB_MALFORMED,
		    "answered with another element, expected %sResponse of "
		    "the contract",
		    operation);
	status = omb_contract_check(a->in.node, &why);
	if (status != HUB_OK)
		return hub_fail(err, status, "answered: %s", why.text);
	if (a->what == NULL) {
		omb_news(&a->in, a->env.mail, a->at, a->events);
		return HUB_OK;
	}
	if (!is_ours(a))
		return hub_fail(err, HUB_MALFORMED,
		    "answered for another handoff");
	if (check_proven(a, err) != HUB_OK)
		return HUB_MALFORMED;
	if (is_probe(a))
		return probed(a, err);
	if (is_handoff(a))
		emit_decision(a);
	else
		emit(a, HUB_EV_DELIVERED);
	return HUB_OK;
}

/* Whether the answer says that it is one to another message. */
static bool
is_of_another(const struct answer *a)
{
	struct hub_buf ours;
	bool other;

	hub_buf_init(&ours, OMB_ID_MAX);
	omb_soap_id(&ours, a->at);
	other = a->what != NULL && a->head.relates_to[0] != '\0' &&
	    strcmp(a->head.relates_to, hub_buf_str(&ours)) != 0;
	hub_buf_release(&ours);
	return other;
}

/* Whether HTTP lets an envelope count: a fault comes with 400 or 500, too, and
 * anything else with a good status alone. */
static bool
is_heard(const struct answer *a, bool fault)
{
	int status = a->raw->status;

	return (status >= 200 && status < 300) ||
	    (fault && (status == 400 || status == 500));
}

static enum hub_status unspoken(const struct answer *a,
    const struct omb_trouble *trouble, struct hub_error *err);

/* An envelope. */
static enum hub_status
spoken(struct answer *a, struct hub_error *err)
{
	struct omb_trouble trouble = { .kind = OMB_FINE };
	struct omb_told told;
	bool fault = omb_told_read(&a->env, &told);

	if (!is_heard(a, fault))
		return unspoken(a, &trouble, err);
	a->in = (struct omb_in){ a->env.doc, a->env.payload };
	if (!omb_header_read(&a->env, NULL, &a->head, &trouble))
		return hub_fail(err, HUB_MALFORMED, "answered %d: %s",
		    a->raw->status, trouble.why.text);
	if (is_of_another(a))
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: RelatesTo names another message",
		    a->raw->status);
	if (fault)
		return faulted(a, &told, err);
	if (a->what == NULL)
		return responded(a, OMB_INBOX, err);
	return responded(a,
	    is_probe(a) ? OMB_STATUS : omb_word_of(a->what->event.kind)->name,
	    err);
}

/* What is no envelope: HTTP's status, and why it is none. */
static enum hub_status
unspoken(const struct answer *a, const struct omb_trouble *trouble,
    struct hub_error *err)
{
	int status = a->raw->status;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *rule = &rules[i];

		if (status < rule->from || status > rule->to)
			continue;
		if (rule->status == HUB_OK)
			return later(a, hub_retry_after(a->raw->headers));
		if (status < 300)
			return hub_fail(err, rule->status, "answered %d: %s",
			    status, trouble->why.text);
		return hub_fail(err,
		    rule->status == HUB_UNSAYABLE && is_probe(a) ? HUB_MALFORMED
								 : rule->status,
		    "answered %d: %s", status, rule->sentence);
	}
	return hub_fail(err, HUB_MALFORMED,
	    "answered %d, which means nothing here", status);
}

/* The answer to a call of ours. */
enum hub_status
omb_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct answer a = { .conf = conf,
		.what = what,
		.at = at,
		.raw = answer,
		.events = events };
	const struct omb_bytes bytes = { hub_header(answer->headers,
					     "Content-Type"),
		"", answer->body, answer->body_len };
	struct omb_trouble trouble;
	enum hub_status status;

	if (omb_envelope_read(&a.env, &bytes, &trouble))
		status = spoken(&a, err);
	else if (trouble.kind == OMB_NO_MEMORY)
		status = hub_fail(err, HUB_FAULT, "%s", trouble.why.text);
	else
		status = unspoken(&a, &trouble, err);
	omb_envelope_release(&a.env);
	return status;
}
