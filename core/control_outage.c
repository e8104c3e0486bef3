/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_outage.h"

#include <stdlib.h>

#include "api_json.h"
#include "control_look.h"
#include "control_person.h"
#include "hub_time.h"
#include "limits.h"
#include "outage_job.h"

/* How far back outages are listed. */
#define LISTED_MS (31 * INT64_C(86400000))

/* One outage said. */
struct said {
	struct outage_job outage; /* first: its job is what comes home */
	struct control_call *call;
	struct conf *conf; /* held */
};

/* The answer's members of an outage. */
static json_t *
answer_of(const struct outage_job *job)
{
	json_t *answer = json_object();

	(void)json_object_set_new(answer, "changed",
	    json_boolean(job->changed));
	(void)json_object_set_new(answer, "lasts",
	    json_boolean(job->row.id != 0 && !job->over));
	(void)json_object_set_new(answer, "begun",
	    json_boolean(job->row.since <= job->now));
	control_put_text(answer, "institution", job->name);
	control_put_time(answer, "since", job->row.since);
	control_put_time(answer, "until", job->row.until);
	return answer;
}

/* job done: it is kept, or why not. */
static void
on_said(struct job *job)
{
	struct said *said = (struct said *)job;
	const struct outage_job *outage = &said->outage;

	if (outage->ledger.code != DB_OK)
		control_bad(said->call, "not stored: %s; ask again",
		    db_code_name(outage->ledger.code));
	else if (outage->problem[0] != '\0')
		control_bad(said->call, "%s", outage->problem);
	else
		control_good(said->call, answer_of(outage));
	conf_release(said->conf);
	free(said);
}

/* A time of the request; 0: not given.  False: answered. */
static bool
read_time(struct control_call *call, const char *member, int64_t *ret_ms)
{
	const char *text = control_text(call, member);
	int64_t seconds = 0;

	if (text[0] != '\0' && !hub_time_parse(text, &seconds)) {
		control_bad(call,
		    "%s: found \"%.40s\", expected a time with its zone such "
		    "as 2026-02-02T16:00:00+08:00",
		    member, text);
		return false;
	}
	*ret_ms = seconds * 1000;
	return true;
}

/* What the request says; false: answered. */
static bool
read_said(struct control_call *call, struct outage_job *job)
{
	const char *by = control_text(call, "by");

	job->over = control_flag(call, "over");
	job->reason = control_text(call, "reason");
	if (!read_time(call, "since", &job->since) ||
	    !read_time(call, "until", &job->until))
		return false;
	if (by[0] == '\0')
		control_bad(call,
		    "by: is missing, expected the name of the person who acts");
	else if (!job->over && job->reason[0] == '\0')
		control_bad(call,
		    "reason: is missing, expected why they are "
		    "out of reach");
	else
		return control_is_line(call, "by", CONTROL_BY_MAX) &&
		    control_is_line(call, "reason", OUTAGE_REASON_MAX);
	return false;
}

void
control_outage(struct control_call *call)
{
	const struct conf_institution *inst;
	struct said *said;
	bool bad;

	inst = control_institution(call, &bad);
	if (bad)
		return;
	if (inst == NULL) {
		control_bad(call, "institution: is missing");
		return;
	}
	said = calloc(1, sizeof(*said));
	if (said == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	outage_job_init(&said->outage);
	if (!read_said(call, &said->outage)) {
		free(said);
		return;
	}
	said->call = call;
	said->conf = conf_hold(control_hub(call)->relay.conf);
	said->outage.name = inst->id;
	said->outage.institution = inst->key;
	said->outage.person = control_person(call);
	said->outage.ledger.job.done = on_said;
	ledger_submit(control_hub(call)->ledger, &said->outage.ledger);
}

/* db_row_fn: one outage. */
static bool
put_outage(void *ctx, const struct db_row *row)
{
	struct control_look *look = ctx;
	struct outage_row outage;

	outage_row_read(row, &outage);
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	hub_json_put_text(&look->out, "institution",
	    outage.institution == 0
		? ""
		: conf_name(look->conf, outage.institution));
	api_put_ms(&look->out, "since", outage.since);
	if (outage.until != 0)
		api_put_ms(&look->out, "until", outage.until);
	hub_json_put_text(&look->out, "reason", outage.reason);
	hub_json_close(&look->out, '}');
	return (int64_t)look->found < look->limit;
}

/* All of the last month and later. */
static enum db_code
fill(struct control_look *look, struct reader_room *room)
{
	int64_t since = relay_now_ms(&control_hub(look->call)->relay) -
	    LISTED_MS;
	enum db_code code;

	hub_json_open(&look->out, "outages", '[');
	code = outages_each(room->db, look->institution, since, put_outage,
	    look);
	hub_json_close(&look->out, ']');
	return code;
}

void
control_outages(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill };

	control_look(call, &kind);
}
