/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "apply.h"
#include "crashpoint.h"
#include "digest.h"
#include "events.h"
#include "frame_words.h"
#include "limits.h"
#include "link.h"
#include "log.h"
#include "lookup.h"
#include "problem.h"
#include "quarantine.h"
#include "webhook.h"

#define PREFIX "/in/"
#define SET_ASIDE \
	"the message could not be understood; it is kept for the operator"

/* One message on its way in; the members that others call back come first. */
struct inbound {
	struct worker_call call;
	struct apply apply;
	struct lookup lookup;
	struct relay *relay;
	struct conf *conf; /* held */
	const struct conf_institution *inst;
	struct worker_plan plan;
	struct http_call *http;
	struct hub_events events;
	struct attachment_store store; /* of the files in events */
	struct hub_message message;
	char path[512], digest[DIGEST_HEX_SIZE], key[WEBHOOK_KEY_SIZE];
};

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

/* Gives back all that a way in holds. */
static void
release(struct inbound *in)
{
	free(in->store.all);
	conf_release(in->conf);
	apply_release(&in->apply);
	lookup_release(&in->lookup);
	events_release(&in->events);
	hub_buf_release(&in->call.in);
	free(in);
}

/* The way in that its files' job belongs to. */
static struct inbound *
of_store(struct job *job)
{
	return (
	    struct inbound *)((char *)job - offsetof(struct inbound, store));
}

/* job done: files that no row names are gone. */
static void
on_cleared(struct job *job)
{
	release(of_store(job));
}

/* The end of every way in. */
static void
finish(struct inbound *in)
{
	bool left = false;

	for (size_t i = 0; i < in->store.count; i++)
		left = left || !in->store.all[i].kept;
	if (!left) {
		release(in);
		return;
	}
	attachment_store_clear(&in->store);
	in->store.files.job.done = on_cleared;
	files_submit(in->relay->files, &in->store.files);
}

/* Answers with a problem of ours and ends. */
static void
fail(struct inbound *in, int status, const char *detail)
{
	problem_reply(in->http, status, detail);
	finish(in);
}

/* What the way's results are, whichever of the two gave them. */
static struct hub_results
results_of(const struct inbound *in)
{
	if (in->lookup.rows != NULL)
		return (
		    struct hub_results){ in->lookup.rows, in->events.count };
	return (struct hub_results){ in->apply.rows, in->events.count };
}

/* The HTTP status of a worker's or plugin's failure. */
static int
status_of(enum hub_status status)
{
	switch (status) {
	case HUB_MALFORMED:
		return 400;
	case HUB_UNSAYABLE:
		return 422;
	default:
		return 500;
	}
}

/* quarantine_fn: the message is kept, or could not be. */
static void
on_set_aside(void *ctx, enum db_code code)
{
	struct inbound *in = ctx;

	if (code == DB_OK)
		fail(in, 500, SET_ASIDE);
	else {
		problem_ledger(in->http, code);
		finish(in);
	}
}

/* The plugin died twice on this message: it is kept for the operator. */
static void
set_aside(struct inbound *in)
{
	struct inbox_row message = { .institution = in->inst->key };

	log_warn("ALERT %s: its plugin died twice on a message, which is kept "
		 "aside (SHA-256 %s)",
	    in->inst->id, in->digest);
	message.bytes = http_call_body(in->http, &message.len);
	memcpy(message.digest, http_call_digest(in->http), DIGEST_SIZE);
	if (!quarantine_put(in->relay->quarantine, &message, on_set_aside, in))
		fail(in, 503, "out of memory; try later");
}

/* Whether a call ended with the plugin's own good word; else answered. */
static bool
spoken(struct inbound *in, enum worker_end end, enum hub_status status,
    const struct hub_error *err)
{
	if (end == WORKER_UNSTARTED || end == WORKER_STOPPED) {
		fail(in, 503, "no worker for this institution; try later");
		return false;
	}
	if (end == WORKER_QUARANTINED) {
		set_aside(in);
		return false;
	}
	if (status == HUB_OK)
		return true;
	fail(in, status_of(status), err->text);
	return false;
}

