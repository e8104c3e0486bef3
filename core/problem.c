/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "problem.h"

#include "hub_json.h"
#include "limits.h"
#include "problem_title.h"
#include "request.h"

void
problem_headers(int status, struct hub_headers *headers)
{
	if (status == 401)
		hub_headers_put(headers, "WWW-Authenticate",
		    "Bearer realm=\"simpul\"");
	if (status == 503)
		hub_headers_put(headers, "Retry-After", "5");
	if (status == 429)
		hub_headers_put(headers, "Retry-After", "1");
}

void
problem_reply_more(struct http_call *call, int status, const char *detail,
    const char *members)
{
	const struct problem_title title = problem_title(status);
	struct hub_headers headers = { .count = 0 };
	struct hub_json_out out;
	struct hub_buf body;

	problem_headers(status, &headers);
	hub_buf_init(&body, PROBLEM_MAX);
	hub_json_out_init(&out, &body);
	hub_json_open(&out, NULL, '{');
	hub_json_put_text(&out, "type", "about:blank");
	hub_json_put_text(&out, "title", title.id);
	hub_json_put_text(&out, "title_en", title.en);
	hub_json_put_int(&out, "status", status);
	hub_json_put_given(&out, "detail", detail);
	hub_buf_text(&body, members);
	hub_json_close(&out, '}');
	http_call_reply(call,
	    &(struct http_answer){ .status = status,
		.headers = &headers,
		.type = "application/problem+json",
		.body = hub_buf_str(&body),
		.len = body.len });
	hub_buf_release(&body);
}

void
problem_reply(struct http_call *call, int status, const char *detail)
{
	problem_reply_more(call, status, detail, "");
}

const char *
problem_of_ledger(enum db_code code, int *ret_status)
{
	*ret_status = code == DB_FULL || code == DB_BUSY ? 503 : 500;
	if (code == DB_FULL)
		return "the disk is full; nothing was kept, send it again "
		       "later";
	if (code == DB_BUSY)
		return "the hub is busy; nothing was kept, send it again later";
	return "the hub could not keep this; nothing was kept, tell its "
	       "operator";
}

void
problem_ledger(struct http_call *call, enum db_code code)
{
	int status;
	const char *detail = problem_of_ledger(code, &status);

	problem_reply(call, status, detail);
}
