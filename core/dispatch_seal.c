/* SPDX-License-Identifier: Apache-2.0 */
/* A parcel's request sealed for this attempt: by the worker, or where it is a
 * letter by the hub, with the files that go along. */
#include "config.h"

#include <stdlib.h>

#include "conf.h"
#include "digest.h"
#include "dispatch_way.h"
#include "frame_words.h"
#include "letter_sealing.h"

/* A letter's sealing, and whose it is. */
struct dispatch_sealing {
	struct letter_sealing sealing; /* first: its job is what comes home */
	struct dispatch *way;
};

/* worker done: the request is sealed for this attempt. */
static void
on_sealed(struct worker_call *call, enum worker_end end, enum hub_status status,
    struct frame_in *out, const struct hub_error *err)
{
	struct dispatch *d = (struct dispatch *)call;
	struct parcel *p = d->parcel;

	if (!dispatch_spoken(d, end, err))
		return;
	if (status != HUB_OK) {
		dispatch_fail(d, status, err->text);
		return;
	}
	hub_buf_add(&p->sealed, out->at, (size_t)(out->end - out->at));
	digest_sha256(p->sealed.data, p->sealed.len, p->sealed_sha256);
	d->go_on(d);
}

/* Asks the worker. */
static void
seal_request(struct dispatch *d)
{
	struct parcel *p = d->parcel;
	struct hub_at at = parcel_at(p, relay_now_ms(p->link->relay));

	at.checkpoint = http_client_checkpoint(p->link->relay->http);
	hub_buf_clear(&d->call.in);
	frame_put_at(&d->call.in, &at);
	hub_buf_add(&d->call.in, p->stored.data, p->stored.len);
	d->call.verb = WORKER_SEAL;
	d->call.done = on_sealed;
	worker_call(p->link->relay->workers, &p->link->plan, &d->call);
}

/* job done: the letter is sealed, or not. */
static void
on_letter_sealed(struct job *job)
{
	struct dispatch_sealing *s = (struct dispatch_sealing *)job;
	struct dispatch *d = s->way;
	struct parcel *p = d->parcel;
	struct letter_sealing made = s->sealing;

	free(s);
	if (made.status != HUB_OK) {
		hub_buf_release(&made.sealed);
		dispatch_return_files(d);
		dispatch_fail(d, made.status, made.err.text);
		return;
	}
	hub_buf_release(&p->sealed);
	p->sealed = made.sealed;
	digest_sha256(p->sealed.data, p->sealed.len, p->sealed_sha256);
	d->go_on(d);
}

/* Has the letter sealed; its files are open. */
static void
seal_letter(struct dispatch *d)
{
	const struct parcel *p = d->parcel;
	const struct conf_institution *to = conf_by_key(p->conf,
	    p->row.institution);
	struct relay *relay = p->link->relay;
	const struct http_order order = { .request = p->request,
		.attachment = dispatch_open_file,
		.ctx = d };
	const struct letter_seal_by by = { .cert = to->out.cert,
		.key = to->out.key,
		.encrypt = to->out.encrypt,
		.now = relay_now_ms(relay) / 1000 };
	struct dispatch_sealing *s = malloc(sizeof(*s));
	const char *problem;

	if (s == NULL) {
		dispatch_unsent(d, VERDICT_RETRY, "out of memory");
		return;
	}
	problem = letter_sealing_init(&s->sealing, &by, &order);
	if (problem != NULL) {
		free(s);
		dispatch_unsent(d, VERDICT_FAULT, problem);
		return;
	}
	s->way = d;
	s->sealing.files.job.done = on_letter_sealed;
	letter_sealing_start(&s->sealing, relay->files);
}

/* Whether the institution's letters were sealed when the parcel was read; one
 * that is gone since gets nothing. */
static bool
has_seal(const struct parcel *p)
{
	const struct conf_institution *to = conf_by_key(p->conf,
	    p->row.institution);

	return to != NULL && to->seal.out == SEAL_SMIME &&
	    p->link->relay->files != NULL;
}

void
dispatch_seal(struct dispatch *d, void (*go_on)(struct dispatch *d))
{
	struct parcel *p = d->parcel;

	p->stage = PARCEL_SEALING;
	hub_buf_clear(&p->sealed);
	d->go_on = go_on;
	if (p->link->inst->seal.out != SEAL_SMIME) {
		seal_request(d);
		return;
	}
	if (!dispatch_read_request(p) || p->request->method[0] != '\0') {
		dispatch_fail(d, HUB_FAULT,
		    "the stored request is no letter, and letters alone are "
		    "sealed by S/MIME");
		return;
	}
	if (!has_seal(p)) {
		dispatch_finish(d); /* the next look has what is in force */
		return;
	}
	dispatch_borrow_files(d, seal_letter);
}
