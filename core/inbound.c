/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "frame_words.h"
#include "inbound_way.h"
#include "limits.h"
#include "link.h"
#include "log.h"
#include "problem.h"
#include "quarantine.h"
#include "refusal.h"

#define PREFIX "/in/"

/* The institution that a path below /in/ names; *ret_rest is what follows. */
static const struct conf_institution *
named(const struct conf *conf, const char *path, const char **ret_rest)
{
	char name[65];
	size_t len;

	if (strncmp(path, PREFIX, strlen(PREFIX)) != 0)
		return NULL;
	path += strlen(PREFIX);
	len = strcspn(path, "/");
	if (len == 0 || len >= sizeof(name))
		return NULL;
	memcpy(name, path, len);
	name[len] = '\0';
	*ret_rest = path + len;
	return conf_find(conf, name);
}

size_t
inbound_limit(const struct relay *relay, const char *path)
{
	const char *rest;
	const struct conf_institution *inst = named(relay->conf, path, &rest);

	return inst == NULL ? 0 : inst->in_max;
}

const char *
inbound_word(const struct relay *relay, const char *path,
    const struct http_refusal *why, struct hub_buf *out)
{
	const struct refusal refusal = { path, "", why->status, why->why };
	const char *rest;
	const struct conf_institution *inst = named(relay->conf, path, &rest);

	return inst == NULL ? NULL
			    : refusal_word(inst->refusals, &refusal, out);
}

/* worker done: the message is understood. */
static void
on_understood(struct worker_call *call, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct inbound *in = (struct inbound *)call;

	if (!inbound_spoken(in, end, status, err))
		return;
	in->files = worker_keep(in->relay->workers);
	in->events.lent = in->files.len > 0;
	if (!events_get(out, &in->events)) {
		inbound_fail(in, 500, "the worker's events do not read");
		return;
	}
	if (!inbound_believe(in, out))
		return;
	if (lookup_asked(&in->events))
		inbound_look_up(in);
	else
		inbound_keep(in);
}

/* Takes a large body out of the hub's own memory, for the worker to map;
 * answered when there is no memory for that. */
static bool
lay_beside(struct inbound *in)
{
	struct packet_body *body = &in->call.body;

	if (http_call_size(in->http) <= PACKET_NEAR_MAX)
		return true;
	body->fd = http_call_body_fd(in->http, &body->len);
	if (body->fd < 0)
		inbound_fail(in, 503, "out of memory; try later");
	return body->fd >= 0;
}

/* Gives the message to the institution's worker. */
static void
understand(struct inbound *in)
{
	struct hub_at at = inbound_at(in);

	digest_hex(http_call_digest(in->http), in->digest);
	in->message = (struct hub_message){
		.method = http_call_method(in->http),
		.path = in->path,
		.query = http_call_query(in->http),
		.headers = http_call_headers(in->http),
		.digest = in->digest,
	};
	if (in->call.body.len == 0)
		in->message.body = http_call_body(in->http,
		    &in->message.body_len);
	frame_put_message(&in->call.in, &in->message);
	frame_put_at(&in->call.in, &at);
	in->call.verb = WORKER_RECEIVE;
	in->call.done = on_understood;
	worker_call(in->relay->workers, &in->plan, &in->call);
}

/* Proves who sends; answered when it is not proved. */
static bool
prove(struct inbound *in)
{
	struct webhook_message m = {
		.headers = http_call_headers(in->http),
		.query = http_call_query(in->http),
		.client_cert = http_call_client_cert(in->http),
		.now = in->now_ms / 1000,
	};
	struct webhook_proof proof;

	memcpy(in->said, http_call_digest(in->http), sizeof(in->said));
	/* What proves the sender of a sealed message stands inside it. */
	if (in->inst->seal.in != SEAL_NONE)
		return true;
	m.body = http_call_body(in->http, &m.body_len);
	proof = webhook_verify(in->inst, &m);
	memcpy(in->key, proof.key, sizeof(in->key));
	if (proof.verdict == WEBHOOK_GENUINE)
		return true;
	log_warn("%s: a message from %s was not theirs: %s: %s", in->inst->id,
	    http_call_peer(in->http), webhook_verdict_name(proof.verdict),
	    proof.text);
	inbound_fail(in, 401, proof.text);
	return false;
}

/* Whether the institution keeps to its rate; answered when it does not. */
static bool
admit(struct inbound *in)
{
	struct link *link = relay_link(in->relay, in->inst->key);

	if (link == NULL || link_admit(link))
		return true;
	inbound_fail(in, 429,
	    "more messages within a second than the institution may send; "
	    "slow down");
	return false;
}

void
inbound_handle(struct relay *relay, struct http_call *call)
{
	const char *rest = "";
	const struct conf_institution *inst;
	struct inbound *in;

	inst = named(relay->conf, http_call_path(call), &rest);
	/* Whoever is retired still ends what it has. */
	if (inst == NULL) {
		problem_reply(call, 404, "no such institution");
		return;
	}
	if (!inst->has_receive) {
		refusal_reply(inst, call, 404,
		    "this institution does not push");
		return;
	}
	in = calloc(1, sizeof(*in));
	if (in == NULL) {
		refusal_reply(inst, call, 503, "out of memory; try later");
		return;
	}
	in->relay = relay;
	in->now_ms = relay_now_ms(relay);
	in->http = call;
	in->conf = conf_hold(relay->conf);
	in->inst = inst;
	in->plan = link_plan(inst);
	(void)snprintf(in->path, sizeof(in->path), "%s",
	    rest[0] != '\0' ? rest : "/");
	hub_buf_init(&in->call.in, FRAME_CALL_MAX);
	events_init(&in->events);
	apply_init(&in->apply);
	lookup_init(&in->lookup);
	if (!lay_beside(in) || !prove(in) || !admit(in))
		return;
	if (quarantine_holds(relay->quarantine, inst->key,
		http_call_digest(call)))
		inbound_fail(in, 500, INBOUND_SET_ASIDE);
	else
		understand(in);
}
