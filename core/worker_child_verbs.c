/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_child.h"

#include "digest.h"
#include "events.h"
#include "frame_words.h"
#include "request.h"

#define BOUNDARY_SIZE 40

/* One call taken apart: the frame's fields, as far as the verb has them. */
struct call {
	struct worker_child *child;
	const struct hub_plugin *ask;
	const void *conf;
	struct hub_error *err;
	struct hub_at at;
	const struct hub_dispatch *what; /* NULL: not about one */
	struct hub_dispatch dispatch;
	struct hub_headers headers;
	struct hub_message message;
	struct hub_answer answer;
	struct hub_results results;
	const char *cursor;
	struct frame_in request;	/* to be sealed */
	const struct packet_body *body; /* beside the frame, or empty */
	struct seal_proof proof; /* of the message, where it must be sealed */
};

/* A boundary that is the same for the same step, and that nobody who wrote
 * what stands between could have known. */
static void
boundary_of(const struct call *call, char out[BOUNDARY_SIZE])
{
	const struct worker_child *child = call->child;
	uint8_t mac[DIGEST_SIZE];
	char hex[DIGEST_HEX_SIZE];

	digest_hmac(child->salt, sizeof(child->salt), call->at.key,
	    strlen(call->at.key), mac);
	digest_hex(mac, hex);
	(void)snprintf(out, BOUNDARY_SIZE, "simpul-%.32s", hex);
}

/* Dispatch and at: the frame of compose and probe. */
static bool
read_dispatch(struct frame_in *in, struct call *call)
{
	return frame_dispatch(in, &call->child->arena, &call->dispatch) &&
	    frame_at(in, &call->at);
}

/* Cursor and at: the frame of poll. */
static bool
read_poll(struct frame_in *in, struct call *call)
{
	call->cursor = frame_text(in);
	return frame_at(in, &call->at);
}

/* A dispatch or none, at and answer: the frame of conclude. */
static bool
read_answer(struct frame_in *in, struct call *call)
{
	if (frame_int(in) == 0)
		call->what = NULL;
	else if (!frame_dispatch(in, &call->child->arena, &call->dispatch))
		return false;
	return frame_at(in, &call->at) &&
	    frame_answer(in, &call->headers, &call->answer);
}

/* The message's body, where it stands beside its frame; false: in both. */
static bool
take_body(struct call *call)
{
	if (call->body->len == 0)
		return true;
	if (call->message.body_len > 0)
		return false;
	call->message.body = call->body->at;
	call->message.body_len = call->body->len;
	return true;
}

/* Message and at: the frame of receive. */
static bool
read_message(struct frame_in *in, struct call *call)
{
	return frame_message(in, &call->headers, &call->message) &&
	    take_body(call) && frame_at(in, &call->at);
}

/* The same with results: the frame of reply. */
static bool
read_results(struct frame_in *in, struct call *call)
{
	return read_message(in, call) &&
	    frame_results(in, &call->child->arena, &call->results);
}

/* At and a request: the frame of seal. */
static bool
read_request(struct frame_in *in, struct call *call)
{
	if (!frame_at(in, &call->at))
		return false;
	call->request = *in;
	in->at = in->end;
	return true;
}

/* Asks for the request of a step. */
static enum hub_status
ask_compose(struct call *call, struct hub_request *r)
{
	return call->ask->compose(call->conf, call->what, &call->at, r,
	    call->err);
}

/* Asks for the question whether they have it. */
static enum hub_status
ask_probe(struct call *call, struct hub_request *r)
{
	if (call->ask->probe == NULL)
		return hub_fail(call->err, HUB_FAULT, "there is no probe");
	return call->ask->probe(call->conf, call->what, &call->at, r,
	    call->err);
}

/* Asks for the question for news. */
static enum hub_status
ask_poll(struct call *call, struct hub_request *r)
{
	if (call->ask->poll == NULL)
		return hub_fail(call->err, HUB_FAULT, "there is no poll");
	return call->ask->poll(call->conf, call->cursor, &call->at, r,
	    call->err);
}

/* Asks what an answer means. */
static enum hub_status
ask_conclude(struct call *call, struct hub_events *events)
{
	return call->ask->conclude(call->conf, call->what, &call->at,
	    &call->answer, events, call->err);
}

/* Asks what a message means, or, with results, what to reply. */
static enum hub_status
ask_receive(struct call *call, const struct hub_results *results,
    struct hub_events *events, struct hub_reply *reply)
{
	if (call->ask->receive == NULL)
		return hub_fail(call->err, HUB_FAULT, "there is no receive");
	return call->ask->receive(call->conf, &call->message, &call->at,
	    results, events, reply, call->err);
}

