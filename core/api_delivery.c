/* SPDX-License-Identifier: Apache-2.0 */
/* Deliveries by their state, and a person's hand on one. */
#include "config.h"

#include <stdlib.h>

#include "api_json.h"
#include "api_query.h"
#include "api_read.h"
#include "control_retry.h"
#include "delivery_hand.h"
#include "outbox_list.h"
#include "problem.h"

/* db_row_fn: one delivery. */
static bool
put_delivery(void *ctx, const struct db_row *row)
{
	struct api_read *read = ctx;
	struct delivery_row d;

	delivery_row_read(row, &d);
	hub_json_open(&read->out, NULL, '{');
	api_put_delivery(&read->out, read->call.conf, &d);
	hub_json_close(&read->out, '}');
	read->found++;
	read->last = d.id;
	return hub_buf_ok(&read->body);
}

/* A page of deliveries. */
static enum db_code
fill(struct api_read *read, struct reader_room *room)
{
	struct outbox_look look = { (enum delivery_state)read->page.state,
		read->page.before, read->page.limit };
	bool full;
	enum db_code code;

	api_read_open(read);
	code = outbox_page(room->db, &look, put_delivery, read);
	full = (int64_t)read->found == read->page.limit;
	api_read_close(read, full ? read->last : 0);
	return code;
}

/* Deliveries in one state, oldest first. */
void
api_deliveries(const struct api_call *call)
{
	struct api_read *read = api_read_new(call, fill);
	enum delivery_state state = DELIVERY_PARKED;
	char name[32];

	if (read == NULL)
		return;
	if (api_query(call, "state", name, sizeof(name)) != API_ABSENT &&
	    !delivery_state_parse(name, &state)) {
		problem_reply(call->http, 422,
		    "state: expected one of queued, composed, sending, waiting,"
		    " unknown, parked, delivered, refused, cancelled");
		api_read_free(read);
		return;
	}
	read->page.state = state;
	api_read_submit(read);
}

/* A hand on its way. */
struct hand {
	struct delivery_hand hand; /* first: its job is what comes home */
	struct api_call call;
};

/* The delivery as it is now. */
static void
answer(const struct hand *h)
{
	struct hub_json_out out;
	struct hub_buf body;

	hub_buf_init(&body, 4096);
	hub_json_out_init(&out, &body);
	hub_json_open(&out, NULL, '{');
	api_put_delivery(&out, h->call.conf, &h->hand.row);
	hub_json_close(&out, '}');
	api_reply_json(h->call.http, &body);
	hub_buf_release(&body);
}

/* The lane goes on; a retry also lets a link go on that does not work. */
static void
go_on(const struct hand *h)
{
	struct relay *relay = &h->call.api->hub->relay;

	if (h->hand.event == DELIVERY_RESUME)
		(void)control_retry_link(relay, h->hand.row.institution);
	else
		relay_wake(relay, h->hand.row.institution);
}

/* job done: the hand has been laid on. */
static void
laid(struct job *job)
{
	struct hand *h = (struct hand *)job;
	enum db_code code = h->hand.ledger.code;

	if (code == DB_NONE)
		problem_reply(h->call.http, 404, "no such delivery");
	else if (code != DB_OK)
		problem_ledger(h->call.http, code);
	else if (h->hand.illegal)
		problem_reply(h->call.http, 409,
		    h->hand.event == DELIVERY_RESUME
			? "the delivery is not parked"
			: "the delivery is on its way or has ended");
	else {
		go_on(h);
		answer(h);
	}
	delivery_hand_release(&h->hand);
	api_call_release(&h->call);
	free(h);
}

/* Lays a hand on the delivery of the path. */
static void
lay(const struct api_call *call, enum delivery_event event, const char *why)
{
	struct hand *h = malloc(sizeof(*h));

	if (h == NULL) {
		problem_reply(call->http, 503, "no memory; try again later");
		return;
	}
	delivery_hand_init(&h->hand, call->conf);
	h->hand.ledger.job.done = laid;
	h->hand.id = call->id;
	h->hand.event = event;
	h->hand.why = why;
	h->hand.person = call->who.person;
	api_call_keep(&h->call, call);
	h->hand.initiator = h->call.who.name;
	ledger_submit(call->api->hub->ledger, &h->hand.ledger);
}

/* A parked delivery goes again. */
void
api_delivery_retry(const struct api_call *call)
{
	lay(call, DELIVERY_RESUME, "");
}

/* One that waits is parked. */
void
api_delivery_park(const struct api_call *call)
{
	lay(call, DELIVERY_PARK, "parked by hand");
}
