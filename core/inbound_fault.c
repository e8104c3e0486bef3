/* SPDX-License-Identifier: Apache-2.0 */
/* Refusals in the form that whoever speaks SOAP expects them in. */
#include "config.h"

#include "inbound_way.h"

#include <string.h>

#include "hub_buf.h"
#include "problem.h"
#include "seal_proof.h"

#define OASIS "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
#define WSSE OASIS "wssecurity-secext-1.0.xsd"
#define WSU OASIS "wssecurity-utility-1.0.xsd"
#define FAULT_MAX 2048u

/* WS-Security's own word for each refusal. */
static const char *const codes[] = {
	[SEAL_GOOD] = "wsse:InvalidSecurity",
	[SEAL_MISSING] = "wsse:InvalidSecurity",
	[SEAL_MALFORMED] = "wsse:InvalidSecurity",
	[SEAL_ALGORITHM] = "wsse:UnsupportedAlgorithm",
	[SEAL_TRANSFORM] = "wsse:UnsupportedAlgorithm",
	[SEAL_REFERENCE] = "wsse:InvalidSecurity",
	[SEAL_DUPLICATE] = "wsse:InvalidSecurity",
	[SEAL_MISPLACED] = "wsse:InvalidSecurity",
	[SEAL_UNCOVERED] = "wsse:InvalidSecurity",
	[SEAL_WRONG] = "wsse:FailedCheck",
	[SEAL_EXPIRED] = "wsu:MessageExpired",
	[SEAL_FUTURE] = "wsu:MessageExpired",
	[SEAL_CERTIFICATE] = "wsse:InvalidSecurityToken",
	[SEAL_SIGNER] = "wsse:FailedAuthentication",
	[SEAL_REPLAYED] = "wsse:InvalidSecurity",
};

/* The two ways in which a fault stands in an envelope. */
static const struct version {
	const char *ns, *type, *open, *middle, *close;
	int status;
} versions[] = {
	{ "http://schemas.xmlsoap.org/soap/envelope/",
	    "text/xml; charset=utf-8", "<faultcode>",
	    "</faultcode><faultstring>", "</faultstring>", 500 },
	{ "http://www.w3.org/2003/05/soap-envelope",
	    "application/soap+xml; charset=utf-8",
	    "<soap:Code><soap:Value>soap:Sender</soap:Value><soap:Subcode>"
	    "<soap:Value>",
	    "</soap:Value></soap:Subcode></soap:Code><soap:Reason>"
	    "<soap:Text xml:lang=\"en\">",
	    "</soap:Text></soap:Reason>", 400 },
};

/* Adds a sentence of ours to XML. */
static void
put_text(struct hub_buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (*text == '<' || *text == '&')
			hub_buf_fmt(out, "&#%d;", *text);
		else
			hub_buf_char(out, *text);
}

void
inbound_fault(struct inbound *in, unsigned verdict, const char *detail)
{
	const char *type = hub_header(in->message.headers, "Content-Type");
	const struct version *v =
	    &versions[strcasestr(type, "soap+xml") != NULL];
	struct hub_headers none = { .count = 0 };
	struct hub_buf body;

	hub_buf_init(&body, FAULT_MAX);
	hub_buf_fmt(&body,
	    "<soap:Envelope xmlns:soap=\"%s\" xmlns:wsse=\"" WSSE
	    "\" xmlns:wsu=\"" WSU "\"><soap:Body><soap:Fault>%s%s%s",
	    v->ns, v->open, codes[verdict], v->middle);
	put_text(&body, detail);
	hub_buf_fmt(&body, "%s</soap:Fault></soap:Body></soap:Envelope>",
	    v->close);
	http_call_reply(in->http,
	    &(struct http_answer){ .status = v->status,
		.headers = &none,
		.type = v->type,
		.body = hub_buf_str(&body),
		.len = body.len });
	hub_buf_release(&body);
	inbound_finish(in);
}
