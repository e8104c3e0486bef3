/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ombudsman.h"

#include <string.h>

#include "omb_contract.h"

#define TEXT(field, ...) HUB_STRING(struct ombudsman_conf, field, __VA_ARGS__)

static const struct hub_option options[] = {
	TEXT(soap, .fallback = "1.2",
	    .help = "What the hub asks them in: 1.1 or 1.2."),
	TEXT(path, .fallback = "/soap",
	    .help = "Path of their service below url."),
	TEXT(address, .required = true,
	    .help = "Address of their service, as To of WS-Addressing says "
		    "it."),
	TEXT(endpoint, .required = true,
	    .help = "Public URL of the hub's own service, which its WSDL "
		    "names: https://.../in/<institution>."),
	HUB_COUNT(struct ombudsman_conf, lookback, .fallback = "3600",
	    .help = "Seconds by which a poll goes back behind the last one."),
	HUB_BOOL(struct ombudsman_conf, mtom, .fallback = "true",
	    .help = "Files go as parts of MTOM; false: as base64 inside the "
		    "envelope."),
	HUB_BOOL(struct ombudsman_conf, petition, .fallback = "true",
	    .help = "No case but a copy goes there without what law 37/2008 "
		    "art. 24(1) wants."),
	HUB_OPTIONS_END,
};

/* Whether a text can be a path below the institution's URL. */
static bool
is_path(const char *text)
{
	static const char taken[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/";

	return text[0] == '/' && strspn(text, taken) == strlen(text) &&
	    strstr(text, "..") == NULL;
}

/* Whether a text can be an address: a URI of one word. */
static bool
is_address(const char *text)
{
	size_t len = strcspn(text, " \t\r\n\"<>");

	return text[len] == '\0' && len <= 1024 && strchr(text, ':') != NULL;
}

/* Do the settings make sense? */
static enum hub_status
ombudsman_check(const void *conf, struct hub_error *err)
{
	const struct ombudsman_conf *c = conf;

	if (strcmp(c->soap, "1.1") != 0 && strcmp(c->soap, "1.2") != 0)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "soap is '%s', expected 1.1 or 1.2", c->soap);
	if (!is_path(c->path))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "path is '%s', expected a path such as /soap", c->path);
	if (!is_address(c->address))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "address is '%s', expected a URL such as "
		    "https://ombudsman.example/soap",
		    c->address);
	if (!is_address(c->endpoint))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "endpoint is '%s', expected a URL such as "
		    "https://hub.example/in/ombudsman",
		    c->endpoint);
	return omb_contract_warm(err);
}

/* A fault in an envelope of either version of SOAP. */
#define ENVELOPE(ns, fault) \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" \
	"<soap:Envelope xmlns:soap=\"" ns "\"><soap:Body><soap:Fault>" fault \
	"</soap:Fault></soap:Body></soap:Envelope>"
#define FAULT_11(code) \
	ENVELOPE("http://schemas.xmlsoap.org/soap/envelope/", \
	    "<faultcode>soap:" code "</faultcode>" \
	    "<faultstring>{status} {title}: {detail}</faultstring>")
#define FAULT_12(code) \
	ENVELOPE("http://www.w3.org/2003/05/soap-envelope", \
	    "<soap:Code><soap:Value>soap:" code "</soap:Value></soap:Code>" \
	    "<soap:Reason><soap:Text xml:lang=\"en\">{status} {title}: " \
	    "{detail}</soap:Text></soap:Reason>")
#define TYPE_11 "text/xml; charset=utf-8"
#define TYPE_12 "application/soap+xml; charset=utf-8"

/* Faults for what never comes here. */
static const struct hub_refusal refusals[] = {
	{ "", "application/soap+xml", 500, TYPE_12, FAULT_12("Receiver") },
	{ "", "application/soap+xml", 0, TYPE_12, FAULT_12("Sender") },
	{ "", "", 500, TYPE_11, FAULT_11("Server") },
	{ "", "", 0, TYPE_11, FAULT_11("Client") },
	HUB_REFUSALS_END,
};

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "ombudsman",
	.version = "1",
	.summary = "SOAP 1.1 and 1.2 by the hub's own WSDL, both ways",
	.options = options,
	.conf_size = sizeof(struct ombudsman_conf),
	.check = ombudsman_check,
	.compose = omb_compose,
	.probe = omb_probe,
	.conclude = omb_conclude,
	.receive = omb_receive,
	.poll = omb_poll,
	.refusals = refusals,
};
