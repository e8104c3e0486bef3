/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_play.h"

/* Asks by the purpose: the next step, whether they have it, or for news. */
static enum hub_status
ask_request(struct case_play *play, struct hub_request *request,
    struct hub_error *err)
{
	const struct hub_plugin *p = play->plugin.call;
	const void *conf = play->plugin.conf;

	if (play->at.purpose == HUB_FOR_DELIVERY)
		return p->compose(conf, &play->what, &play->at, request, err);
	if (play->at.purpose == HUB_FOR_PROBE && p->probe != NULL)
		return p->probe(conf, &play->what, &play->at, request, err);
	if (play->at.purpose == HUB_FOR_POLL && p->poll != NULL)
		return p->poll(conf, play->cursor, &play->at, request, err);
	return hub_fail(err, HUB_FAULT, "the plugin has no such function");
}

enum hub_status
case_play_request(struct case_play *play, struct hub_request *request,
    struct hub_error *err)
{
	enum hub_status status = ask_request(play, request, err);

	return status == HUB_OK ? request_check(request, err) : status;
}

enum hub_status
case_play_events(struct case_play *play, struct hub_events *events,
    struct hub_error *err)
{
	const struct hub_plugin *p = play->plugin.call;
	const struct hub_dispatch *what = play->at.purpose == HUB_FOR_POLL
	    ? NULL
	    : &play->what;
	struct hub_reply reply;
	enum hub_status status;

	if (play->turn == PLAY_ANSWER) {
		status = p->conclude(play->plugin.conf, what, &play->at,
		    &play->answer, events, err);
		return status == HUB_OK ? events_check(events, err) : status;
	}
	if (play->turn != PLAY_MESSAGE || p->receive == NULL)
		return hub_fail(err, HUB_FAULT,
		    "[events] follows neither [answer] nor [message]");
	reply_init(&reply);
	status = p->receive(play->plugin.conf, &play->message, &play->at, NULL,
	    events, &reply, err);
	if (status == HUB_OK && reply.status != 0)
		status = hub_fail(err, HUB_FAULT,
		    "receive replied before it had results");
	reply_release(&reply);
	return status == HUB_OK ? events_check(events, err) : status;
}

enum hub_status
case_play_reply(struct case_play *play, struct hub_reply *reply,
    struct hub_error *err)
{
	const struct hub_plugin *p = play->plugin.call;
	struct hub_events events;
	enum hub_status status;

	if (play->turn != PLAY_RESULTS_SET || p->receive == NULL)
		return hub_fail(err, HUB_FAULT,
		    "[reply] does not follow [results]");
	events_init(&events);
	status = p->receive(play->plugin.conf, &play->message, &play->at,
	    &play->results, &events, reply, err);
	if (status == HUB_OK && events.count > 0)
		status = hub_fail(err, HUB_FAULT,
		    "receive emitted events although it had results");
	if (status == HUB_OK && (reply->failed || reply->status == 0))
		status = hub_fail(err, HUB_FAULT,
		    "receive set no reply, or one over the limits");
	events_release(&events);
	return status;
}