/* Takes a composed request as it is, to be sealed. */
static enum hub_status
ask_seal(struct call *call, struct hub_request *r)
{
	if (!request_get(&call->request, r) || !frame_done(&call->request))
		return hub_fail(call->err, HUB_FAULT,
		    "the request to be sealed does not read");
	return HUB_OK;
}

/* Seals a request with the hub's checkpoint in it, unless it is to be sealed at
 * each attempt. */
static enum hub_status
finish_request(struct call *call, struct hub_request *r, bool sealed)
{
	const struct seal *seal = &call->child->seal;

	if (!sealed || !seal_wanted(seal))
		return HUB_OK;
	request_put_checkpoint(r, call->at.checkpoint);
	return seal_request(seal, &call->at, r, call->err);
}

/* Answers with a request. */
static enum hub_status
answer_request(struct call *call,
    enum hub_status (*ask)(struct call *, struct hub_request *), bool sealed)
{
	struct hub_request request;
	char boundary[BOUNDARY_SIZE];
	enum hub_status status;

	boundary_of(call, boundary);
	request_init(&request, boundary);
	status = ask(call, &request);
	if (status == HUB_OK)
		status = request_check(&request, call->err);
	if (status == HUB_OK)
		status = finish_request(call, &request, sealed);
	if (status == HUB_OK)
		request_put(&call->child->answer, &request);
	request_release(&request);
	return status;
}

/* The bytes of a step. */
static enum hub_status
do_compose(struct call *call)
{
	return answer_request(call, ask_compose, false);
}

/* The bytes of the question whether they have it. */
static enum hub_status
do_probe(struct call *call)
{
	return answer_request(call, ask_probe, true);
}

/* The bytes of the question for news. */
static enum hub_status
do_poll(struct call *call)
{
	return answer_request(call, ask_poll, true);
}

/* The bytes of a step as this attempt sends them. */
static enum hub_status
do_seal(struct call *call)
{
	return answer_request(call, ask_seal, true);
}

/* Leaves of an answer what their seal covers; of one without a seal, that it
 * failed. */
static enum hub_status
unseal_answer(struct call *call)
{
	const struct seal *seal = &call->child->seal;
	struct seal_message message = { .headers = &call->headers,
		.query = "",
		.body = call->answer.body,
		.body_len = call->answer.body_len,
		.arena = &call->child->arena,
		.now = call->at.now };

	if (!seal_answers(seal))
		return HUB_OK;
	if (!seal_check(seal, &message, &call->proof) &&
	    (call->proof.verdict != SEAL_MISSING ||
		!seal_reduce(seal, &message, call->answer.status)))
		return hub_fail(call->err, HUB_MALFORMED,
		    "their answer: signature %s: %s",
		    seal_verdict_name(call->proof.verdict), call->proof.text);
	call->at.covered = call->proof.verdict == SEAL_GOOD;
	call->answer.body = message.body;
	call->answer.body_len = message.body_len;
	return HUB_OK;
}

/* Without a seal an answer can put a delivery off, and nothing else. */
static enum hub_status
check_unsealed(const struct call *call, const struct hub_events *events)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->rows[i].kind != HUB_EV_DEFERRED)
			return hub_fail(call->err, HUB_MALFORMED,
			    "their answer bears no signature and is taken as "
			    "a fault, which decides nothing");
	return HUB_OK;
}

/* Answers with events. */
static enum hub_status
do_conclude(struct call *call)
{
	struct hub_events events;
	enum hub_status status = unseal_answer(call);

	events_init(&events);
	if (status == HUB_OK)
		status = ask_conclude(call, &events);
	if (status == HUB_OK)
		status = events_check(&events, call->err);
	if (status == HUB_OK && call->proof.verdict == SEAL_MISSING)
		status = check_unsealed(call, &events);
	if (status == HUB_OK)
		events_put(&call->child->answer, &events);
	if (status == HUB_OK && seal_answers(&call->child->seal))
		seal_proof_put(&call->child->answer, &call->proof);
	events_release(&events);
	return status;
}

/* Leaves of the message what their seal covers.  False: it is refused.  A
 * question without a body has nothing that a seal could cover; the hub lets
 * nothing follow from it but a reply.  A letter without a good seal is read as
 * one that nobody proves. */
static bool
unseal(struct call *call)
{
	struct hub_message *m = &call->message;
	bool is_letter = seal_proves(&call->child->seal);
	struct seal_message message = { .headers = &call->headers,
		.query = m->query,
		.body = m->body,
		.body_len = m->body_len,
		.arena = &call->child->arena,
		.now = call->at.now };

	if (!seal_expected(&call->child->seal))
		return true;
	if (m->body_len == 0 && strcmp(m->method, "GET") == 0) {
		(void)seal_proof_fail(&call->proof, SEAL_MISSING,
		    "a question without a body bears no signature");
		return true;
	}
	if (!seal_check(&call->child->seal, &message, &call->proof) &&
	    !is_letter)
		return false;
	if (is_letter && call->at.proof < HUB_PROOF_SMIME &&
	    seal_is_theirs(&call->child->seal, &call->proof))
		call->at.proof = HUB_PROOF_SMIME;
	m->query = message.query;
	m->body = message.body;
	m->body_len = message.body_len;
	return true;
}

