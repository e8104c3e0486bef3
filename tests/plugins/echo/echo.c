/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that says back what it is given, for tests of what is around it. */
#include "config.h"

#include <string.h>

#include "hub_plugin.h"

struct echo_conf {
	const char *prefix;
	const char *letter;
	unsigned most;
	bool loud;
};

static const struct hub_option options[] = {
	HUB_STRING(struct echo_conf, prefix, .required = true,
	    .help = "What stands before each path."),
	HUB_FILE(struct echo_conf, letter,
	    .help = "A file that is sent along."),
	HUB_COUNT(struct echo_conf, most, .fallback = "100",
	    .help = "Longest narrative, in bytes."),
	HUB_BOOL(struct echo_conf, loud, .help = "Say it twice."),
	HUB_OPTIONS_END,
};

static enum hub_status
echo_check(const void *conf, struct hub_error *err)
{
	const struct echo_conf *echo = conf;

	if (echo->loud && echo->most > 1000)
		return hub_fail(err, HUB_MISCONFIGURED,
		    "option \"loud\" needs \"most\" of at most 1000, found %u",
		    echo->most);
	return HUB_OK;
}

static enum hub_status
echo_compose(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct echo_conf *echo = conf;
	const char *text = what->handoff.narrative;

	if (strlen(text) > echo->most)
		return hub_fail(err, HUB_UNSAYABLE,
		    "the narrative has %zu bytes, at most %u can be said",
		    strlen(text), echo->most);
	hub_request_http(r, "POST", echo->prefix);
	hub_request_segment(r, what->handoff.id);
	hub_request_header(r, "Idempotency-Key", at->key);
	hub_request_body(r, "text/plain; charset=utf-8", text, strlen(text));
	return HUB_OK;
}

static enum hub_status
echo_probe(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, struct hub_request *r, struct hub_error *err)
{
	const struct echo_conf *echo = conf;

	(void)at;
	(void)err;
	hub_request_http(r, "GET", echo->prefix);
	hub_request_segment(r, what->handoff.id);
	return HUB_OK;
}

static enum hub_status
echo_conclude(const void *conf, const struct hub_dispatch *what,
    const struct hub_at *at, const struct hub_answer *answer,
    struct hub_events *events, struct hub_error *err)
{
	struct hub_event event = hub_event_init(HUB_EV_DELIVERED);

	(void)conf;
	if (answer->status == 404 && at->purpose == HUB_FOR_PROBE) {
		event.kind = HUB_EV_ABSENT;
	} else if (answer->status != 200 && answer->status != 201) {
		return hub_fail(err, HUB_MALFORMED, "status %d, expected 201",
		    answer->status);
	}
	if (what != NULL)
		event.handoff_id = what->handoff.id;
	event.remote_ref = hub_header(answer->headers, "X-Reference");
	hub_emit(events, &event);
	return HUB_OK;
}

static enum hub_status
echo_receive(const void *conf, const struct hub_message *message,
    const struct hub_at *at, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply, struct hub_error *err)
{
	struct hub_event event = hub_event_init(HUB_EV_PROGRESS);

	(void)conf;
	(void)err;
	if (results != NULL) {
		hub_reply_set(reply,
		    results->rows[0].applied == HUB_APPLIED ? 200 : 409,
		    "text/plain", message->body, message->body_len);
		return HUB_OK;
	}
	event.remote_ref = hub_header(message->headers, "X-Reference");
	event.text = message->body;
	event.audience = HUB_AUDIENCE_PARTIES;
	event.claimed_at = at->now;
	hub_emit(events, &event);
	return HUB_OK;
}

static enum hub_status
echo_poll(const void *conf, const char *cursor, const struct hub_at *at,
    struct hub_request *r, struct hub_error *err)
{
	const struct echo_conf *echo = conf;

	(void)at;
	(void)err;
	hub_request_http(r, "GET", echo->prefix);
	hub_request_query(r, "since", cursor);
	return HUB_OK;
}

const struct hub_plugin hub_plugin = {
	.abi = HUB_PLUGIN_ABI,
	.size = sizeof(struct hub_plugin),
	.name = "echo",
	.version = "1.0",
	.summary = "Says back what it is given.",
	.options = options,
	.conf_size = sizeof(struct echo_conf),
	.check = echo_check,
	.compose = echo_compose,
	.probe = echo_probe,
	.conclude = echo_conclude,
	.receive = echo_receive,
	.poll = echo_poll,
};
