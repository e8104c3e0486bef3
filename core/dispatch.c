/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crashpoint.h"
#include "digest.h"
#include "dispatch_way.h"
#include "frame_words.h"
#include "limits.h"
#include "log.h"
#include "parcel_links.h"

/* What a ledger job of a dispatch leads back to. */
static struct dispatch *
of_job(struct job *job)
{
	struct dispatch_job *j = (struct dispatch_job *)job;

	return (struct dispatch *)((char *)j - offsetof(struct dispatch, job));
}

/* Starts a call about the parcel; the frame begins with what and at. */
static void
ask_worker(struct dispatch *d, enum worker_verb verb,
    const struct hub_answer *answer)
{
	struct parcel *p = d->parcel;
	struct hub_at at = parcel_at(p, relay_now_ms(p->link->relay));

	if (verb == WORKER_PROBE)
		at.checkpoint = http_client_checkpoint(p->link->relay->http);
	hub_buf_clear(&d->call.in);
	if (verb == WORKER_CONCLUDE)
		frame_put_int(&d->call.in, 1);
	frame_put_dispatch(&d->call.in, &p->what);
	frame_put_at(&d->call.in, &at);
	if (answer != NULL)
		frame_put_answer(&d->call.in, answer);
	d->call.verb = verb;
	worker_call(p->link->relay->workers, &d->plan, &d->call);
}

/* From here on it goes by the settings in force. */
static void
adopt(struct dispatch *d)
{
	struct link *link = d->parcel->link;

	conf_release(d->conf);
	d->conf = conf_hold(link->conf);
	d->plan = link->plan;
}

/* http done: an attempt has ended on the wire. */
static void
on_sent(void *ctx, const struct outcome *outcome)
{
	struct dispatch *d = ctx;
	struct link *link = d->parcel->link;

	link->on_wire--;
	dispatch_return_files(d);
	dispatch_forget_letter(d);
	d->end.status = outcome->status;
	d->end.have_cert = outcome->have_cert;
	memcpy(d->end.cert, outcome->cert, sizeof(d->end.cert));
	d->end.retry_after = outcome->retry_after;
	link_report(link, outcome->link_failed, outcome->why);
	d->parcel->stage = PARCEL_CONCLUDING;
	if (outcome->class == OUTCOME_ANSWER) {
		d->call.done = dispatch_understood;
		ask_worker(d, WORKER_CONCLUDE, &outcome->answer);
	} else {
		dispatch_conclude(d,
		    outcome->class == OUTCOME_UNKNOWN ? VERDICT_LOST
						      : VERDICT_RETRY,
		    outcome->why);
	}
	dispatch_pump(link);
}

bool
dispatch_read_request(struct parcel *p)
{
	const struct hub_buf *frame = p->sealed.len > 0 ? &p->sealed
							: &p->stored;
	struct frame_in in;

	if (p->request != NULL)
		return true;
	p->request = malloc(sizeof(*p->request));
	if (p->request == NULL)
		return false;
	request_init(p->request, "");
	frame_in_init(&in, frame->data, frame->len);
	return request_get(&in, p->request);
}

/* Whether it leaves as a letter that the hub has sealed. */
static bool
is_sealed_letter(const struct parcel *p)
{
	return p->request->method[0] == '\0' && p->sealed.len > 0;
}

/* Puts the request on the wire; its files are open. */
static void
put_on_wire(struct dispatch *d)
{
	struct parcel *p = d->parcel;
	struct link *link = p->link;
	bool is_letter = p->request->method[0] == '\0';
	struct http_order order = { .target = &link->target.http,
		.request = p->request,
		.idempotency_key = p->message_key,
		.attachment = dispatch_open_file,
		.done = on_sent,
		.ctx = d };

	if (is_letter && link->inst->post == NULL) {
		dispatch_unsent(d, VERDICT_FAULT,
		    "its plugin wrote a letter, and it has no mailbox");
		return;
	}
	if (p->request->encrypted && !is_sealed_letter(p)) {
		dispatch_unsent(d, VERDICT_FAULT,
		    "it was composed to leave encrypted, and letters to them "
		    "are encrypted no more: have it composed again");
		return;
	}
	if (is_letter ? dispatch_post(d, &order)
		      : http_client_send(link->relay->http, &order) != NULL)
		return;
	dispatch_unsent(d, VERDICT_RETRY, "out of memory");
}

/* Takes a slot and sends, once the files that go with it are open. */
static void
send_parcel(struct dispatch *d)
{
	struct parcel *p = d->parcel;
	struct link *link = p->link;

	crashpoint("dispatch.before_send");
	if (!dispatch_read_request(p)) {
		dispatch_conclude(d, VERDICT_FAULT,
		    "the stored request does not read");
		return;
	}
	p->stage = PARCEL_ON_WIRE;
	link->on_wire++;
	link->relay->dispatched++;
	if (is_sealed_letter(p))
		put_on_wire(d); /* with its files in it */
	else
		dispatch_borrow_files(d, put_on_wire);
}

/* Waits for a free slot on the wire. */
static void
await_slot(struct parcel *p)
{
	p->stage = PARCEL_READY;
	link_push(&p->link->ready, p);
}

