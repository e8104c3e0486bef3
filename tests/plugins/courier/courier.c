/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that goes by mail and understands what a test writes: behind the
 * header of a letter, lines "WORD text", where WORD is the name of an event, or
 * "crash", "malformed".  A notice of a mail server says it by itself. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "hub_plugin.h"

enum { WORD = 32, TEXT = 512 };

/* What a letter says, and what the hub calls its handoff. */
static enum hub_status
courier_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct hub_handoff *h = &what->handoff;
	const struct hub_part text = { HUB_PART_MIXED, "", "",
		"text/plain; charset=UTF-8" };
	const struct hub_part json = { HUB_PART_MIXED, "", "kasus.json",
		"application/json" };
	char body[4096];
	int len;

	(void)conf;
	(void)err;
	len = snprintf(body, sizeof(body), "%s\n%s\n%s\nke %s\n",
	    hub_event_kind_name(what->event.kind), h->narrative,
	    what->event.text, at->reply_to);
	hub_request_subject(r, h->subject[0] != '\0' ? h->subject : "Kasus");
	hub_request_header(r, "List-Id", "Simpul <simpul.hub.test>");
	hub_request_part(r, &text, body, (size_t)len);
	len = snprintf(body, sizeof(body), "{\"handoff\":\"%s\"}", h->id);
	hub_request_part(r, &json, body, (size_t)len);
	for (size_t i = 0; i < h->attachment_count; i++)
		hub_request_attach(r,
		    &(struct hub_part){ HUB_PART_MIXED, "",
			h->attachments[i].name, h->attachments[i].type },
		    h->attachments[i].id);
	return HUB_OK;
}

static enum hub_status
courier_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct hub_event e = hub_event_init(HUB_EV_DELIVERED);

	(void)conf;
	(void)what;
	(void)at;
	if (answer->status / 100 != 2)
		return hub_fail(err, HUB_UNSAYABLE, "mail is refused: %.100s",
		    answer->body);
	hub_emit(events, &e);
	return HUB_OK;
}

/* The event that a line's first word names, with the rest as its text. */
static void
obey(const char *line, int len, const struct hub_at *at,
    struct hub_events *events)
{
	char word[WORD], text[TEXT];
	enum hub_event_kind kind;
	struct hub_event e;
	int n = (int)strcspn(line, " \r\n");

	n = n < len ? n : len;
	(void)snprintf(word, sizeof(word), "%.*s", n, line);
	(void)snprintf(text, sizeof(text), "%.*s", n < len ? len - n - 1 : 0,
	    line + n + (n < len));
	if (strcmp(word, "crash") == 0)
		(void)raise(SIGSEGV);
	if (!hub_event_kind_parse(word, &kind))
		return;
	e = hub_event_init(kind);
	e.handoff_id = at->handoff_id;
	e.text = text;
	if (kind == HUB_EV_CONFIRMED)
		e.corrects = text;
	e.reason = HUB_REASON_OUTSIDE_AUTHORITY;
	e.audience = HUB_AUDIENCE_PARTIES;
	hub_emit(events, &e);
}

/* What a mail server says about a letter of ours. */
static bool
hear_notice(const struct hub_message *m, const struct hub_at *at,
    struct hub_events *events)
{
	if (strstr(hub_header(m->headers, "Content-Type"),
		"multipart/report") == NULL)
		return false;
	if (strstr(m->body, "\nAction: delivered") != NULL ||
	    strstr(m->body, "\nAction: relayed") != NULL)
		obey("delivered", 9, at, events);
	if (strstr(m->body, "\nAction: failed") != NULL)
		obey("gone 550", 8, at, events);
	return true;
}

/* Says what became of each event, and from which handoff it was heard. */
static void
tell_all(const struct hub_message *m, const struct hub_at *at,
    const struct hub_results *results, struct hub_reply *reply)
{
	char out[4096];
	int len = snprintf(out, sizeof(out), "about=%d handoff=%s\n",
	    (int)at->about, at->handoff_id);

	for (size_t i = 0; i < results->count && len < (int)TEXT; i++)
		len += snprintf(out + len, sizeof(out) - (size_t)len,
		    "applied=%d state=%s %s\n", results->rows[i].applied,
		    results->rows[i].state, results->rows[i].detail);
	hub_reply_header(reply, "Subject", "Jawaban otomatis");
	if (strstr(m->body, "diam") != NULL)
		hub_reply_set(reply, 204, "text/plain", "", 0);
	else
		hub_reply_set(reply, 200, "text/plain; charset=UTF-8", out,
		    (size_t)len);
}

static enum hub_status
courier_receive(const void *conf, const struct hub_message *m,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	const char *body = strstr(m->body, "\r\n\r\n");

	(void)conf;
	if (results != NULL) {
		tell_all(m, at, results, reply);
		return HUB_OK;
	}
	if (body == NULL || strstr(body, "malformed") != NULL)
		return hub_fail(err, HUB_MALFORMED, "nobody can read that");
	if (strstr(body, "misconfigured") != NULL)
		return hub_fail(err, HUB_MISCONFIGURED, "nobody is there");
	if (hear_notice(m, at, events))
		return HUB_OK;
	for (body += 4; *body != '\0'; body += strcspn(body, "\n") + 1) {
		obey(body, (int)strcspn(body, "\r\n"), at, events);
		if (body[strcspn(body, "\n")] == '\0')
			break;
	}
	return HUB_OK;
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "courier",
	.version = "1.0",
	.summary = "Carries letters whose words are the hub's own.",
	.compose = courier_compose,
	.conclude = courier_conclude,
	.receive = courier_receive,
};
