/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "joint.h"

#include "beside.h"
#include "besides.h"
#include "brought.h"
#include "cases_list.h"
#include "enter.h"
#include "frame_words.h"
#include "keep.h"
#include "limits.h"
#include "pass.h"
#include "tell.h"
#include "tell_event.h"

enum db_code
joint_make(struct act *act, int64_t lead, const int64_t *targets, size_t count)
{
	struct offer offer = { .kind = HUB_KIND_JOINT,
		.sender = act->of_case.holder };
	enum db_code code = DB_OK;

	for (size_t i = 0; i < count && code == DB_OK; i++) {
		const struct conf_institution *to;
		const char *problem;

		to = conf_by_key(act->conf, targets[i]);
		if (to == NULL || to->key == lead ||
		    to->key == act->of_case.holder)
			continue;
		code = beside_problem(act, HUB_KIND_JOINT, to, &problem);
		offer.receiver = to->key;
		if (code == DB_OK && problem[0] == '\0')
			code = beside_make(act, &offer, "joint");
	}
	return code;
}

/* Names of those whose part is still to come, but for one; how many. */
static enum db_code
list_parts(struct act *act, int64_t but, struct hub_buf *names)
{
	struct besides open;
	enum db_code code;

	code = besides_open(act->room->db, act->of_case.id, &open);
	for (size_t i = 0; i < open.count && code == DB_OK; i++) {
		const struct conf_institution *who;

		who = conf_by_key(act->conf, open.rows[i].receiver);
		if (!besides_is_part(&open.rows[i]) ||
		    open.rows[i].receiver == but)
			continue;
		hub_buf_fmt(names, "%s%s", names->len > 0 ? ", " : "",
		    who == NULL ? "?" : who->name);
	}
	return code;
}

/* The lead is told whose parts are open, in its own protocol. */
static enum db_code
tell_lead(struct act *act, const char *names)
{
	struct hub_event event = hub_event_init(HUB_EV_COMMENT);
	struct wording_args args = tell_args(act);
	struct hub_buf text;
	enum db_code code;

	args.list = names;
	hub_buf_init(&text, INTAKE_FRAME_MAX);
	wording_make(&text, WORDING_PARTS_OPEN, &args);
	event.text = hub_buf_str(&text);
	event.audience = HUB_AUDIENCE_PARTIES;
	code = beside_say(act, act->handoff.receiver, &event);
	hub_buf_release(&text);
	return code;
}

/* The answer is kept and counts as work until the parts are in. */
static enum db_code
hold(struct act *act, const char *names)
{
	struct audit_note base = audit_note_init("");
	struct hub_buf detail;
	enum db_code code;

	act->step = custody_find(act->handoff.kind, act->handoff.state,
	    HUB_EV_PROGRESS);
	code = enter_handoff(act, act->step);
	if (code == DB_OK)
		code = act_store(act, EVENT_HELD);
	if (code == DB_OK)
		code = brought_keep(act);
	base.entry.action = "hold";
	act->base = &base;
	act->type = "simpul.message.received.v1";
	if (code == DB_OK)
		code = act_audit(act, "pending", "");
	act->base = NULL;
	act->type = NULL;
	if (code == DB_OK)
		code = tell_lead(act, names);
	if (code == DB_OK && act->holder_before != act->of_case.holder)
		code = pass_relieve(act);
	if (code == DB_OK)
		code = keep_case(act);
	if (code != DB_OK)
		return code;
	hub_buf_init(&detail, INTAKE_FRAME_MAX);
	hub_buf_fmt(&detail,
	    "held until the parts are in of: %s; say it again, or with"
	    " without_waiting, to send it now",
	    names);
	code = act_end(act, HUB_APPLIED, hub_buf_str(&detail));
	hub_buf_release(&detail);
	return code;
}

enum db_code
joint_wait(struct act *act, bool *ret_held)
{
	struct event_row earlier;
	struct hub_buf names;
	enum db_code code;

	*ret_held = false;
	if (act->handoff.kind != HUB_KIND_TRANSFER ||
	    act->event->kind != HUB_EV_ANSWERED ||
	    !(act->of_case.flags & CASE_BESIDE) ||
	    act->handoff.state == HANDOFF_ANSWERED)
		return DB_OK;
	code = besides_held(act->room->db, act->of_case.id,
	    act->handoff.receiver, &earlier);
	if (code == DB_OK)
		return besides_settle(act->room, earlier.id, EVENT_LATE);
	if (code != DB_NONE)
		return code;
	if (act->event->without_waiting)
		return DB_OK;
	hub_buf_init(&names, INTAKE_FRAME_MAX);
	code = list_parts(act, act->handoff.receiver, &names);
	*ret_held = code == DB_OK && names.len > 0;
	if (*ret_held)
		code = hold(act, hub_buf_str(&names));
	hub_buf_release(&names);
	return code;
}

/* The held answer, said by the lead now. */
static enum db_code
answer(struct act *lead, const struct event_row *row,
    const struct hub_event *event)
{
	struct act_actor actor = { .institution = row->speaker, .channel = "" };
	enum db_code code;

	lead->actor = &actor;
	lead->event = event;
	lead->base = NULL;
	lead->type = NULL;
	lead->payload = (struct audit_payload){ NULL, 0 };
	lead->holder_before = lead->of_case.holder;
	lead->recalled = false;
	lead->said = row->content;
	lead->step = custody_find(lead->handoff.kind, lead->handoff.state,
	    HUB_EV_ANSWERED);
	if (lead->step == NULL)
		return DB_OK;
	code = enter_handoff(lead, lead->step);
	if (code == DB_OK)
		code = besides_settle(lead->room, row->id, EVENT_APPLIED);
	if (code == DB_OK)
		code = act_audit(lead, "success", "");
	if (code == DB_OK)
		code = tell_event(lead);
	return code;
}

/* Opens what was held, and says it. */
static enum db_code
release(struct act *act, struct act *lead, const struct event_row *row)
{
	struct hub_event event;
	struct hub_buf frame;
	struct frame_in in;
	enum db_code code;

	hub_buf_init(&frame, INTAKE_FRAME_MAX);
	code = content_get(act->room->db, act->key, row->content, &frame);
	frame_in_init(&in, frame.data, frame.len);
	if (code == DB_OK)
		code = frame_event(&in, act->arena, &event) ? DB_OK
							    : DB_CORRUPT;
	if (code == DB_OK)
		code = answer(lead, row, &event);
	hub_buf_release(&frame);
	act->case_seq = lead->case_seq;
	act->of_case = lead->of_case;
	return code == DB_NONE ? DB_CORRUPT : code;
}

enum db_code
joint_go_on(struct act *act)
{
	struct act lead = *act;
	struct event_row row;
	struct hub_buf names;
	enum db_code code;
	bool waits;

	code = besides_held(act->room->db, act->of_case.id, act->of_case.holder,
	    &row);
	if (code == DB_OK)
		code = handoffs_held(act->room->db, act->of_case.id,
		    act->of_case.holder, &lead.handoff);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	hub_buf_init(&names, INTAKE_FRAME_MAX);
	code = list_parts(act, act->of_case.holder, &names);
	waits = names.len > 0;
	hub_buf_release(&names);
	return code != DB_OK || waits ? code : release(act, &lead, &row);
}
