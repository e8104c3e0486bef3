/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_soap.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "omb_out.h"

#define TOO_LONG "the answer does not fit\n"
#define NS_11 "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_12 "http://www.w3.org/2003/05/soap-envelope"

static const struct omb_soap versions[] = {
	{ "1.1", NS_11, "text/xml",
	    "http://schemas.xmlsoap.org/soap/actor/next", "", true },
	{ "1.2", NS_12, "application/soap+xml", NS_12 "/role/next",
	    NS_12 "/role/ultimateReceiver", false },
};

#define VERSIONS (sizeof(versions) / sizeof(*versions))

const struct omb_soap *
omb_soap_named(const char *name)
{
	for (size_t i = 0; i < VERSIONS; i++) {
		if (strcmp(versions[i].name, name) == 0)
			return &versions[i];
	}
	return NULL;
}

const struct omb_soap *
omb_soap_of_ns(const char *ns)
{
	for (size_t i = 0; i < VERSIONS; i++) {
		if (strcmp(versions[i].ns, ns) == 0)
			return &versions[i];
	}
	return NULL;
}

const struct omb_soap *
omb_soap_of_media(const char *type)
{
	size_t len = strcspn(type, "; \t");

	for (size_t i = 0; i < VERSIONS; i++) {
		if (strlen(versions[i].media) == len &&
		    strncasecmp(versions[i].media, type, len) == 0)
			return &versions[i];
	}
	return NULL;
}

/* One header of WS-Addressing. */
static void
put_header(struct hub_buf *out, const char *name, const char *text)
{
	if (text[0] == '\0')
		return;
	hub_buf_fmt(out, "<wsa:%s>", name);
	omb_out_escape(out, text);
	hub_buf_fmt(out, "</wsa:%s>", name);
}

size_t
omb_soap_open(struct hub_buf *out, const struct omb_soap *soap,
    const struct omb_head *head, const char *blocks)
{
	size_t end;

	hub_buf_fmt(out,
	    "<soap:Envelope xmlns:soap=\"%s\" xmlns:wsa=\"" OMB_WSA "\">"
	    "<soap:Header>",
	    soap->ns);
	put_header(out, "Action", head->action);
	put_header(out, "MessageID", head->message_id);
	put_header(out, "To", head->to);
	put_header(out, "RelatesTo", head->relates_to);
	if (head->asks)
		hub_buf_text(out,
		    "<wsa:ReplyTo><wsa:Address>" OMB_ANONYMOUS
		    "</wsa:Address></wsa:ReplyTo>");
	if (head->checkpoint[0] != '\0')
		hub_buf_fmt(out, OMB_CHECKPOINT_OPEN "%s" OMB_CHECKPOINT_CLOSE,
		    head->checkpoint);
	hub_buf_text(out, blocks);
	end = out->len;
	hub_buf_text(out, "</soap:Header><soap:Body>");
	return end;
}

void
omb_soap_close(struct hub_buf *out)
{
	hub_buf_text(out, "</soap:Body></soap:Envelope>");
}

void
omb_soap_send(const struct hub_buf *out, const struct omb_soap *soap,
    int status, struct hub_reply *reply)
{
	char type[64];

	(void)snprintf(type, sizeof(type), "%s; charset=utf-8", soap->media);
	if (hub_buf_ok(out))
		hub_reply_set(reply, status, type, out->data, out->len);
	else
		hub_reply_set(reply, 500, "text/plain", TOO_LONG,
		    strlen(TOO_LONG));
}

void
omb_soap_action(struct hub_buf *out, const char *name)
{
	hub_buf_fmt(out, OMB_NS ":%s", name);
}

void
omb_soap_id(struct hub_buf *out, const struct hub_at *at)
{
	hub_buf_text(out, "urn:simpul:message:");
	if (at->purpose == HUB_FOR_POLL)
		hub_buf_fmt(out, "poll:%lld.%u", (long long)at->now, at->step);
	else if (at->purpose == HUB_FOR_PROBE)
		hub_buf_fmt(out, "%s:probe:%u", at->key, at->attempt);
	else
		hub_buf_text(out, at->key);
}
