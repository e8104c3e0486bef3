/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "adopt.h"

#include <string.h>

#include "cases_list.h"
#include "ending.h"
#include "enter.h"
#include "keep.h"
#include "said.h"
#include "tell.h"
#include "tell_event.h"
#include "words.h"

/* A search for what came too late. */
struct search {
	struct act *act;
	const char *name;
	int64_t id;
	struct event_row row;
	struct hub_event event;
	enum db_code code;
};

/* Whether the row is one that may be adopted. */
static bool
is_late(const struct event_row *row)
{
	return row->applied == EVENT_LATE &&
	    (row->kind == HUB_EV_ANSWERED || row->kind == HUB_EV_PROGRESS);
}

/* db_row_fn: one thing said; the last that fits stays. */
static bool
take_event(void *ctx, const struct db_row *db_row)
{
	struct search *s = ctx;
	struct hub_event event;
	struct event_row row;
	enum db_code code;

	event_row_read(db_row, &row);
	if (!is_late(&row))
		return true;
	code = said_read(s->act, &row, &event);
	if (code == DB_OK &&
	    (s->name[0] == '\0' || row.id == s->id ||
		strcmp(event.their_id, s->name) == 0)) {
		s->row = row;
		s->event = event;
		s->code = DB_OK;
	} else if (code != DB_OK && code != DB_NONE) {
		s->code = code;
		return false;
	}
	return true;
}

/* By the holder's own handoff. */
static enum db_code
by_handoff(struct act *act)
{
	act->step = custody_find(act->handoff.kind, act->handoff.state,
	    act->event->kind);
	return act->step == NULL ? DB_NONE : enter_handoff(act, act->step);
}

/* Where the holder has none: the case takes its step, and an answer ends what
 * is still offered. */
static enum db_code
by_case(struct act *act)
{
	bool answer = act->event->kind == HUB_EV_ANSWERED;
	enum db_code code;

	act->step = NULL;
	/* A follow-up decides no dispute. */
	if (!answer && act->of_case.state == CASE_DISPUTED)
		return DB_OK;
	code = enter_case(act, answer ? CASE_EV_ANSWER : CASE_EV_TAKE);
	if (code == DB_OK && answer)
		code = ending_of_case(act, HUB_EV_CANCELLED);
	return code;
}

/* The entry, in the coordinator's name. */
static enum db_code
note(struct act *act, const struct event_row *row)
{
	struct audit_note base = audit_note_init("");
	char parent[IDENT_TEXT_SIZE];
	enum db_code code;

	ident_text(row->id, parent);
	base.entry.action = "adopt";
	base.entry.parent = parent;
	base.entry.by = act_name(act, act->actor->institution);
	act->base = &base;
	code = act_audit(act, "success", "");
	act->base = NULL;
	return code;
}

/* The late event is said now. */
static enum db_code
adopt(struct act *act, const struct event_row *row)
{
	struct handoff_row held;
	enum db_code code;

	code = handoffs_held(act->room->db, act->of_case.id,
	    act->of_case.holder, &held);
	if (code == DB_OK)
		act->handoff = held;
	if (code != DB_OK && code != DB_NONE)
		return code;
	code = code == DB_OK ? by_handoff(act) : by_case(act);
	if (code == DB_OK)
		code = words_settle(act->room, row->id, EVENT_APPLIED);
	if (code == DB_OK)
		code = note(act, row);
	if (code == DB_OK)
		code = tell_event(act);
	return code == DB_OK ? keep_case(act) : code;
}

enum db_code
adopt_case(struct act *act, const struct steer *steer)
{
	const struct hub_event *why = act->event;
	struct search s = { .act = act,
		.name = steer->adopts,
		.code = DB_NONE };
	enum db_code code;

	if (!ident_parse(steer->adopts, &s.id))
		s.id = 0;
	code = events_of_case(act->room->db, act->of_case.id, take_event, &s);
	if (code == DB_OK)
		code = s.code;
	if (code == DB_NONE)
		return act_end(act, HUB_INVALID,
		    "no answer or follow-up of that case came too late, or it "
		    "was adopted already");
	if (code == DB_OK && !case_open(act->of_case.state))
		return act_end(act, HUB_ILLEGAL, "the case has ended");
	if (code == DB_OK)
		code = act_store(act, EVENT_APPLIED);
	if (code != DB_OK)
		return code;
	act->event = &s.event;
	act->said = s.row.content;
	code = adopt(act, &s.row);
	act->event = why;
	if (code == DB_NONE)
		return act_end(act, HUB_ILLEGAL,
		    "the holder cannot say that in the case's present state");
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}
