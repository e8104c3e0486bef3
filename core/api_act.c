/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_act.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crashpoint.h"
#include "limits.h"
#include "problem.h"
#include "utf8.h"

/* Gives back all that an act holds. */
static void
act_free(struct api_act *act)
{
	api_running_leave(act->call.api, act);
	apply_release(&act->apply);
	api_call_release(&act->call);
	hub_json_free(act->doc);
	free(act->attachments);
	free(act);
}

/* Those who got something to be delivered go on. */
static void
wake(const struct api_act *act)
{
	struct relay *relay = &act->call.api->hub->relay;

	if (act->apply.wake.all) {
		relay_wake_all(relay);
		return;
	}
	for (size_t i = 0; i < act->apply.wake.count; i++)
		relay_wake(relay, act->apply.wake.keys[i]);
}

/* job done: it is committed, or nothing of it was kept. */
static void
acted(struct job *job)
{
	struct api_act *act = (struct api_act *)job;

	crashpoint("api.committed");
	relay_caller_served(&act->call.api->hub->relay);
	api_act_answer(act);
	if (act->apply.ledger.code == DB_OK)
		wake(act);
	act_free(act);
}

/* The call's Idempotency-Key, or an event id that comes with it; false:
 * answered with what is wrong. */
static bool
take_key(struct api_act *act)
{
	const char *key = hub_header(http_call_headers(act->call.http),
	    "idempotency-key");
	size_t len = strlen(key);

	act->apply.seen_digest = act->apply.payload.sha256;
	act->apply.seen_scope = act->call.route->event == HUB_EV_HANDOFF
	    ? "intake"
	    : "event";
	act->apply.seen_text = key;
	if (act->said.event.their_id[0] != '\0')
		act->apply.seen_text = act->said.event.their_id;
	if (len <= API_KEY_MAX && utf8_is_line(key, len))
		return true;
	problem_reply(act->call.http, 422,
	    "the Idempotency-Key is longer than 200 bytes; expected a short"
	    " unique text");
	return false;
}

/* Who speaks, and with what. */
static void
fill(struct api_act *act)
{
	const struct api_call *call = &act->call;
	struct apply *apply = &act->apply;
	size_t len;

	apply_init(apply);
	apply->ledger.job.done = acted;
	apply->conf = act->call.conf;
	apply->actor.institution = call->who.institution;
	apply->actor.coordinator = call->who.role == TOKEN_COORDINATOR;
	apply->actor.person = call->who.person;
	(void)http_call_body(call->http, &len);
	apply->payload.sha256 = http_call_digest(call->http);
	apply->payload.len = len;
	apply->ledger.weight = len + 4096;
	apply->events = &act->said.event;
	apply->count = 1;
	act->said.event = hub_event_init(call->route->event);
	act->said.steer = steer_init(call->route->steer);
	if (call->route->steer != STEER_NONE)
		apply->steer = &act->said.steer;
}

/* An act with its body read; NULL: answered. */
static struct api_act *
act_new(const struct api_call *call)
{
	struct api_act *act = malloc(sizeof(*act));

	if (act == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return NULL;
	}
	api_call_keep(&act->call, call);
	act->is_running = false;
	act->attachments = NULL;
	act->said.attachments.count = 0;
	fill(act);
	act->doc = api_call_read(call, &act->said);
	if (act->doc != NULL && take_key(act))
		return act;
	act_free(act);
	return NULL;
}

/* Off to the ledger. */
static void
submit(struct api_act *act)
{
	struct api *api = act->call.api;

	if (api_running_enter(api, act)) {
		crashpoint("api.submit");
		relay_caller_waits(&api->hub->relay);
		ledger_submit(api->hub->ledger, &act->apply.ledger);
		return;
	}
	problem_reply(act->call.http, 409,
	    "a call with the same Idempotency-Key is still under way; wait for"
	    " its answer");
	act_free(act);
}

/* Whether the caller may hand this case in; false: answered. */
static bool
may_hand_in(const struct api_act *act)
{
	const struct api_who *who = &act->call.who;
	const struct conf_institution *inst;
	const char *source = act->said.event.handoff.source;
	char detail[240];

	inst = conf_by_key(act->call.conf, who->institution);
	if (inst == NULL || !inst->source) {
		(void)snprintf(detail, sizeof(detail),
		    "%s hands no cases in; its section in conf.d needs"
		    " source = true",
		    who->name);
		problem_reply(act->call.http, 403, detail);
		return false;
	}
	if (source[0] == '\0' || strcmp(source, who->name) == 0)
		return true;
	(void)snprintf(detail, sizeof(detail),
	    "source: found another institution, expected the caller's own, %s",
	    who->name);
	problem_reply(act->call.http, 403, detail);
	return false;
}

/* The attachments that the case names; false: answered. */
static bool
name_attachments(struct api_act *act)
{
	const struct body_ids *ids = &act->said.attachments;
	struct hub_handoff *h = &act->said.event.handoff;

	if (ids->count == 0)
		return true;
	act->attachments = calloc(ids->count, sizeof(*act->attachments));
	if (act->attachments == NULL) {
		problem_reply(act->call.http, 503,
		    "no memory; try again later");
		return false;
	}
	for (size_t i = 0; i < ids->count; i++)
		act->attachments[i] =
		    (struct hub_attachment){ .id = ids->ids[i],
			    .name = "",
			    .type = "",
			    .sha256 = "" };
	h->attachments = act->attachments;
	h->attachment_count = ids->count;
	return true;
}

/* A case is handed in. */
void
api_case_create(const struct api_call *call)
{
	struct api_act *act = act_new(call);

	if (act == NULL)
		return;
	if (may_hand_in(act) && name_attachments(act))
		submit(act);
	else
		act_free(act);
}

/* An act about a handoff. */
void
api_act(const struct api_call *call)
{
	struct api_act *act = act_new(call);

	if (act == NULL)
		return;
	ident_text(call->id, act->id);
	act->said.event.handoff_id = act->id;
	submit(act);
}

/* An act about a case: about its transfer, or one more handoff. */
void
api_case_act(const struct api_call *call)
{
	struct api_act *act = act_new(call);

	if (act == NULL)
		return;
	ident_text(call->id, act->id);
	act->said.event.handoff.case_id = act->id;
	submit(act);
}