/* worker done: the reply is worded. */
static void
on_reply(struct worker_call *call, enum worker_end end, enum hub_status status,
    struct frame_in *out, const struct hub_error *err)
{
	struct inbound *in = (struct inbound *)call;
	struct hub_reply reply;
	struct hub_headers headers = { .count = 0 };

	if (!spoken(in, end, status, err))
		return;
	reply_init(&reply);
	if (!reply_get(out, &reply) || reply.status == 0) {
		reply_release(&reply);
		fail(in, 500, "the plugin gave no reply");
		return;
	}
	for (size_t i = 0; i < reply.header_count; i++)
		headers.rows[headers.count++] = reply.headers[i];
	http_call_reply(in->http,
	    &(struct http_answer){ .status = reply.status,
		.headers = &headers,
		.type = reply.type,
		.body = reply.body,
		.len = reply.body_len });
	reply_release(&reply);
	finish(in);
}

/* What the plugin needs to know of now. */
static struct hub_at
at_now(const struct inbound *in)
{
	return (struct hub_at){ .purpose = HUB_FOR_DELIVERY,
		.now = relay_now_ms(in->relay) / 1000,
		.remote_ref = "",
		.carry = "",
		.key = "" };
}

/* Has the reply worded from the results. */
static void
word_reply(struct inbound *in)
{
	struct hub_results results = results_of(in);
	struct hub_at at = at_now(in);

	hub_buf_clear(&in->call.in);
	frame_put_message(&in->call.in, &in->message);
	frame_put_at(&in->call.in, &at);
	frame_put_results(&in->call.in, &results);
	in->call.verb = WORKER_REPLY;
	in->call.done = on_reply;
	worker_call(in->relay->workers, &in->plan, &in->call);
}

/* Says loudly what an institution tried that is not its own. */
static void
watch(const struct inbound *in)
{
	for (size_t i = 0; i < in->events.count; i++)
		if (in->apply.rows[i].applied == HUB_FORBIDDEN)
			log_warn("ALERT %s spoke of a handoff to which it is "
				 "no party (event %s)",
			    in->inst->id,
			    hub_event_kind_name(in->events.rows[i].kind));
}

/* job done: the events are on disk. */
static void
on_applied(struct job *job)
{
	struct apply *apply = (struct apply *)job;
	struct inbound *in = (struct inbound *)((char *)apply -
	    offsetof(struct inbound, apply));

	crashpoint("inbound.committed");
	if (apply->ledger.code != DB_OK) {
		problem_ledger(in->http, apply->ledger.code);
		finish(in);
		return;
	}
	if (apply->key_reused) {
		fail(in, 422, "the same message id came with another body");
		return;
	}
	watch(in);
	for (size_t i = 0; i < apply->wake.count; i++)
		relay_wake(in->relay, apply->wake.keys[i]);
	if (apply->wake.all)
		relay_wake_all(in->relay);
	word_reply(in);
}

/* job done: the cases that were asked for are read. */
static void
on_looked_up(struct job *job)
{
	struct lookup *lookup = (struct lookup *)job;
	struct inbound *in = (struct inbound *)((char *)lookup -
	    offsetof(struct inbound, lookup));

	if (lookup->reader.code != DB_OK) {
		problem_ledger(in->http, lookup->reader.code);
		finish(in);
		return;
	}
	word_reply(in);
}

/* Hands the events to the ledger. */
static void
apply_events(struct inbound *in)
{
	struct apply *a = &in->apply;
	size_t len;
	const void *body = http_call_body(in->http, &len);

	a->conf = in->conf;
	a->actor.institution = in->inst->key;
	a->actor.coordinator = strcmp(in->inst->id, in->conf->coordinator) == 0;
	a->events = in->events.rows;
	a->count = in->events.count;
	a->payload.sha256 = http_call_digest(in->http);
	a->payload.len = len;
	a->files = in->store.all;
	a->file_count = in->store.count;
	a->raw = body;
	a->raw_len = len;
	a->seen_scope = "webhook";
	a->seen_text = in->key[0] != '\0' ? in->key : in->digest;
	a->seen_digest = http_call_digest(in->http);
	a->ledger.weight = len;
	a->ledger.job.done = on_applied;
	ledger_submit(in->relay->ledger, &a->ledger);
}

