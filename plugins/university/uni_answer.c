/* SPDX-License-Identifier: Apache-2.0 */
/* What an institution's answer to one of the hub's requests means.  What the
 * body says counts, not the number alone: 200 with an error of the standard
 * inside is that error. */
#include "config.h"

#include "university.h"

#include <stdlib.h>
#include <string.h>

#include "hub_http.h"
#include "uni_catalogue.h"
#include "uni_news.h"
#include "uni_update.h"

#define FULL 1000u /* a list so long may have left something out */

/* An answer in hand. */
struct answer {
	const struct university_conf *conf;
	const struct hub_dispatch *what; /* NULL: of a poll */
	const struct hub_at *at;
	const struct hub_answer *raw;
	struct uni_doc doc;
	bool readable; /* the body is a document */
	bool error;    /* and one of errors */
	int status;    /* HTTP's, or the error's own where HTTP's is good */
	struct hub_events *events;
};

typedef enum hub_status rule_fn(struct answer *a, struct hub_error *err);

static rule_fn taken, unreadable, missing, later;

/* What a status means. */
struct rule {
	int from, to;
	rule_fn *fn;		/* or NULL: */
	enum hub_status status; /* this failure */
	const char *sentence;	/* behind "answered NNN: " */
};

static const struct rule rules[] = {
	{ 200, 299, taken, HUB_OK, "" },
	{ 300, 399, NULL, HUB_MISCONFIGURED,
	    "a redirect, which is never followed; see url" },
	{ 400, 400, unreadable, HUB_OK, "" },
	{ 401, 403, NULL, HUB_MISCONFIGURED,
	    "access refused; see auth and option api_key" },
	{ 404, 404, missing, HUB_OK, "" },
	{ 405, 407, NULL, HUB_MISCONFIGURED,
	    "no such service there; see url and option format" },
	{ 410, 410, missing, HUB_OK, "" },
	{ 413, 413, unreadable, HUB_OK, "" },
	{ 415, 415, NULL, HUB_MISCONFIGURED,
	    "they take no files; see option files" },
	{ 422, 422, unreadable, HUB_OK, "" },
	{ 500, 599, later, HUB_OK, "" },
};

/* Whether the answer is to the handoff itself. */
static bool
is_handoff(const struct answer *a)
{
	return a->what != NULL && a->what->event.kind == HUB_EV_HANDOFF;
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

/* It is in their system, as what. */
static void
emit_delivered(struct answer *a, const char *reference)
{
	struct hub_event e = event_of(a, HUB_EV_DELIVERED);

	e.remote_ref = reference;
	hub_emit(a->events, &e);
}

/* It is not. */
static void
emit_absent(struct answer *a)
{
	struct hub_event e = event_of(a, HUB_EV_ABSENT);

	hub_emit(a->events, &e);
}

/* Delivered, and what the status beside the id says already. */
static enum hub_status
conclude_request(struct answer *a, const struct uni_record *record,
    struct hub_error *err)
{
	struct uni_update u;
	enum hub_status status;

	status = uni_update_read(a->conf, record, UNI_REQUEST, &u, err);
	if (status == HUB_OK) {
		u.event.handoff_id = a->what->handoff.id;
		if (u.event.kind != HUB_EV_REFUSED ||
		    a->at->purpose == HUB_FOR_PROBE)
			emit_delivered(a, u.request);
		if (u.news)
			hub_emit(a->events, &u.event);
	}
	uni_update_release(&u);
	return status;
}

/* A token: its question is the next step, and asked again until it has an
 * id. */
static enum hub_status
conclude_token(struct answer *a, const char *token)
{
	struct hub_event e = event_of(a, HUB_EV_NEXT_STEP);

	if (a->at->step == 0) {
		e.carry = token;
	} else {
		e.kind = HUB_EV_DEFERRED;
		e.after = a->conf->token_wait;
	}
	hub_emit(a->events, &e);
	return HUB_OK;
}

/* The answer to POST requests or to the question of a token. */
static enum hub_status
taken_request(struct answer *a, struct hub_error *err)
{
	char id[UNI_LINE], token[UNI_LINE];
	struct uni_record record;

	if (a->doc.count == 0 && a->at->step > 0)
		return conclude_token(a, a->at->carry);
	if (a->doc.count != 1)
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d with %zu requests, expected one", a->status,
		    a->doc.count);
	record = uni_doc_at(&a->doc, 0);
	if (!uni_record_line(&record, "service_request_id", id, sizeof(id)) ||
	    !uni_record_line(&record, "token", token, sizeof(token)))
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: service_request_id or token is longer than "
		    "%d bytes or no line",
		    a->status, UNI_LINE - 1);
	if (id[0] != '\0')
		return conclude_request(a, &record, err);
	if (token[0] != '\0' || a->at->step > 0)
		return conclude_token(a, token);
	return hub_fail(err, HUB_MALFORMED,
	    "answered %d: neither service_request_id nor token", a->status);
}

