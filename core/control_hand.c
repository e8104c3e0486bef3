/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_hand.h"

#include <stdlib.h>
#include <string.h>

#include "control_retry.h"
#include "delivery_hand.h"
#include "link.h"

/* A hand on one delivery. */
struct one {
	struct delivery_hand hand; /* first: its job is what comes home */
	struct control_call *call;
};

/* What state stood in the way: done already, or it cannot be done. */
static void
answer_illegal(const struct one *one, bool resumed)
{
	enum delivery_state state = one->hand.row.state;
	bool resume = one->hand.event == DELIVERY_RESUME;
	bool nothing = one->hand.event == DELIVERY_RECOMPOSE &&
	    one->hand.row.request == 0 && state <= DELIVERY_PARKED;

	if (nothing)
		control_good(one->call,
		    json_pack("{s:b,s:s}", "changed", 0, "state",
			delivery_state_name(state)));
	else if (resume
		? state < DELIVERY_PARKED
		: one->hand.event == DELIVERY_PARK && state == DELIVERY_PARKED)
		control_good(one->call,
		    json_pack("{s:b,s:s,s:i,s:i}", "changed", resumed, "state",
			delivery_state_name(state), "count", 0, "links",
			resumed));
	else if (state == DELIVERY_SENDING)
		control_bad(one->call,
		    "the delivery is on its way; ask again when it has "
		    "concluded");
	else
		control_bad(one->call, "the delivery has ended: %s",
		    delivery_state_name(state));
}

/* The link looks what is due. */
static void
wake(const struct relay *relay, int64_t institution)
{
	struct link *link = relay_link(relay, institution);

	if (link != NULL)
		link_wake(link);
}

/* job done: the hand was laid on. */
static void
on_laid(struct job *job)
{
	struct one *one = (struct one *)job;
	const struct relay *relay = &control_hub(one->call)->relay;
	enum db_code code = one->hand.ledger.code;
	bool resumed = code == DB_OK && one->hand.event == DELIVERY_RESUME &&
	    control_retry_link(relay, one->hand.row.institution);

	if (code == DB_OK && one->hand.event == DELIVERY_RECOMPOSE)
		wake(relay, one->hand.row.institution);
	if (code == DB_NONE)
		control_bad(one->call,
		    "no delivery with that id; simpulctl parked lists those "
		    "that wait for a person");
	else if (code != DB_OK)
		control_bad(one->call, "not stored: %s", db_code_name(code));
	else if (one->hand.illegal)
		answer_illegal(one, resumed);
	else
		control_good(one->call,
		    json_pack("{s:b,s:s,s:i,s:i}", "changed", 1, "state",
			delivery_state_name(one->hand.row.state), "count", 1,
			"links", resumed));
	delivery_hand_release(&one->hand);
	free(one);
}

/* Lays a hand on the delivery that the request names. */
static void
lay(struct control_call *call, enum delivery_event event, const char *why)
{
	const char *id = control_text(call, "id");
	struct one *one = calloc(1, sizeof(*one));

	if (one == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	delivery_hand_init(&one->hand, control_hub(call)->relay.conf);
	if (!ident_parse(id, &one->hand.id)) {
		control_bad(call,
		    "\"%.40s\" is no delivery's id; simpulctl parked shows "
		    "them",
		    id);
		delivery_hand_release(&one->hand);
		free(one);
		return;
	}
	one->call = call;
	one->hand.event = event;
	one->hand.why = why;
	one->hand.ledger.job.done = on_laid;
	ledger_submit(control_hub(call)->ledger, &one->hand.ledger);
}

void
control_retry(struct control_call *call)
{
	if (control_text(call, "id")[0] != '\0')
		lay(call, DELIVERY_RESUME, "");
	else
		control_retry_many(call);
}

void
control_park(struct control_call *call)
{
	const char *why = control_text(call, "why");

	if (strlen(why) > OUTBOX_WHY_MAX) {
		control_bad(call, "why has %zu bytes, expected at most %d",
		    strlen(why), OUTBOX_WHY_MAX);
		return;
	}
	lay(call, DELIVERY_PARK, why[0] == '\0' ? "parked by hand" : why);
}

void
control_recompose(struct control_call *call)
{
	lay(call, DELIVERY_RECOMPOSE, "");
}
