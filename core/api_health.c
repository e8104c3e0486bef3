/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdlib.h>

#include "api_call.h"
#include "problem.h"

static const struct http_answer good = {
	.status = 200,
	.type = "application/json",
	.body = "{\"status\":\"ok\"}",
	.len = sizeof "{\"status\":\"ok\"}" - 1,
};

/* An empty transaction for a call to /readyz. */
struct ready {
	struct ledger_job ledger;
	struct http_call *http;
};

/* The process lives. */
void
api_health(const struct api_call *call)
{
	http_call_reply(call->http, &good);
}

/* ledger run: that it commits is the answer. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	(void)job;
	(void)room;
	return DB_OK;
}

/* job done: the ledger answers. */
static void
ran(struct job *job)
{
	struct ready *ready = (struct ready *)job;

	if (ready->ledger.code == DB_OK)
		http_call_reply(ready->http, &good);
	else
		problem_reply(ready->http, 503, "the ledger does not answer");
	free(ready);
}

/* Calls are taken, and the ledger commits. */
void
api_ready(const struct api_call *call)
{
	struct ready *ready;

	if (!call->api->open || call->api->draining) {
		problem_reply(call->http, 503,
		    call->api->open ? "the hub is stopping"
				    : "the hub is starting");
		return;
	}
	ready = calloc(1, sizeof(*ready));
	if (ready == NULL) {
		problem_reply(call->http, 503, "no memory");
		return;
	}
	ready->ledger.run = run;
	ready->ledger.job.done = ran;
	ready->http = call->http;
	ledger_submit(call->api->hub->ledger, &ready->ledger);
}