/* The record that has our reference.  False, *ret_blind: some say no
 * attributes, so nobody knows. */
static bool
find_ours(struct answer *a, struct uni_record *ret, bool *ret_blind)
{
	char value[UNI_LINE];

	*ret_blind = a->doc.count >= FULL;
	for (size_t i = 0; i < a->doc.count; i++) {
		*ret = uni_doc_at(&a->doc, i);
		if (!uni_record_attribute(ret, a->conf->reference, value,
			sizeof(value)))
			*ret_blind = true;
		else if (strcmp(value, a->what->handoff.id) == 0)
			return true;
	}
	return false;
}

/* The answer to the question whether they hold a request. */
static enum hub_status
probed_request(struct answer *a, struct hub_error *err)
{
	struct uni_record record;
	char id[UNI_LINE];
	bool blind;

	if (!find_ours(a, &record, &blind)) {
		if (blind)
			return hub_fail(err, HUB_MALFORMED,
			    "answered %d with requests that do not say "
			    "attribute %s, or %u of them and more",
			    a->status, a->conf->reference, FULL);
		emit_absent(a);
		return HUB_OK;
	}
	if (!uni_record_line(&record, "service_request_id", id, sizeof(id)) ||
	    id[0] == '\0')
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: no service_request_id that fits", a->status);
	return conclude_request(a, &record, err);
}

/* Whether an update is the one that was said. */
static bool
is_said(const struct answer *a, const struct uni_record *r, const char *text)
{
	char id[UNI_LINE], num[UNI_NUMBER];
	struct hub_buf theirs;
	bool same;

	if (uni_record_line(r, "update_id", id, sizeof(id)) &&
	    strcmp(id, a->at->key) == 0)
		return true;
	hub_buf_init(&theirs, UNI_TEXT_MAX);
	uni_prose(uni_record_text(r, "description", num), &theirs);
	same = text[0] != '\0' && strcmp(hub_buf_str(&theirs), text) == 0;
	hub_buf_release(&theirs);
	return same;
}

/* The answer to the question whether they hold an update. */
static void
probed_update(struct answer *a)
{
	struct hub_buf said, text;
	bool found = false;

	hub_buf_init(&said, UNI_TEXT_MAX * 2);
	hub_buf_init(&text, UNI_TEXT_MAX * 2);
	uni_note_write(&said, &a->what->event);
	uni_prose(hub_buf_str(&said), &text);
	for (size_t i = 0; i < a->doc.count && !found; i++) {
		struct uni_record r = uni_doc_at(&a->doc, i);

		found = is_said(a, &r, hub_buf_str(&text));
	}
	if (found)
		emit_delivered(a, "");
	else
		emit_absent(a);
	hub_buf_release(&said);
	hub_buf_release(&text);
}

/* 2xx: good, when the body agrees. */
static enum hub_status
taken(struct answer *a, struct hub_error *err)
{
	bool probe = a->at->purpose == HUB_FOR_PROBE;

	if (a->what != NULL && !is_handoff(a) && !probe &&
	    (a->raw->body_len == 0 || a->readable)) {
		emit_delivered(a, "");
		return HUB_OK;
	}
	if (!a->readable)
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: the body is no document of the standard",
		    a->status);
	if (a->what == NULL)
		return uni_news(a->conf, &a->doc, a->at, a->events, err);
	if (!is_handoff(a)) {
		probed_update(a);
		return HUB_OK;
	}
	return probe ? probed_request(a, err) : taken_request(a, err);
}

