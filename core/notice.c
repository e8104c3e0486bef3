/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "notice.h"

#include "tell.h"

/* One notice. */
#define NOTICE_MAX 4096u

/* What is said, as which word, and for whose ears. */
static const struct notice_row {
	enum hub_event_kind kind;
	enum wording wording;
	enum hub_audience audience;
} rows[] = {
	[NOTICE_REMINDER] = { HUB_EV_REMINDER, WORDING_REMINDER,
	    HUB_AUDIENCE_PARTIES },
	[NOTICE_EXPIRED] = { HUB_EV_COMMENT, WORDING_EXPIRED,
	    HUB_AUDIENCE_COORDINATOR },
	[NOTICE_BREACH] = { HUB_EV_COMMENT, WORDING_BREACH,
	    HUB_AUDIENCE_COORDINATOR },
	[NOTICE_DEEMED] = { HUB_EV_REMINDER, WORDING_DEEMED,
	    HUB_AUDIENCE_PARTIES },
	[NOTICE_PARKED] = { HUB_EV_COMMENT, WORDING_PARKED,
	    HUB_AUDIENCE_PARTIES },
	[NOTICE_SECOND] = { HUB_EV_COMMENT, WORDING_SECOND,
	    HUB_AUDIENCE_PARTIES },
	[NOTICE_UNTOLD] = { HUB_EV_COMMENT, WORDING_UNTOLD,
	    HUB_AUDIENCE_COORDINATOR },
	[NOTICE_FAILED] = { HUB_EV_COMMENT, WORDING_FAILED,
	    HUB_AUDIENCE_PARTIES },
	[NOTICE_OUTAGE] = { HUB_EV_COMMENT, WORDING_OUTAGE,
	    HUB_AUDIENCE_COORDINATOR },
	[NOTICE_RESUMED] = { HUB_EV_COMMENT, WORDING_RESUMED,
	    HUB_AUDIENCE_PARTIES },
	[NOTICE_COMPLETED] = { HUB_EV_COMMENT, WORDING_COMPLETED_BY_SILENCE,
	    HUB_AUDIENCE_PARTIES },
};

/* Keeps it as an event of the case. */
static enum db_code
keep(struct act *act, const struct notice *notice)
{
	const struct notice_row *row = &rows[notice->what];
	struct hub_event event = hub_event_init(row->kind);
	struct wording_args args = tell_args(act);
	struct act own = *act;
	struct hub_buf text;
	enum db_code code;

	args.institution = tell_name(act, notice->institution);
	args.until_ms = notice->until;
	hub_buf_init(&text, NOTICE_MAX);
	wording_make(&text, row->wording, &args);
	event.audience = row->audience;
	event.text = hub_buf_str(&text);
	own.event = &event;
	code = hub_buf_ok(&text) ? act_store(&own, EVENT_APPLIED) : DB_FAILED;
	act->said = own.said;
	hub_buf_release(&text);
	return code;
}

enum db_code
notice_give(struct act *act, const struct notice *notice)
{
	enum db_code code = keep(act, notice);

	for (size_t i = 0; i < NOTICE_TO_MAX && code == DB_OK; i++) {
		bool told = notice->to[i] == 0;

		for (size_t j = 0; j < i; j++)
			told = told || notice->to[j] == notice->to[i];
		if (told)
			continue;
		act_wake(act->wake, notice->to[i]);
		code = tell_one(act, notice->to[i], rows[notice->what].kind,
		    act->said);
	}
	return code;
}
