/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound_way.h"

#include <stdlib.h>
#include <string.h>

#include "crashpoint.h"
#include "limits.h"
#include "refusal.h"

/* The way in that a job of the ledger belongs to, where that went well; else
 * answered, and NULL. */
static struct inbound *
well_applied(struct job *job)
{
	struct apply *apply = (struct apply *)job;
	struct inbound *in = (struct inbound *)((char *)apply -
	    offsetof(struct inbound, apply));

	relay_caller_served(in->relay);
	if (apply->ledger.code == DB_OK && !apply->came_before)
		return in;
	if (apply->came_before) {
		inbound_replayed(in);
	} else {
		inbound_unmark(in);
		refusal_ledger(in->inst, in->http, apply->ledger.code);
		inbound_finish(in);
	}
	return NULL;
}

/* job done: the events are on disk. */
static void
on_applied(struct job *job)
{
	struct apply *apply = (struct apply *)job;
	struct inbound *in;

	crashpoint("inbound.committed");
	in = well_applied(job);
	if (in == NULL)
		return;
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

/* Hands the message to the ledger, with what it has of it so far. */
static void
submit(struct inbound *in, size_t weight, void (*done)(struct job *job))
{
	struct apply *a = &in->apply;

	a->conf = in->conf;
	a->actor.institution = in->inst->key;
	a->once = in->marked ? in->mark : NULL;
	a->ledger.weight = weight;
	a->ledger.job.done = done;
	relay_caller_waits(in->relay);
	ledger_submit(in->relay->ledger, &a->ledger);
}

/* Hands the events to the ledger. */
static void
apply_events(struct inbound *in)
{
	struct apply *a = &in->apply;
	size_t len;
	const void *body = http_call_body(in->http, &len);

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
	submit(in, len, on_applied);
}

/* job done: the cases that were asked for are read. */
static void
on_looked_up(struct job *job)
{
	struct lookup *lookup = (struct lookup *)job;
	struct inbound *in = (struct inbound *)((char *)lookup -
	    offsetof(struct inbound, lookup));

	if (lookup->reader.code != DB_OK) {
		inbound_unmark(in);
		refusal_ledger(in->inst, in->http, lookup->reader.code);
		inbound_finish(in);
		return;
	}
	inbound_word_reply(in);
}

/* Reads the cases that were asked for. */
static void
look_up(struct inbound *in)
{
	struct lookup *l = &in->lookup;

	l->conf = in->conf;
	l->institution = in->inst->key;
	l->events = in->events.rows;
	l->count = in->events.count;
	l->now = in->now_ms / 1000;
	l->reader.job.done = on_looked_up;
	lookup_start(l, in->relay->ledger, in->relay->reader);
}

/* job done: a question that bears a seal is known now. */
static void
on_known(struct job *job)
{
	struct inbound *in = well_applied(job);

	if (in != NULL)
		look_up(in);
}

void
inbound_look_up(struct inbound *in)
{
	if (in->marked)
		submit(in, 0, on_known);
	else
		look_up(in);
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

/* Stores the files of the events, then hands those over. */
static void
store_files(struct inbound *in)
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

/* media done: what could be fetched is among the files. */
static void
on_fetched(void *ctx, bool lost)
{
	struct inbound *in = ctx;

	in->relay->fetching--;
	if (lost)
		inbound_fail(in, 503, "the hub is stopping; send it again");
	else
		store_files(in);
}

void
inbound_keep(struct inbound *in)
{
	const struct media_order order = { in->relay->loop, in->relay->http,
		in->inst, &in->events, on_fetched, in };

	if (in->events.media_count == 0) {
		store_files(in);
		return;
	}
	if (in->relay->fetching < MEDIA_AT_ONCE)
		in->media = media_start(&order);
	if (in->media == NULL)
		inbound_fail(in, 503,
		    "too many files are being fetched; send it again later");
	else
		in->relay->fetching++;
}
