/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's own service at /in/<institution>: POST calls an operation, GET
 * with ?wsdl or ?xsd brings the contract. */
#include "config.h"

#include "ombudsman.h"

#include <string.h>
#include <strings.h>

#include "omb_contract.h"
#include "omb_fault.h"
#include "omb_hear.h"
#include "omb_reply.h"

#define CONTRACT_MAX (1024u * 1024u)

/* Whether a query is that word, whatever its value. */
static bool
asks_for(const char *query, const char *word)
{
	size_t len = strlen(word);

	return strncasecmp(query, word, len) == 0 &&
	    strchr("=&", query[len]) != NULL;
}

/* The contract, or where it is. */
static void
answer_get(const struct ombudsman_conf *conf, const struct hub_message *message,
    struct hub_reply *reply)
{
	static const char help[] = "a SOAP service: POST calls an operation, "
				   "?wsdl describes it";
	const char *query = message->query;
	struct hub_buf out;

	hub_buf_init(&out, CONTRACT_MAX);
	if (asks_for(query, "wsdl"))
		omb_contract_wsdl(&out, conf->endpoint);
	else if (asks_for(query, "xsd"))
		omb_contract_xsd(&out);
	if (out.len > 0 && hub_buf_ok(&out))
		hub_reply_set(reply, 200, "text/xml; charset=utf-8", out.data,
		    out.len);
	else
		hub_reply_set(reply, 404, "text/plain; charset=utf-8", help,
		    strlen(help));
	hub_buf_release(&out);
}

/* Reads a message, which must be POSTed. */
static void
hear(const struct ombudsman_conf *conf, const struct hub_message *message,
    struct hub_events *events, struct omb_call *ret)
{
	*ret = (struct omb_call){ .head = { "", "", "", "" },
		.checkpoint = "" };
	if (strcmp(message->path, "/") != 0)
		(void)omb_trouble(&ret->trouble, OMB_NOT_HERE,
		    "no such path, expected the service's own");
	else if (strcmp(message->method, "POST") != 0)
		(void)omb_trouble(&ret->trouble, OMB_NOT_POSTED,
		    "no such method, expected POST, or GET ?wsdl");
	else
		omb_hear(conf, message, events, ret);
}

/* The second call: answer. */
static void
answer(const struct omb_call *call, const struct hub_results *results,
    struct hub_reply *reply)
{
	if (call->trouble.kind != OMB_FINE || results->count == 0)
		omb_fault_trouble(call, reply);
	else if (call->word->kind == HUB_EV_LOOKUP)
		omb_reply_asked(call, results, reply);
	else
		omb_reply_told(call, &results->rows[0], reply);
}

/* What they tell or ask, and the answer to it.  What is wrong brings no
 * event, and is answered with a fault. */
enum hub_status
omb_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	enum hub_status status = HUB_OK;
	struct omb_call call;

	if (strcmp(message->method, "GET") == 0 &&
	    strcmp(message->path, "/") == 0) {
		if (results != NULL)
			answer_get(conf, message, reply);
		return HUB_OK;
	}
	hear(conf, message, results == NULL ? events : NULL, &call);
	if (call.trouble.kind == OMB_NO_MEMORY)
		status = hub_fail(err, HUB_FAULT, "%s", call.trouble.why.text);
	call.checkpoint = at->checkpoint;
	if (status == HUB_OK && results != NULL)
		answer(&call, results, reply);
	omb_call_release(&call);
	return status;
}
