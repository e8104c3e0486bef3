/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "events.h"
#include "fuzz_seed.h"
#include "hub_mail.h"
#include "hub_plugin.h"
#include "request.h"

#define NS "urn:simpul:ombudsman:1"
#define S11 "http://schemas.xmlsoap.org/soap/envelope/"
#define S12 "http://www.w3.org/2003/05/soap-envelope"
#define WSA "http://www.w3.org/2005/08/addressing"
#define XOP "http://www.w3.org/2004/08/xop/include"

/* A Content-Type up to the first newline, then a message: what comes to the
 * plugin of the Ombudsman from outside, as a call and as an answer. */
const char *const fuzz_seeds[] = {
	"text/xml\n<s:Envelope xmlns:s='" S11 "'><s:Body><Answer xmlns='" NS
	"'><handoff>0h1</handoff><claimedAt>2026-02-02T08:00:00Z</claimedAt>"
	"<text>a&amp;b</text><attachment><name>n</name><content>QUI=</content>"
	"</attachment></Answer></s:Body></s:Envelope>",
	"application/soap+xml; action=\"" NS
	":Handoff\"\n<s:Envelope xmlns:s='" S12 "' xmlns:a='" WSA
	"'><s:Header><a:MessageID>urn:1</a:MessageID>"
	"<a:ReplyTo><a:Address>" WSA "/anonymous</a:Address></a:ReplyTo>"
	"<x s:mustUnderstand='1'/></s:Header><s:Body><Handoff xmlns='" NS
	"'><trackingId>1</trackingId><reason>campus</reason><narrative>n"
	"</narrative><petition><name>n</name></petition></Handoff></s:Body>"
	"</s:Envelope>",
	"multipart/related; boundary=b; start=\"<r>\"; "
	"start-info=\"text/xml\"\n"
	"--b\r\nContent-ID: <r>\r\n\r\n<s:Envelope xmlns:s='" S11
	"'><s:Body><Handoff xmlns='" NS "'><trackingId>1</trackingId>"
	"<attachment><content><x:Include xmlns:x='" XOP "' href='cid:p%40q'/>"
	"</content></attachment></Handoff></s:Body></s:Envelope>\r\n--b\r\n"
	"Content-ID: <p@q>\r\n\r\nbytes\r\n--b--",
	"application/soap+xml\n<s:Envelope xmlns:s='" S12 "'><s:Body><s:Fault>"
	"<s:Code><s:Value>s:Sender</s:Value></s:Code><s:Detail><RefusedFault "
	"xmlns='" NS "'><reason>x</reason><text>t</text></RefusedFault>"
	"</s:Detail></s:Fault></s:Body></s:Envelope>",
	"application/soap+xml\n<s:Envelope xmlns:s='" S12
	"'><s:Body><HandoffResponse xmlns='" NS "'><reference>1</reference>"
	"<decision>accepted</decision></HandoffResponse></s:Body>"
	"</s:Envelope>",
	"application/soap+xml\n<s:Envelope xmlns:s='" S12
	"'><s:Body><GetInboxResponse xmlns='" NS "'><item><Accept><handoff>1"
	"</handoff></Accept></item><cursor>9</cursor><more>1</more>"
	"</GetInboxResponse></s:Body></s:Envelope>",
	NULL,
};

/* The rows of the plugin's options with their fallbacks, filled by hand: no
 * configuration is read here. */
static const struct {
	const char *soap, *path, *address, *endpoint;
	unsigned lookback;
	bool mtom, petition;
} conf = { "1.2", "/soap", "https://o.example/", "https://h.example/", 3600,
	true, true };

/* What is emitted concludes once, or the plugin says why not. */
static void
conclude(enum hub_purpose purpose, const struct hub_answer *answer)
{
	struct hub_dispatch what = { .id = "1",
		.event = hub_event_init(HUB_EV_HANDOFF),
		.handoff = hub_handoff_init(),
		.names = { "", "", "", "", "" } };
	struct hub_at at = { .purpose = purpose,
		.remote_ref = "",
		.carry = "",
		.key = "1.0" };
	struct hub_error err = { "" };
	struct hub_events events;
	enum hub_status status;

	what.handoff.id = "0h1";
	events_init(&events);
	status = hub_plugin.conclude(&conf,
	    purpose == HUB_FOR_POLL ? NULL : &what, &at, answer, &events, &err);
	fuzz_must((status == HUB_OK) == (err.text[0] == '\0'),
	    "a sentence iff it failed");
	fuzz_must(status != HUB_OK || events.count > 0, "a conclusion");
	events_release(&events);
}

/* A call is heard, then answered as if nothing came of it. */
static void
receive(const struct hub_message *message)
{
	struct hub_results none = { .count = 0 };
	struct hub_at at = { .remote_ref = "",
		.carry = "",
		.key = "",
		.checkpoint = "Y2hlY2s=" };
	struct hub_error err = { "" };
	struct hub_events events;
	struct hub_result row = { HUB_APPLIED, "1", "2", "s", "", "", "h", "",
		NULL, 0 };
	struct hub_reply reply;

	events_init(&events);
	reply_init(&reply);
	fuzz_must(hub_plugin.receive(&conf, message, &at, NULL, &events, &reply,
		      &err) == HUB_OK,
	    "heard");
	fuzz_must(reply.status == 0, "no reply before its time");
	if (events.count > 0)
		none = (struct hub_results){ .rows = &row, .count = 1 };
	fuzz_must(hub_plugin.receive(&conf, message, &at, &none, &events,
		      &reply, &err) == HUB_OK,
	    "answered");
	fuzz_must(reply.status >= 200 && !reply.failed, "a reply");
	reply_release(&reply);
	events_release(&events);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	const char *end = memchr(bytes, '\n', len);
	size_t type_len = end == NULL ? 0 : (size_t)(end - (const char *)bytes);
	char *copy = malloc(len + 2);
	struct hub_headers headers = { .count = 1 };
	struct hub_answer answer = { .status = 200, .headers = &headers };
	struct hub_message message = { .method = "POST",
		.path = "/",
		.query = "",
		.headers = &headers,
		.digest = "00" };

	hub_mail_warm();
	memcpy(copy, bytes, len);
	copy[len] = '\0';
	copy[type_len] = '\0';
	if (strlen(copy) == type_len && end != NULL) {
		headers.rows[0] = (struct request_field){ "Content-Type",
			copy };
		answer.body = message.body = copy + type_len + 1;
		answer.body_len = message.body_len = len - type_len - 1;
		receive(&message);
		conclude(HUB_FOR_DELIVERY, &answer);
		conclude(HUB_FOR_PROBE, &answer);
		conclude(HUB_FOR_POLL, &answer);
	}
	free(copy);
	return 0;
}
