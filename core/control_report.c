/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_report.h"

#include "control_look.h"
#include "limits.h"
#include "report.h"

/* Groups of one page, and turns between two words of progress. */
#define PAGE_GROUPS 20
#define PROGRESS_CASES (20 * INDICATORS_CASES)

/* Answers with what is wrong, and lets go. */
static void
fail(struct report *r, const char *why)
{
	control_bad(r->ctx, "%s", why);
	report_free(r);
}

/* report_turn_fn, in the reader: a page of groups, or the end. */
static void
write_page(struct report *r)
{
	size_t count = r->of->tally.count, end = r->next + PAGE_GROUPS;

	hub_json_open(&r->out, NULL, '{');
	r->more = r->next < count;
	if (r->more) {
		hub_json_open(&r->out, "page", '[');
		for (; r->next < count && r->next < end; r->next++)
			report_put_group(r, r->next);
		hub_json_close(&r->out, ']');
	} else {
		report_put_head(r);
		report_put_total(r, "total");
	}
	hub_json_put_int(&r->out, "seen", r->of->seen);
	hub_json_close(&r->out, '}');
}

/* Nobody is interested any more, or nobody may be; true: it has ended. */
static bool
has_ended(struct report *r)
{
	if (!r->hub->stopped && !control_gone(r->ctx))
		return false;
	fail(r, "the hub is stopping");
	return true;
}

/* control_sent_fn: what was said has left. */
static void
on_sent(void *ctx)
{
	struct report *r = ctx;

	if (!has_ended(r))
		report_go_on(r);
}

/* Says what was written. */
static void
say(struct report *r)
{
	json_error_t bad;
	json_t *said = json_loads(hub_buf_str(&r->text), 0, &bad);

	if (said == NULL) {
		fail(r, "there is more to say than may be said at once");
		return;
	}
	if (r->more) {
		control_page(r->ctx, said);
		control_when_sent(r->ctx, on_sent, r);
		return;
	}
	control_good(r->ctx, said);
	report_free(r);
}

/* report_turn_fn, on the loop. */
static void
on_turn(struct report *r)
{
	if (r->reader.code == DB_FULL) {
		fail(r, "more groups than fit in a report; name a region");
	} else if (r->reader.code != DB_OK) {
		fail(r, db_code_name(r->reader.code));
	} else if (r->wrote) {
		say(r);
	} else if (!has_ended(r)) {
		if (r->of->seen > 0 && r->of->seen % PROGRESS_CASES == 0)
			control_page(r->ctx,
			    json_pack("{s:[],s:I}", "page", "seen",
				(json_int_t)r->of->seen));
		report_go_on(r);
	}
}

void
control_report(struct control_call *call)
{
	struct hub *hub = control_hub(call);
	struct report_asked asked = { .from = control_text(call, "from"),
		.to = control_text(call, "to"),
		.region = control_text(call, "region"),
		.by = control_text(call, "by"),
		.rounding = control_text(call, "rounding"),
		.digits = control_int(call, "digits", -1),
		.pad = control_int(call, "pad", -1) };
	const struct conf_institution *inst;
	struct report *r;
	const char *why;
	bool bad;

	inst = control_institution(call, &bad);
	if (bad)
		return;
	asked.institution = inst == NULL ? 0 : inst->key;
	r = report_new(hub, hub->relay.conf, &asked, &why);
	if (r == NULL) {
		control_bad(call, "%s", why);
		return;
	}
	r->write = write_page;
	r->turn = on_turn;
	r->ctx = call;
	report_go_on(r);
}
