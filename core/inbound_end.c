/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "inbound_way.h"

#include <stdlib.h>
#include <string.h>

#include "frame_words.h"
#include "log.h"
#include "quarantine.h"
#include "refusal.h"

/* Gives back all that a way in holds. */
static void
release(struct inbound *in)
{
	free(in->store.all);
	sealed_view_close(&in->files);
	media_free(in->media);
	conf_release(in->conf);
	apply_release(&in->apply);
	lookup_release(&in->lookup);
	events_release(&in->events);
	hub_buf_release(&in->call.in);
	free(in);
}

/* The way in that its files' job belongs to. */
struct inbound *
inbound_of_store(struct job *job)
{
	return (
	    struct inbound *)((char *)job - offsetof(struct inbound, store));
}

/* job done: files that no row names are gone. */
static void
on_cleared(struct job *job)
{
	release(inbound_of_store(job));
}

/* The end of every way in. */
void
inbound_finish(struct inbound *in)
{
	if (!attachment_store_left(&in->store)) {
		release(in);
		return;
	}
	attachment_store_clear(&in->store);
	in->store.files.job.done = on_cleared;
	files_submit(in->relay->files, &in->store.files);
}

/* Answers with a problem of ours and ends. */
void
inbound_fail(struct inbound *in, int status, const char *detail)
{
	if (status >= 500)
		inbound_unmark(in);
	refusal_reply(in->inst, in->http, status, detail);
	inbound_finish(in);
}

/* What the way's results are, whichever of the two gave them. */
static struct hub_results
results_of(const struct inbound *in)
{
	if (in->lookup.rows != NULL)
		return (struct hub_results){ in->lookup.rows, in->events.count,
			in->lookup.stories, in->lookup.story_count,
			in->lookup.next };
	return (struct hub_results){ in->apply.rows, in->events.count, NULL, 0,
		"" };
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
		inbound_fail(in, 500, INBOUND_SET_ASIDE);
	else {
		refusal_ledger(in->inst, in->http, code);
		inbound_finish(in);
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
		inbound_fail(in, 503, "out of memory; try later");
}

/* Whether a call ended with the plugin's own good word; else answered. */
bool
inbound_spoken(struct inbound *in, enum worker_end end, enum hub_status status,
    const struct hub_error *err)
{
	if (end == WORKER_UNSTARTED || end == WORKER_STOPPED) {
		inbound_fail(in, 503,
		    "no worker for this institution; try later");
		return false;
	}
	if (end == WORKER_QUARANTINED) {
		set_aside(in);
		return false;
	}
	if (status == HUB_OK)
		return true;
	inbound_fail(in, status_of(status), err->text);
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

	if (!inbound_spoken(in, end, status, err))
		return;
	reply_init(&reply);
	if (!reply_get(out, &reply) || reply.status == 0) {
		reply_release(&reply);
		inbound_fail(in, 500, "the plugin gave no reply");
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
	inbound_finish(in);
}

/* What the plugin needs to know of now, the same in both of its calls. */
struct hub_at
inbound_at(const struct inbound *in)
{
	int64_t now = in->now_ms / 1000;

	return (struct hub_at){ .purpose = HUB_FOR_DELIVERY,
		.now = now,
		.offset = tz_offset(in->inst->place.zone, now),
		.remote_ref = "",
		.carry = "",
		.key = "",
		.reply_to = "",
		.handoff_id = "",
		.checkpoint = "" };
}

/* Says loudly what an institution tried that is not its own. */
static void
watch(const struct inbound *in, const struct hub_results *results)
{
	for (size_t i = 0; i < results->count; i++)
		if (results->rows[i].applied == HUB_FORBIDDEN)
			log_warn("ALERT %s spoke of a handoff to which it is "
				 "no party (event %s)",
			    in->inst->id,
			    hub_event_kind_name(in->events.rows[i].kind));
}

/* Has the reply worded from the results. */
void
inbound_word_reply(struct inbound *in)
{
	struct hub_results results = results_of(in);
	struct hub_at at = inbound_at(in);

	at.checkpoint = http_client_checkpoint(in->relay->http);
	watch(in, &results);
	hub_buf_clear(&in->call.in);
	frame_put_message(&in->call.in, &in->message);
	frame_put_at(&in->call.in, &at);
	frame_put_results(&in->call.in, &results);
	in->call.verb = WORKER_REPLY;
	in->call.done = on_reply;
	worker_call(in->relay->workers, &in->plan, &in->call);
}
