/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound_way.h"

#include <stdlib.h>
#include <string.h>

#include "crashpoint.h"
#include "problem.h"

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
		inbound_finish(in);
		return;
	}
	if (apply->key_reused) {
		inbound_fail(in, 422,
		    "the same message id came with another body");
		return;
	}
	for (size_t i = 0; i < apply->wake.count; i++)
		relay_wake(in->relay, apply->wake.keys[i]);
	if (apply->wake.all)
		relay_wake_all(in->relay);
	inbound_word_reply(in);
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
	a->heard = &in->call.in;
	a->heard_as = HEARD_MESSAGE;
	a->raw = body;
	a->raw_len = len;
	a->seen_scope = "webhook";
	a->seen_text = in->key[0] != '\0' ? in->key : in->digest;
	a->seen_digest = in->said;
	a->ledger.weight = len;
	a->ledger.job.done = on_applied;
	ledger_submit(in->relay->ledger, &a->ledger);
}

/* job done: the files that came with it are stored. */
static void
on_stored(struct job *job)
{
	struct inbound *in = inbound_of_store(job);

	sealed_view_close(&in->files);
	if (in->store.end == ATTACHMENT_DONE)
		apply_events(in);
	else
		inbound_fail(in, 503,
		    "its files could not be kept; send it again"
		    " later");
}

/* Stores the files that came with the events, then hands those over. */
void
inbound_keep(struct inbound *in)
{
	if (in->events.file_count == 0 || in->relay->files == NULL) {
		sealed_view_close(&in->files);
		apply_events(in);
		return;
	}
	if (!attachment_store_of(&in->store, &in->events)) {
		inbound_fail(in, 503, "no memory; send it again later");
		return;
	}
	in->store.files.job.done = on_stored;
	files_submit(in->relay->files, &in->store.files);
}
