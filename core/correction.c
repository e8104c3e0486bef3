/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "correction.h"

#include <stdio.h>

#include "case_clock.h"
#include "cases_list.h"
#include "disputes.h"
#include "enter.h"
#include "hub_time.h"
#include "own.h"
#include "part.h"
#include "said.h"
#include "tell_source.h"
#include "words.h"

/* What a correction of a kind undoes. */
enum undoes { UNDOES_NOTHING, UNDOES_TEXT, UNDOES_STEP, UNDOES_REROUTE };

static const enum undoes undone[HUB_EV_COUNT] = {
	[HUB_EV_ACCEPTED] = UNDOES_STEP,
	[HUB_EV_ANSWERED] = UNDOES_STEP,
	[HUB_EV_REFUSED] = UNDOES_REROUTE,
	[HUB_EV_RETURNED] = UNDOES_REROUTE,
	[HUB_EV_PROGRESS] = UNDOES_TEXT,
	[HUB_EV_COMMENT] = UNDOES_TEXT,
	[HUB_EV_CONTRIBUTION] = UNDOES_TEXT,
	[HUB_EV_SUPPLEMENT] = UNDOES_TEXT,
};

/* Where a handoff stands once that was said. */
static const enum handoff_state led_to[HUB_EV_COUNT] = {
	[HUB_EV_ACCEPTED] = HANDOFF_ACCEPTED,
	[HUB_EV_ANSWERED] = HANDOFF_ANSWERED,
	[HUB_EV_REFUSED] = HANDOFF_REFUSED,
	[HUB_EV_RETURNED] = HANDOFF_RETURNED,
};

/* It cannot be corrected: why, with a moment where there is a %s. */
static enum db_code
decline(struct act *act, struct correction *c, const char *fmt, int64_t at_ms)
{
	char at[HUB_TIME_SIZE] = "", text[160];

	if (at_ms != 0)
		hub_time_text(at_ms / 1000, at);
	(void)snprintf(text, sizeof(text), "%s%s", fmt, at);
	c->done = true;
	return act_end(act, HUB_ILLEGAL, text);
}

/* The first instant at which it is too late. */
static int64_t
limit_of(const struct act *act, const struct event_row *row)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    act->actor->institution);
	const struct workday_place *place = inst != NULL
	    ? &inst->place
	    : &act->conf->hub.place;

	return workday_due(place, ident_ms(row->id), 1, NULL, 0).at_ms;
}

/* The handoff that it was said about. */
static enum db_code
go_to(struct act *act, const struct event_row *row)
{
	enum db_code code;

	if (row->handoff_id == 0 || row->handoff_id == act->handoff.id)
		return DB_OK;
	code = handoffs_get(act->room->db, row->handoff_id, &act->handoff);
	return code == DB_OK ? act_load(act) : code;
}

/* The successor that nobody has taken is taken back; *ret_gone: there is none
 * any more, or a decision made it. */
static enum db_code
recall_successor(struct act *act, bool *ret_gone)
{
	static const struct own_word recalled = {
		.what = CUSTODY_RECALL,
		.type = "simpul.handoff.cancelled.v1",
		.action = "recall",
		.basis = "",
		.outcome = "success",
	};
	struct handoff_row next;
	bool unheard = false;
	enum db_code code = handoffs_offered(act->room->db, act->of_case.id,
	    &next);

	*ret_gone = code == DB_NONE ||
	    (code == DB_OK &&
		(next.parent != act->handoff.id || next.dispute != 0));
	if (code != DB_OK || *ret_gone)
		return code == DB_NONE ? DB_OK : code;
	code = own_say(act, &next, &recalled, &unheard);
	if (code != DB_OK || unheard)
		return code;
	return tell_not_yours(act, &next);
}

/* The dispute that it opened is over, unless it was ruled on: *ret_gone.  Who
 * was asked to rule hears why nothing is left to be decided. */
static enum db_code
end_dispute(struct act *act, bool *ret_gone)
{
	struct wording_args args = tell_args(act);
	struct dispute_row row;
	enum db_code code = disputes_open(act->room->db, act->of_case.id, &row);

	*ret_gone = code == DB_NONE ||
	    (code == DB_OK && row.handoff_id != act->handoff.id);
	if (code != DB_OK || *ret_gone)
		return code == DB_NONE ? DB_OK : code;
	code = enter_case(act, CASE_EV_SETTLE);
	if (code != DB_OK)
		return code;
	args.institution = tell_name(act, act->actor->institution);
	args.text = act->event->text;
	return tell_words(act, row.arbiter, HUB_EV_COMMENT, WORDING_CORRECTED,
	    &args);
}

