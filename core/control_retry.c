/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_retry.h"

#include <stdlib.h>

#include "control_look.h"
#include "delivery_hand.h"
#include "link.h"
#include "outbox_list.h"

#define PAGE 128 /* deliveries in the ledger at once */

/* The work of one command. */
struct many {
	struct reader_job reader; /* first: its job is what comes home */
	struct control_call *call;
	int64_t institution; /* 0: all */
	int64_t after;	     /* id seen last */
	int64_t ids[PAGE];
	size_t count, pending;
	int64_t seen; /* rows of the page */
	int64_t resumed;
	enum db_code failed; /* the first failure, or DB_OK */
};

/* One of them in the ledger. */
struct one {
	struct delivery_hand hand; /* first */
	struct many *many;
};

static void next_page(struct many *many);

bool
control_retry_link(const struct relay *relay, int64_t institution)
{
	struct link *link = relay_link(relay, institution);

	if (link == NULL)
		return false;
	if (link->health == LINK_UP) {
		link_wake(link);
		return false;
	}
	link_resume(link);
	return true;
}

/* Links that did not work try again; how many. */
static int64_t
resume_links(const struct many *many)
{
	const struct relay *relay = &control_hub(many->call)->relay;
	int64_t resumed = 0;

	for (struct link *l = relay->links; l != NULL; l = l->next)
		if (many->institution == 0 || many->institution == l->key)
			resumed += control_retry_link(relay, l->key);
	return resumed;
}

/* Everything was tried: the answer. */
static void
finish(struct many *many)
{
	int64_t links = resume_links(many);

	if (many->failed == DB_OK)
		control_good(many->call,
		    json_pack("{s:b,s:I,s:I}", "changed",
			many->resumed > 0 || links > 0, "count",
			(json_int_t)many->resumed, "links", (json_int_t)links));
	else
		control_bad(many->call,
		    "%lld go again, then: not stored: %s; ask again",
		    (long long)many->resumed, db_code_name(many->failed));
	free(many);
}

/* Whether no page follows: none is left, or no thread that would read it. */
static bool
is_last(const struct many *many)
{
	return many->failed != DB_OK || many->seen < PAGE ||
	    control_hub(many->call)->draining;
}

/* job done: one goes again. */
static void
on_laid(struct job *job)
{
	struct one *one = (struct one *)job;
	struct many *many = one->many;
	enum db_code code = one->hand.ledger.code;

	if (code == DB_OK && !one->hand.illegal)
		many->resumed++;
	else if (code != DB_OK && code != DB_NONE && many->failed == DB_OK)
		many->failed = code;
	delivery_hand_release(&one->hand);
	free(one);
	if (--many->pending > 0)
		return;
	if (is_last(many)) {
		finish(many);
		return;
	}
	control_progress(many->call, "%lld deliveries go again",
	    (long long)many->resumed);
	next_page(many);
}

/* Hands one to the ledger. */
static void
lay(struct many *many, int64_t id)
{
	struct one *one = calloc(1, sizeof(*one));

	if (one == NULL) {
		many->failed = DB_FAILED;
		return;
	}
	delivery_hand_init(&one->hand, control_hub(many->call)->relay.conf);
	one->many = many;
	one->hand.id = id;
	one->hand.event = DELIVERY_RESUME;
	one->hand.ledger.job.done = on_laid;
	many->pending++;
	ledger_submit(control_hub(many->call)->ledger, &one->hand.ledger);
}

/* job done: a page was read. */
static void
on_page(struct job *job)
{
	struct many *many = (struct many *)job;

	if (many->reader.code != DB_OK)
		many->failed = many->reader.code;
	if (control_hub(many->call)->draining)
		many->failed = DB_BUSY;
	for (size_t i = 0; i < many->count && many->failed == DB_OK; i++)
		lay(many, many->ids[i]);
	if (many->pending > 0)
		return;
	if (is_last(many))
		finish(many);
	else
		next_page(many);
}

/* db_row_fn: one parked delivery. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct many *many = ctx;
	struct delivery_row d;

	delivery_row_read(row, &d);
	many->after = d.id;
	many->seen++;
	if (many->institution == 0 || many->institution == d.institution)
		many->ids[many->count++] = d.id;
	return many->count < PAGE;
}

/* reader run: the next page. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct many *many = (struct many *)job;
	struct outbox_look look = { DELIVERY_PARKED, many->after, PAGE };

	return outbox_page(room->db, &look, take_row, many);
}

/* Reads on behind what was seen. */
static void
next_page(struct many *many)
{
	many->count = 0;
	many->seen = 0;
	many->reader.run = run;
	many->reader.job.done = on_page;
	reader_submit(control_hub(many->call)->reader, &many->reader);
}

void
control_retry_many(struct control_call *call)
{
	const struct conf_institution *inst;
	struct many *many;
	bool bad;

	inst = control_institution(call, &bad);
	if (bad)
		return;
	if (inst == NULL && !control_flag(call, "all")) {
		control_bad(call,
		    "expected the id of a delivery, an institution, or all");
		return;
	}
	many = calloc(1, sizeof(*many));
	if (many == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	many->call = call;
	many->institution = inst == NULL ? 0 : inst->key;
	next_page(many);
}