/* The first of the two calls of receive: events, and a reply is ignored. */
static enum hub_status
do_receive(struct call *call)
{
	struct hub_events events;
	struct hub_reply reply;
	enum hub_status status = HUB_OK;

	events_init(&events);
	reply_init(&reply);
	if (unseal(call))
		status = ask_receive(call, NULL, &events, &reply);
	if (status == HUB_OK)
		status = events_check(&events, call->err);
	if (status == HUB_OK)
		events_put(&call->child->answer, &events);
	if (status == HUB_OK && seal_expected(&call->child->seal))
		seal_proof_put(&call->child->answer, &call->proof);
	reply_release(&reply);
	events_release(&events);
	return status;
}

/* The second: a reply, and events are ignored. */
static enum hub_status
do_reply(struct call *call)
{
	struct hub_events events;
	struct hub_reply reply;
	enum hub_status status;

	events_init(&events);
	reply_init(&reply);
	status = unseal(call)
	    ? ask_receive(call, &call->results, &events, &reply)
	    : hub_fail(call->err, HUB_FAULT,
		  "the message was good before, and is no longer");
	if (status == HUB_OK && reply.failed)
		status = hub_fail(call->err, HUB_FAULT,
		    "the reply is too long or has a line break in a header");
	if (status == HUB_OK)
		status = seal_reply(&call->child->seal, &call->at, &reply,
		    call->err);
	if (status == HUB_OK)
		reply_put(&call->child->answer, &reply);
	reply_release(&reply);
	events_release(&events);
	return status;
}

struct verb {
	bool (*read)(struct frame_in *in, struct call *call);
	enum hub_status (*run)(struct call *call);
};

static const struct verb verbs[] = {
	[WORKER_COMPOSE] = { read_dispatch, do_compose },
	[WORKER_PROBE] = { read_dispatch, do_probe },
	[WORKER_CONCLUDE] = { read_answer, do_conclude },
	[WORKER_RECEIVE] = { read_message, do_receive },
	[WORKER_REPLY] = { read_results, do_reply },
	[WORKER_POLL] = { read_poll, do_poll },
	[WORKER_SEAL] = { read_request, do_seal },
};

/* The plugin's settings, as many pairs of name and text as the frame says, and
 * how messages are sealed. */
static enum hub_status
settle(struct worker_child *child, struct frame_in *in, struct hub_error *err)
{
	struct option_pair pairs[PLUGIN_OPTIONS_MAX];
	struct option_list list = { pairs, 0 };
	int64_t count = frame_int(in);
	struct seal_plan seal;
	enum hub_status status;

	if (child->settled || count < 0 || count > PLUGIN_OPTIONS_MAX)
		return hub_fail(err, HUB_FAULT, "settings out of place");
	for (; list.count < (size_t)count; list.count++) {
		pairs[list.count].name = frame_text(in);
		pairs[list.count].text = frame_text(in);
	}
	if (!seal_plan_get(in, &seal) || !frame_done(in))
		return hub_fail(err, HUB_FAULT, "settings cannot be read");
	status = plugin_settle(child->plugin, &list, err);
	if (status == HUB_OK)
		status = seal_settle(&child->seal, &seal, err);
	child->settled = status == HUB_OK;
	return status;
}

/* Reads a call, asks the plugin and writes what it made of it. */
enum hub_status
worker_child_call(struct worker_child *child, const struct packet_frame *frame,
    struct hub_error *err)
{
	struct call call = { .child = child,
		.ask = child->plugin->call,
		.err = err,
		.body = &frame->body };
	struct frame_in in;

	frame_in_init(&in, frame->payload, frame->len);
	if (frame->verb == WORKER_SETTINGS)
		return settle(child, &in, err);
	if (!child->settled || frame->verb >= sizeof(verbs) / sizeof(verbs[0]))
		return hub_fail(err, HUB_FAULT, "call %u out of place",
		    frame->verb);
	call.conf = child->plugin->conf;
	call.what = &call.dispatch;
	if (verbs[frame->verb].read == NULL ||
	    !verbs[frame->verb].read(&in, &call) || !frame_done(&in))
		return hub_fail(err, HUB_FAULT,
		    "call %u cannot be read by the worker", frame->verb);
	return verbs[frame->verb].run(&call);
}