/* 400, 413, 422: with an error of the standard they understood and do not
 * take it, and a clerk must see to it; a question is asked again. */
static enum hub_status
unreadable(struct answer *a, struct hub_error *err)
{
	if (a->error && a->what != NULL && a->at->purpose != HUB_FOR_PROBE)
		return hub_fail(err, HUB_UNSAYABLE,
		    "answered %d with an error of theirs: they do not take it "
		    "as it is",
		    a->status);
	return hub_fail(err, HUB_MALFORMED,
	    "answered %d: they cannot read what the standard says", a->status);
}

/* 404: no such service, jurisdiction or endpoint; of a question about a
 * request, or of an update, that there is no such request. */
static enum hub_status
missing(struct answer *a, struct hub_error *err)
{
	if (a->error && a->at->purpose == HUB_FOR_PROBE) {
		emit_absent(a);
		return HUB_OK;
	}
	if (a->error && is_handoff(a) && a->at->step > 0)
		return conclude_token(a, a->at->carry);
	if (a->error && a->what != NULL && !is_handoff(a))
		return hub_fail(err, HUB_UNSAYABLE,
		    "answered %d with an error of theirs: they know no such "
		    "request",
		    a->status);
	return hub_fail(err, HUB_MISCONFIGURED,
	    "answered %d: no such service, jurisdiction or endpoint; see url "
	    "and options services, jurisdiction and updates",
	    a->status);
}

/* Something is wrong on their side for now. */
static enum hub_status
later(struct answer *a, struct hub_error *err)
{
	struct hub_event e = event_of(a, HUB_EV_DEFERRED);

	e.after = hub_retry_after(a->raw->headers);
	/* A poll is asked again anyway, and people see why nothing came. */
	if (a->what == NULL && e.after == 0)
		return hub_fail(err, HUB_MALFORMED,
		    "answered %d: something is wrong on their side", a->status);
	hub_emit(a->events, &e);
	return HUB_OK;
}

/* An error of the standard: code and description, and no id. */
static void
read_error(struct answer *a)
{
	char code[UNI_LINE], id[UNI_LINE];
	struct uni_record record;
	long own;

	if (a->doc.count == 0)
		return;
	record = uni_doc_at(&a->doc, 0);
	if (!uni_record_line(&record, "code", code, sizeof(code)) ||
	    code[0] == '\0' ||
	    !uni_record_line(&record, "service_request_id", id, sizeof(id)) ||
	    id[0] != '\0')
		return;
	a->error = true;
	own = strtol(code, NULL, 10);
	if (a->status < 300)
		a->status = own >= 400 && own <= 599 ? (int)own : 400;
}

/* Reads the body as far as it is a document. */
static enum hub_status
open_body(struct answer *a, struct hub_error *err)
{
	struct hub_error ignored;
	enum hub_status status;

	status = uni_doc_read(&a->doc, a->raw->body, a->raw->body_len,
	    &ignored);
	if (status == HUB_FAULT)
		return hub_fail(err, status, "%s", ignored.text);
	a->readable = status == HUB_OK;
	if (a->readable)
		read_error(a);
	return HUB_OK;
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
uni_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct answer a = { .conf = conf,
		.what = what,
		.at = at,
		.raw = answer,
		.status = answer->status,
		.events = events };
	enum hub_status status = open_body(&a, err);

	if (status == HUB_OK && what == NULL && at->step > 0 &&
	    !uni_news_goes_on(at))
		uni_catalogue_conclude(conf,
		    a.readable && !a.error && a.status < 300 ? &a.doc : NULL,
		    at, events);
	else if (status == HUB_OK)
		status = rule_on(&a, err);
	uni_doc_free(&a.doc);
	return status;
}
