/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "bound.h"

#include "decision.h"
#include "tell.h"

#define DAY_MS INT64_C(86400000)

/* Whether it is a no, in whatever words. */
static bool
is_no(enum hub_event_kind kind)
{
	return kind == HUB_EV_REFUSED || kind == HUB_EV_RETURNED ||
	    kind == HUB_EV_GONE;
}

bool
bound_refusal(const struct act *act)
{
	const struct handoff_row *h = &act->handoff;
	const struct conf_institution *inst;

	if (h->dispute == 0 || !is_no(act->event->kind) ||
	    act->actor->institution != h->receiver || !handoff_open(h->state) ||
	    h->state == HANDOFF_OFFERED)
		return false;
	inst = conf_by_key(act->conf, h->receiver);
	return inst != NULL && inst->binding;
}

/* Through the outbox, unless that was done within a day. */
static enum db_code
remind(struct act *act, struct dispute_row *row)
{
	int64_t now = act->room->now_ms;

	if (row->told_at != 0 && now < row->told_at + DAY_MS)
		return DB_OK;
	row->told_at = now;
	return tell_one(act, act->handoff.receiver, HUB_EV_DECISION,
	    row->content);
}

/* What else its receiver may say now. */
static const char *
allowed_text(struct act *act)
{
	size_t count;
	const struct custody_step *rows = custody_rows(act->handoff.kind,
	    &count);
	struct hub_buf names;
	const char *text;

	hub_buf_init(&names, 512);
	for (size_t i = 0; i < count; i++)
		if (rows[i].state == act->handoff.state &&
		    (rows[i].who & act->parties) != 0 &&
		    !is_no((enum hub_event_kind)rows[i].event))
			hub_buf_fmt(&names, "%s%s", names.len > 0 ? " " : "",
			    custody_event_name(rows[i].event));
	text = arena_text(act->arena, hub_buf_str(&names));
	hub_buf_release(&names);
	return text;
}

/* The decision, as the answer to its refusal. */
static enum db_code
end(struct act *act, const struct dispute_row *row)
{
	const char *text = decision_text(act, row);

	(void)act_end(act, HUB_BOUND, "");
	act->result->decision = text;
	act->result->allowed = allowed_text(act);
	return DB_OK;
}

enum db_code
bound_repeat(struct act *act)
{
	struct dispute_row row;
	enum db_code code = disputes_get(act->room->db, act->handoff.dispute,
	    &row);

	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	return end(act, &row);
}

enum db_code
bound_answer(struct act *act)
{
	struct dispute_row row;
	enum db_code code = disputes_get(act->room->db, act->handoff.dispute,
	    &row);

	if (code == DB_OK) {
		row.again++;
		code = remind(act, &row);
	}
	if (code == DB_OK)
		code = disputes_set(act->room->db, &row);
	if (code == DB_OK)
		code = act_store(act, EVENT_BOUND);
	if (code == DB_OK)
		code = act_audit(act, "failure", "bound");
	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	return end(act, &row);
}