/* job done: it may leave now. */
static void
on_committed(struct job *job)
{
	struct dispatch *d = of_job(job);
	enum db_code code = d->job.ledger.code;

	if (code != DB_OK) {
		struct link *link = d->parcel->link;

		if (code != DB_NONE)
			log_error("delivery %s: not dispatched: %s",
			    d->parcel->what.id, db_code_name(code));
		dispatch_drop(d);
		link->after_due = link->after_id = 0;
		loop_timer_arm(link->timer, LEDGER_AGAIN_MS);
		return;
	}
	d->parcel->row = d->job.row;
	await_slot(d->parcel);
	dispatch_pump(d->parcel->link);
}

/* Has it written down that it is about to leave. */
static void
commit(struct dispatch *d)
{
	struct parcel *p = d->parcel;

	p->stage = PARCEL_COMMITTING;
	dispatch_job_init(&d->job, p);
	d->job.ledger.job.done = on_committed;
	ledger_submit(p->link->relay->ledger, &d->job.ledger);
}

/* Takes a composed parcel into the window. */
static void
enter_window(struct dispatch *d)
{
	struct parcel *p = d->parcel;

	p->link->in_window++;
	if (p->purpose == HUB_FOR_PROBE)
		await_slot(p);
	else if (p->link->inst->seal.out == SEAL_NONE)
		commit(d);
	else
		dispatch_seal(d, commit);
}

void
dispatch_pump(struct link *link)
{
	struct parcel *p;

	while (link->in_window < link_window(link) &&
	    (p = link_pop(&link->composed)) != NULL)
		enter_window(p->way);
	while (link->on_wire < link->inst->concurrency &&
	    (p = link_pop(&link->ready)) != NULL)
		send_parcel(p->way);
}

/* Waits for the window. */
static void
await_window(struct parcel *p)
{
	p->stage = PARCEL_COMPOSED;
	link_push(&p->link->composed, p);
	dispatch_pump(p->link);
}

/* The request is the stored one. */
static void
take_stored(struct parcel *p)
{
	digest_sha256(p->stored.data, p->stored.len, p->request_sha256);
	await_window(p);
}

static void compose(struct dispatch *d);

/* worker done: the request is composed. */
static void
on_composed(struct worker_call *call, enum worker_end end,
    enum hub_status status, struct frame_in *out, const struct hub_error *err)
{
	struct dispatch *d = (struct dispatch *)call;
	struct parcel *p = d->parcel;

	if (!dispatch_spoken(d, end, err))
		return;
	if (p->purpose != HUB_FOR_PROBE &&
	    p->generation != p->link->plan.generation) {
		compose(d);
		return;
	}
	if (status != HUB_OK) {
		dispatch_fail(d, status, err->text);
		return;
	}
	hub_buf_clear(&p->stored);
	hub_buf_add(&p->stored, out->at, (size_t)(out->end - out->at));
	if (parcel_encrypted(p))
		request_put_encrypted(&p->stored);
	take_stored(p);
}

/* Has the request composed by the settings in force. */
static void
compose(struct dispatch *d)
{
	struct parcel *p = d->parcel;
	const struct conf_institution *by = p->link->inst;

	adopt(d);
	p->generation = by->generation;
	/* The digest is whole whatever the names. */
	(void)snprintf(p->composed_by, sizeof(p->composed_by),
	    "%.23s/%.22s %.16s", by->plugin, by->plugin_version,
	    by->settings_sha256);
	parcel_links_make(p, p->link->conf, loop_clock(p->link->relay->loop));
	p->stage = PARCEL_COMPOSING;
	d->call.done = on_composed;
	ask_worker(d, WORKER_COMPOSE, NULL);
}

/* What may have arrived is asked after, sent again under its key where the
 * institution honours it, or left to a person. */
static void
begin_unknown(struct dispatch *d)
{
	struct parcel *p = d->parcel;

	p->row.attempt++;
	if (p->link->inst->has_probe) {
		p->purpose = HUB_FOR_PROBE;
		p->stage = PARCEL_COMPOSING;
		d->call.done = on_composed;
		ask_worker(d, WORKER_PROBE, NULL);
		return;
	}
	if (p->link->inst->idempotent && p->stored.len > 0) {
		take_stored(p);
		return;
	}
	if (p->link->inst->idempotent) {
		compose(d); /* a person had its bytes forgotten */
		return;
	}
	dispatch_conclude(d, VERDICT_FAULT,
	    "it may have arrived, and they can neither be asked nor do they "
	    "honour idempotency keys: look there, then retry or park it");
}

void
dispatch_begin(struct parcel *parcel)
{
	struct dispatch *d = calloc(1, sizeof(*d));

	if (d == NULL) {
		link_drop(parcel->link, parcel);
		return;
	}
	d->parcel = parcel;
	parcel->way = d;
	hub_buf_init(&d->call.in, FRAME_CALL_MAX);
	events_init(&d->events);
	conclude_init(&d->end);
	adopt(d);
	dispatch_address(parcel);
	if (parcel->unreadable != NULL) {
		dispatch_conclude(d, VERDICT_FAULT, parcel->unreadable);
		return;
	}
	if (parcel->row.state == DELIVERY_UNKNOWN) {
		begin_unknown(d);
		return;
	}
	if (parcel->stored.len > 0) {
		take_stored(parcel);
		return;
	}
	compose(d);
}

void
dispatch_let_go(struct link *link)
{
	struct parcel *p;

	link->after_due = link->after_id = 0;
	while ((p = link_pop(&link->composed)) != NULL)
		dispatch_drop(p->way);
}
