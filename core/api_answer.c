/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <stdio.h>

#include "api_act.h"
#include "problem.h"
#include "request.h"

#define ANSWER_MAX 2048u /* ids and words only */
#define RECEIPT_MAX 64

/* What a result means to a caller. */
struct meaning {
	int status;
	const char *detail; /* when the result has none of its own */
};

static const struct meaning meanings[] = {
	[HUB_APPLIED] = { 200, "" },
	[HUB_DUPLICATE] = { 200, "" },
	[HUB_ILLEGAL] = { 409, "not from the state it is in" },
	[HUB_UNKNOWN] = { 404, "no such handoff" },
	[HUB_FORBIDDEN] = { 403, "not the caller's handoff" },
	[HUB_BOUND] = { 409, "a decision binds; see decision" },
	[HUB_LATE] = { 409, "kept, but another holds the case" },
	[HUB_INVALID] = { 422, "a member is missing or wrong" },
	[HUB_HELD] = { 202, "waits for a proof of who said it" },
};

/* Members of an answer that tell where the handoff stands. */
static void
put_result(struct hub_json_out *out, const struct hub_result *r)
{
	hub_json_put_given(out, "case", r->case_id);
	hub_json_put_given(out, "handoff", r->id);
	hub_json_put_given(out, "state", r->state);
	hub_json_put_given(out, "holder", r->holder);
}

/* Where the proof will be that the audit log tells of it. */
static void
put_receipt(const struct api_act *act, struct hub_headers *headers,
    char link[RECEIPT_MAX])
{
	const struct apply *apply = &act->apply;

	if (apply->entry_count == 0 || act->call.api->hub->publish == NULL)
		return;
	(void)snprintf(link, RECEIPT_MAX,
	    "</v1/receipts/%llu>; rel=\"receipt\"",
	    (unsigned long long)apply->first_entry);
	hub_headers_put(headers, "Link", link);
}

/* It is done, or was done before. */
static void
answer_good(struct api_act *act, const struct hub_result *r)
{
	struct hub_headers headers = { .count = 0 };
	char location[64], receipt[RECEIPT_MAX];
	struct hub_json_out out;
	struct hub_buf body;
	int status = 200;

	if (act->said.event.kind == HUB_EV_HANDOFF) {
		(void)snprintf(location, sizeof(location), "/v1/cases/%s",
		    r->case_id);
		hub_headers_put(&headers, "Location", location);
		status = r->applied == HUB_APPLIED ? 201 : 200;
	}
	put_receipt(act, &headers, receipt);
	hub_buf_init(&body, ANSWER_MAX);
	hub_json_out_init(&out, &body);
	hub_json_open(&out, NULL, '{');
	put_result(&out, r);
	hub_json_put_given(&out, "detail", r->detail);
	hub_json_close(&out, '}');
	http_call_reply(act->call.http,
	    &(struct http_answer){ .status = status,
		.headers = &headers,
		.type = "application/json",
		.body = hub_buf_str(&body),
		.len = body.len });
	hub_buf_release(&body);
}

/* It is not done, and this is why. */
static void
answer_problem(struct api_act *act, const struct hub_result *r)
{
	const struct meaning *m = &meanings[r->applied];
	struct hub_json_out out;
	struct hub_buf members;

	hub_buf_init(&members, ANSWER_MAX);
	hub_json_out_init(&out, &members);
	out.comma = true;
	put_result(&out, r);
	hub_json_put_given(&out, "allowed", r->allowed);
	hub_json_put_given(&out, "decision", r->decision);
	problem_reply_more(act->call.http, m->status,
	    r->detail[0] != '\0' ? r->detail : m->detail,
	    hub_buf_str(&members));
	hub_buf_release(&members);
}

void
api_act_answer(struct api_act *act)
{
	const struct hub_result *r = act->apply.rows;

	if (act->apply.ledger.code != DB_OK)
		problem_ledger(act->call.http, act->apply.ledger.code);
	else if (act->apply.key_reused)
		problem_reply(act->call.http, 422,
		    "the same Idempotency-Key came with another body before;"
		    " use a new key for a new request");
	else if (r->applied == HUB_APPLIED || r->applied == HUB_DUPLICATE)
		answer_good(act, r);
	else
		answer_problem(act, r);
}
