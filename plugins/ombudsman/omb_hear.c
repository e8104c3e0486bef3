/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "omb_hear.h"

#include <string.h>

#include "omb_contract.h"
#include "omb_file.h"
#include "omb_notice.h"

#define WINDOW_MAX 200u /* cases of one answer */

/* A failure of a reader as the trouble that it is. */
static bool
wrong(struct omb_call *call, enum hub_status status,
    const struct hub_error *why)
{
	return omb_trouble(&call->trouble,
	    status == HUB_MALFORMED ? OMB_WRONG : OMB_NO_MEMORY, "%s",
	    why->text);
}

/* Whether an action that was said is that of the operation. */
static bool
is_action(const char *said, const char *name)
{
	return said[0] == '\0' ||
	    (strncmp(said, OMB_NS ":", strlen(OMB_NS ":")) == 0 &&
		strcmp(said + strlen(OMB_NS ":"), name) == 0);
}

/* The operation: the Body's element says which, and whatever else names one
 * must agree. */
static bool
find_word(struct omb_call *call)
{
	const char *name = hub_xml_name(call->env.payload);

	if (strcmp(hub_xml_ns(call->env.payload), OMB_NS) == 0)
		call->word = omb_word_named(name);
	if (call->word == NULL)
		return omb_trouble(&call->trouble, OMB_NO_ACTION,
		    "Body: found no operation of " OMB_NS);
	if (!is_action(call->env.action, name) ||
	    !is_action(call->head.action, name))
		return omb_trouble(&call->trouble, OMB_OTHER_ACTION,
		    "found another action than %s, which stands in the Body",
		    name);
	return true;
}

uint64_t
omb_hear_limit(const struct omb_call *call)
{
	struct omb_in in = { call->env.doc, call->env.payload };
	uint64_t limit = omb_in_count(&in, "limit");

	return limit == 0 || limit > WINDOW_MAX ? WINDOW_MAX : limit;
}

/* Which case, or which ones, are asked after. */
static bool
hear_question(struct omb_call *call, const struct omb_in *in,
    struct hub_events *events)
{
	struct hub_event e = hub_event_init(HUB_EV_LOOKUP);
	struct hub_error why = { "" };
	enum hub_status status = HUB_OK;

	e.handoff_id = omb_in_text(in, "handoff");
	e.remote_ref = omb_in_text(in, "reference");
	if (strcmp(call->word->name, OMB_INBOX) == 0) {
		e.status = omb_in_text(in, "state");
		e.limit = omb_hear_limit(call);
		status = omb_in_time(in, "since", &e.since, &why);
		if (status == HUB_OK)
			status = omb_in_time(in, "until", &e.until, &why);
	} else if (e.handoff_id[0] == '\0' && e.remote_ref[0] == '\0') {
		status = hub_fail(&why, HUB_MALFORMED,
		    "handoff: found none, expected the hub's id of the "
		    "handoff, or reference");
	}
	if (status != HUB_OK)
		return wrong(call, status, &why);
	if (events != NULL)
		hub_emit(events, &e);
	return true;
}

/* A word about a handoff, and the files with it. */
static bool
hear_word(struct omb_call *call, const struct omb_in *in,
    struct hub_events *events)
{
	struct hub_error why = { "" };
	struct hub_event event;
	struct hub_buf note;
	enum hub_status status;

	hub_buf_init(&note, OMB_NOTE_MAX);
	status = omb_notice_get(call->word, in, &note, &event, &why);
	if (status == HUB_OK && event.their_id[0] == '\0')
		event.their_id = call->head.message_id;
	if (status == HUB_OK)
		status = omb_file_get(in, call->env.mail, NULL, &why);
	if (status == HUB_OK && events != NULL) {
		hub_emit(events, &event);
		status = omb_file_get(in, call->env.mail, events, &why);
	}
	hub_buf_release(&note);
	return status == HUB_OK || wrong(call, status, &why);
}

/* Envelope, header, operation, contract, and what it says. */
static bool
hear(const struct ombudsman_conf *conf, const struct hub_message *message,
    struct hub_events *events, struct omb_call *call)
{
	const struct omb_bytes bytes = { hub_header(message->headers,
					     "Content-Type"),
		hub_header(message->headers, "SOAPAction"), message->body,
		message->body_len };
	struct hub_error why = { "" };
	struct omb_in in;
	enum hub_status status;

	if (!omb_envelope_read(&call->env, &bytes, &call->trouble))
		return false;
	if (!omb_header_read(&call->env, conf->endpoint, &call->head,
		&call->trouble) ||
	    !find_word(call))
		return false;
	status = omb_contract_check(call->env.payload, &why);
	if (status != HUB_OK)
		return wrong(call, status, &why);
	in = (struct omb_in){ call->env.doc, call->env.payload };
	return call->word->kind == HUB_EV_LOOKUP
	    ? hear_question(call, &in, events)
	    : hear_word(call, &in, events);
}

void
omb_hear(const struct ombudsman_conf *conf, const struct hub_message *message,
    struct hub_events *events, struct omb_call *ret)
{
	*ret = (struct omb_call){ .head = { "", "", "", "" } };
	(void)hear(conf, message, events, ret);
}

void
omb_call_release(struct omb_call *call)
{
	omb_envelope_release(&call->env);
}