/* The old handoff is to be open again. */
static enum db_code
undo_reroute(struct act *act, struct correction *c)
{
	bool gone = false;
	enum db_code code = act->of_case.state == CASE_DISPUTED
	    ? end_dispute(act, &gone)
	    : recall_successor(act, &gone);

	if (code != DB_OK)
		return code;
	if (gone)
		return decline(act, c,
		    "others have gone on with the case since; it cannot be "
		    "taken back",
		    0);
	if (act->of_case.hops > 0)
		act->of_case.hops--;
	case_clock_look(&act->of_case,
	    act->handoff.due_at != 0 ? act->handoff.due_at : act->room->now_ms);
	return outbox_relive(act->room->db, act->handoff.id);
}

/* What was decided is undone by a step of the table. */
static enum db_code
undo_step(struct act *act, struct correction *c, enum hub_event_kind kind)
{
	struct wording_args args = tell_args(act);
	enum db_code code = DB_OK;

	c->step = custody_find(act->handoff.kind, act->handoff.state,
	    CUSTODY_UNDO);
	if (c->step == NULL || act->handoff.state != led_to[kind])
		return decline(act, c,
		    "the handoff has gone on since; it cannot be taken back",
		    0);
	if (undone[kind] == UNDOES_REROUTE)
		code = undo_reroute(act, c);
	if (code != DB_OK || c->done || kind == HUB_EV_ANSWERED)
		return code;
	args.institution = tell_name(act, act->actor->institution);
	return tell_source(act, WORDING_CORRECTED, &args);
}

/* The entry names what is corrected. */
static void
name_it(struct act *act, struct correction *c, const struct event_row *row)
{
	c->note = act->base != NULL ? *act->base : audit_note_init("");
	ident_text(row->id, c->parent);
	c->note.entry.action = "correct";
	c->note.entry.parent = c->parent;
}

/* What is corrected: what they call so, or their last word of those that can
 * be taken back. */
static enum db_code
find_said(struct act *act, struct event_row *ret_row,
    struct hub_event *ret_said)
{
	int64_t speaker = act->actor->institution;
	uint64_t kinds = 0;

	if (act->event->corrects[0] != '\0')
		return said_find(act, speaker, act->event->corrects, ret_row,
		    ret_said);
	for (unsigned kind = 0; kind < HUB_EV_COUNT; kind++)
		if (undone[kind] != UNDOES_NOTHING)
			kinds |= UINT64_C(1) << kind;
	return said_last(act, speaker, kinds, ret_row, ret_said);
}

enum db_code
correction_find(struct act *act, struct correction *ret)
{
	struct hub_event said;
	struct event_row row;
	int64_t limit;
	enum db_code code = find_said(act, &row, &said);

	ret->done = false;
	if (code == DB_NONE && act->event->corrects[0] == '\0')
		return decline(act, ret,
		    "nothing was said there that can be "
		    "taken back",
		    0);
	if (code != DB_OK)
		return code;
	if (row.applied != EVENT_APPLIED)
		return decline(act, ret,
		    "that moved nothing, or was corrected already", 0);
	if (undone[row.kind] == UNDOES_NOTHING)
		return decline(act, ret,
		    "what was said there cannot be corrected; say what holds "
		    "now",
		    0);
	limit = limit_of(act, &row);
	if (act->room->now_ms >= limit)
		return decline(act, ret,
		    "it was possible to correct that until ", limit);
	code = go_to(act, &row);
	if (code != DB_OK)
		return code;
	ret->event = *act->event;
	ret->event.audience = part_audience(&said);
	name_it(act, ret, &row);
	if (undone[row.kind] == UNDOES_TEXT)
		ret->step = custody_find(act->handoff.kind, act->handoff.state,
		    HUB_EV_CORRECTION);
	else
		code = undo_step(act, ret, row.kind);
	if (code != DB_OK || ret->done || ret->step == NULL)
		return code;
	return words_settle(act->room, row.id, EVENT_CORRECTED);
}
