/* SPDX-License-Identifier: Apache-2.0 */
/* Indicators of a period: of everything for who coordinates or audits, of its
 * own for an institution. */
#include "config.h"

#include <stdlib.h>

#include "api_call.h"
#include "api_query.h"
#include "limits.h"
#include "problem.h"
#include "report.h"

#define DATE_SIZE 24
#define WORD_SIZE 65

/* A call under way. */
struct asking {
	struct api_call call;
	struct report *report;
};

/* What the query says, to be borrowed from. */
struct query {
	char from[DATE_SIZE], to[DATE_SIZE];
	char region[REGION_CODE_MAX + 1];
	char by[WORD_SIZE], rounding[WORD_SIZE], institution[WORD_SIZE];
	struct report_asked asked;
};

/* The call has its answer. */
static void
end(struct asking *asking)
{
	report_free(asking->report);
	api_call_release(&asking->call);
	free(asking);
}

/* report_turn_fn, in the reader: the whole answer. */
static void
write_all(struct report *r)
{
	hub_json_open(&r->out, NULL, '{');
	report_put_head(r);
	report_put_total(r, "total");
	hub_json_open(&r->out, "items", '[');
	for (; r->next < r->of->tally.count; r->next++)
		report_put_group(r, r->next);
	hub_json_close(&r->out, ']');
	hub_json_close(&r->out, '}');
}

/* report_turn_fn, on the loop. */
static void
on_turn(struct report *r)
{
	struct asking *asking = r->ctx;
	struct http_call *http = asking->call.http;

	if (r->reader.code == DB_OK && !r->wrote && !r->hub->stopped) {
		report_go_on(r);
		return;
	}
	if (r->reader.code == DB_FULL)
		problem_reply(http, 422,
		    "more groups than fit in a report; name a region");
	else if (r->reader.code != DB_OK)
		problem_ledger(http, r->reader.code);
	else if (!r->wrote)
		problem_reply(http, 503, "the hub is stopping");
	else if (!hub_buf_ok(&r->text) || r->text.len > API_ANSWER_MAX)
		problem_reply(http, 422,
		    "the answer would be longer than 8 MB; ask for less");
	else
		api_reply_json(http, &r->text);
	end(asking);
}

/* The texts of the query; what is wrong, or NULL. */
static const char *
take_texts(const struct api_call *call, struct query *q)
{
	const struct {
		const char *name, *why;
		char *buf;
		size_t size;
	} texts[] = {
		{ "from", "from: expected a date such as 2026-01-01", q->from,
		    sizeof(q->from) },
		{ "to", "to: expected a date such as 2026-06-30", q->to,
		    sizeof(q->to) },
		{ "region", "region: expected a code such as 51.71", q->region,
		    sizeof(q->region) },
		{ "group", "group: expected institution or region", q->by,
		    sizeof(q->by) },
		{ "rounding", "rounding: expected truncate or half_up",
		    q->rounding, sizeof(q->rounding) },
		{ "institution", "institution: expected the id of one",
		    q->institution, sizeof(q->institution) },
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (api_query(call, texts[i].name, texts[i].buf,
			texts[i].size) == API_UNREADABLE)
			return texts[i].why;
	q->asked.from = q->from;
	q->asked.to = q->to;
	q->asked.region = q->region;
	q->asked.by = q->by;
	q->asked.rounding = q->rounding;
	return NULL;
}

/* The numbers of the query; what is wrong, or NULL. */
static const char *
take_numbers(const struct api_call *call, struct query *q)
{
	q->asked.digits = q->asked.pad = -1;
	if (api_query_number(call, "digits", RATIO_DIGITS_MAX,
		&q->asked.digits) == API_UNREADABLE ||
	    api_query_number(call, "pad", RATIO_DIGITS_MAX, &q->asked.pad) ==
		API_UNREADABLE)
		return "digits, pad: expected a whole number from 0 to 9";
	return NULL;
}

/* Whose indicators they are; the problem's status, or 0. */
static int
take_institution(const struct api_call *call, struct query *q)
{
	const struct conf_institution *inst;

	if (call->who.role == TOKEN_INSTITUTION)
		q->asked.institution = call->who.institution;
	if (q->institution[0] == '\0')
		return 0;
	inst = conf_find(call->conf, q->institution);
	if (call->who.role == TOKEN_INSTITUTION)
		return inst != NULL && inst->key == call->who.institution ? 0
									  : 403;
	if (inst == NULL)
		return 422;
	q->asked.institution = inst->key;
	return 0;
}

/* Counts what was asked for. */
static void
start(const struct api_call *call, const struct report_asked *asked)
{
	const char *why = "no memory; try again later";
	struct asking *asking = calloc(1, sizeof(*asking));

	if (asking != NULL)
		asking->report = report_new(call->api->hub, call->conf, asked,
		    &why);
	if (asking == NULL || asking->report == NULL) {
		problem_reply(call->http, asking == NULL ? 503 : 422, why);
		free(asking);
		return;
	}
	api_call_keep(&asking->call, call);
	asking->report->write = write_all;
	asking->report->turn = on_turn;
	asking->report->ctx = asking;
	report_go_on(asking->report);
}

/* Indicators of a period. */
void
api_indicators(const struct api_call *call)
{
	struct query q = { .from = "" };
	const char *why = take_texts(call, &q);
	int status;

	if (why == NULL)
		why = take_numbers(call, &q);
	if (why != NULL) {
		problem_reply(call->http, 422, why);
		return;
	}
	status = take_institution(call, &q);
	if (status == 403)
		problem_reply(call->http, status,
		    "institution: the caller sees its own indicators");
	else if (status != 0)
		problem_reply(call->http, status,
		    "institution: expected the id of one, see "
		    "/v1/institutions");
	else
		start(call, &q.asked);
}