/* job done: the files that came with it are stored. */
static void
on_stored(struct job *job)
{
	struct inbound *in = of_store(job);

	if (in->store.end == ATTACHMENT_DONE)
		apply_events(in);
	else
		fail(in, 503,
		    "its files could not be kept; send it again"
		    " later");
}

/* Stores the files that came with the events, then hands those over. */
static void
store_files(struct inbound *in)
{
	const struct hub_events *e = &in->events;

	if (e->file_count == 0 || in->relay->files == NULL) {
		apply_events(in);
		return;
	}
	attachment_store_init(&in->store);
	in->store.all = calloc(e->file_count, sizeof(*in->store.all));
	if (in->store.all == NULL) {
		fail(in, 503, "no memory; send it again later");
		return;
	}
	in->store.count = e->file_count;
	for (size_t i = 0; i < e->file_count; i++)
		in->store.all[i] = (struct attachment_new){
			.event = e->files[i].event,
			.name = e->files[i].name,
			.type = e->files[i].type,
			.bytes = e->files[i].data,
			.len = e->files[i].len,
		};
	in->store.files.job.done = on_stored;
	files_submit(in->relay->files, &in->store.files);
}

/* worker done: the message is understood. */
static void
on_understood(struct worker_call *call, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct inbound *in = (struct inbound *)call;

	if (!spoken(in, end, status, err))
		return;
	if (!events_get(out, &in->events)) {
		fail(in, 500, "the worker's events do not read");
		return;
	}
	if (lookup_asked(&in->events)) {
		in->lookup.conf = in->conf;
		in->lookup.institution = in->inst->key;
		in->lookup.events = in->events.rows;
		in->lookup.count = in->events.count;
		in->lookup.reader.job.done = on_looked_up;
		reader_submit(in->relay->reader, &in->lookup.reader);
		return;
	}
	store_files(in);
}

/* Gives the message to the institution's worker. */
static void
understand(struct inbound *in)
{
	struct hub_at at = at_now(in);
	size_t len;

	digest_hex(http_call_digest(in->http), in->digest);
	in->message = (struct hub_message){
		.method = http_call_method(in->http),
		.path = in->path,
		.query = http_call_query(in->http),
		.headers = http_call_headers(in->http),
		.digest = in->digest,
	};
	in->message.body = http_call_body(in->http, &len);
	in->message.body_len = len;
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
		.now = relay_now_ms(in->relay) / 1000,
	};
	struct webhook_proof proof;

	m.body = http_call_body(in->http, &m.body_len);
	proof = webhook_verify(in->inst, &m);
	memcpy(in->key, proof.key, sizeof(in->key));
	if (proof.verdict == WEBHOOK_GENUINE)
		return true;
	log_warn("%s: a message from %s was not theirs: %s: %s", in->inst->id,
	    http_call_peer(in->http), webhook_verdict_name(proof.verdict),
	    proof.text);
	fail(in, 401, proof.text);
	return false;
}

/* Whether the institution keeps to its rate; answered when it does not. */
static bool
admit(struct inbound *in)
{
	struct link *link = relay_link(in->relay, in->inst->key);

	if (link == NULL || link_admit(link))
		return true;
	fail(in, 429,
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
	if (inst == NULL || !inst->has_receive || inst->retired) {
		problem_reply(call, 404,
		    "no such institution, or it does "
		    "not push");
		return;
	}
	in = calloc(1, sizeof(*in));
	if (in == NULL) {
		problem_reply(call, 503, "out of memory; try later");
		return;
	}
	in->relay = relay;
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
	if (!prove(in) || !admit(in))
		return;
	if (quarantine_holds(relay->quarantine, inst->key,
		http_call_digest(call)))
		fail(in, 500, SET_ASIDE);
	else
		understand(in);
}
