/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "relate.h"

#include "case_clock.h"
#include "cases_list.h"
#include "disputes.h"
#include "ending.h"
#include "enter.h"
#include "joined.h"
#include "keep.h"
#include "own.h"
#include "pauses.h"
#include "relations.h"
#include "reopen.h"
#include "route.h"
#include "tell_source.h"

/* Loads another case into an act of its own. */
static enum db_code
load(struct act *act, int64_t case_id, struct act *ret)
{
	enum db_code code;

	*ret = *act;
	ret->case_seq = 0;
	ret->said = 0;
	code = handoffs_main(act->room->db, case_id, &ret->handoff);
	if (code == DB_NONE)
		ret->handoff = (struct handoff_row){ .case_id = case_id };
	else if (code != DB_OK)
		return code;
	code = act_load(ret);
	return code == DB_CORRUPT ? DB_NONE : code;
}

/* One entry about the act's case; parent: the other one, from: who held it, 0:
 * that stays. */
static enum db_code
note(struct act *act, const char *action, int64_t other, int64_t from)
{
	struct audit_note base = audit_note_init("");
	char parent[IDENT_TEXT_SIZE];

	if (from != 0) {
		base.entry.holder_from = act_name(act, from);
		base.entry.holder_to = act_name(act, act->of_case.holder);
	}
	ident_text(other, parent);
	base.entry.parent = parent;
	base.entry.by = act_name(act, act->actor->institution);
	base.entry.reason = hub_reason_name(act->event->reason);
	return own_note(act, "simpul.case.related.v1", action, &base);
}

/* The younger case's own clock, dispute and handoffs end. */
static enum db_code
let_go(struct act *young)
{
	struct case_row *c = &young->of_case;
	struct ledger_room *room = young->room;
	enum db_code code = ending_of_case(young, HUB_EV_CANCELLED);

	if (code == DB_OK && c->state == CASE_DISPUTED)
		code = disputes_settle(room->db, c->id, room->now_ms);
	if (code == DB_OK || code == DB_NONE)
		code = c->paused_at == 0
		    ? DB_OK
		    : pauses_end(room->db, c->id, room->now_ms);
	c->paused_at = 0;
	return code;
}

/* The clock that began first counts. */
static enum db_code
join_clocks(struct act *lead, const struct case_row *young)
{
	struct case_row *c = &lead->of_case;
	enum db_code code = DB_OK;

	if (young->received < c->received && c->paused_at == 0) {
		c->received = young->received;
		code = case_clock_again(lead);
	}
	if (young->due_at != 0 && c->due_at > young->due_at) {
		c->due_at = young->due_at;
		case_clock_look(c, case_clock_soon(c, c->received, c->due_at));
	}
	return code;
}

/* How people know a case. */
static const char *
number_of(struct act *act)
{
	char id[IDENT_TEXT_SIZE];

	if (act->of_case.tracking_id[0] != '\0')
		return act->of_case.tracking_id;
	ident_text(act->of_case.id, id);
	return arena_text(act->arena, id);
}

/* The younger's source hears where its answer will come from; the holder
 * that one more waits for it. */
static enum db_code
tell_joined(struct act *lead, struct act *young)
{
	struct wording_args args = tell_args(young);
	enum db_code code;

	args.case_ref = number_of(lead);
	args.institution = tell_name(lead, lead->of_case.holder);
	code = tell_source(young, WORDING_RELATED, &args);
	if (code != DB_OK || lead->handoff.id == 0 ||
	    lead->of_case.holder == lead->actor->institution)
		return code;
	args = tell_args(lead);
	args.case_ref = number_of(young);
	return tell_words(lead, lead->of_case.holder, HUB_EV_COMMENT,
	    WORDING_RELATED, &args);
}

/* One case comes beside the lead. */
static enum db_code
join_one(struct act *lead, struct act *young)
{
	struct relation_row row = { .id = ident_new(&lead->room->ident),
		.a = lead->of_case.id,
		.b = young->of_case.id,
		.kind = RELATION_SAME };
	enum db_code code = let_go(young);

	if (code == DB_OK)
		code = join_clocks(lead, &young->of_case);
	if (code == DB_OK)
		code = relations_add(lead->room->db, &row);
	if (code == DB_OK)
		code = note(young, "join", lead->of_case.id, 0);
	if (code == DB_OK)
		code = note(lead, "lead", young->of_case.id, 0);
	if (code == DB_OK)
		code = tell_joined(lead, young);
	lead->of_case.flags |= CASE_LEADS;
	joined_copy(&young->of_case, &lead->of_case);
	young->of_case.joined = lead->of_case.id;
	young->of_case.flags &= ~(unsigned)CASE_LEADS;
	return code == DB_OK ? keep_case(young) : code;
}

/* Those that are joined to the younger come along. */
static enum db_code
bring_others(struct act *lead, struct act *young)
{
	struct relations_joined list = { .count = 0 };
	struct relation_row row;
	struct act other;
	enum db_code code = DB_OK;

	if (young->of_case.flags & CASE_LEADS)
		code = relations_joined(lead->room->db, young->of_case.id,
		    &list);
	for (size_t i = 0; i < list.count && code == DB_OK; i++) {
		code = relations_between(lead->room->db, young->of_case.id,
		    list.ids[i], RELATION_SAME, &row);
		if (code == DB_OK)
			code = relations_undo(lead->room->db, row.id,
			    lead->room->now_ms);
		if (code == DB_OK)
			code = load(lead, list.ids[i], &other);
		if (code == DB_OK)
			code = join_one(lead, &other);
	}
	return code;
}

/* Why two cases cannot have one custody, or "". */
static const char *
problem_of(const struct act *a, const struct act *b)
{
	if (!case_open(a->of_case.state) || !case_open(b->of_case.state))
		return "one of the cases has ended; relate them as related";
	if ((a->of_case.flags ^ b->of_case.flags) & CASE_SECRET)
		return "a secret case is joined with a secret one only";
	return "";
}

/* How many would stand beside the lead. */
static enum db_code
count_all(struct act *a, struct act *b, size_t *ret_count)
{
	struct relations_joined x, y;
	enum db_code code = relations_joined(a->room->db, a->of_case.id, &x);

	if (code == DB_OK)
		code = relations_joined(a->room->db, b->of_case.id, &y);
	*ret_count = x.count + y.count + 1;
	return code;
}

/* Two leads become one. */
static enum db_code
join(struct act *act, struct act *a, struct act *b)
{
	struct act *lead = a->of_case.id < b->of_case.id ? a : b;
	struct act *young = lead == a ? b : a;
	const char *problem = problem_of(a, b);
	size_t count = 0;
	enum db_code code;

	if (a->of_case.id == b->of_case.id)
		return act_end(act, HUB_DUPLICATE, "");
	if (problem[0] != '\0')
		return act_end(act, HUB_ILLEGAL, problem);
	code = count_all(a, b, &count);
	if (code == DB_OK && count > RELATIONS_MAX)
		return act_end(act, HUB_ILLEGAL,
		    "too many cases would be joined to one, at most 64");
	if (code == DB_OK)
		code = act_store(young, EVENT_APPLIED);
	if (code == DB_OK)
		code = bring_others(lead, young);
	if (code == DB_OK)
		code = join_one(lead, young);
	if (code == DB_OK)
		code = keep_case(lead);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* The case that has the custody of the act's. */
static enum db_code
lead_of(struct act *act, struct act *ret)
{
	if (act->of_case.joined != 0)
		return load(act, act->of_case.joined, ret);
	*ret = *act;
	ret->case_seq = 0;
	return DB_OK;
}

/* The way from its lead's state to where it is offered. */
static enum db_code
set_free(struct act *act)
{
	enum db_code code = DB_OK;

	if (act->of_case.state == CASE_ANSWERED)
		code = enter_case(act, CASE_EV_OBJECT);
	if (act->of_case.state == CASE_DISPUTED)
		code = enter_case(act, CASE_EV_DECIDE);
	else if (code == DB_OK)
		code = enter_case(act, CASE_EV_FORWARD);
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
relate_part(struct act *act)
{
	struct case_row *c = &act->of_case;
	struct relation_row row;
	int64_t lead = c->joined, from = c->holder;
	enum db_code code = relations_between(act->room->db, lead, c->id,
	    RELATION_SAME, &row);

	if (code == DB_OK)
		code = relations_undo(act->room->db, row.id, act->room->now_ms);
	if (code != DB_OK && code != DB_NONE)
		return code;
	c->joined = 0;
	c->holder = route_coordinator(act->conf)->key;
	c->holder_since = act->room->now_ms;
	c->first_at = 0;
	case_clock_look(c, act->room->now_ms);
	code = case_clock_again(act);
	if (code == DB_OK)
		code = note(act, "part", lead, from);
	/* It is told: what the act does next changes no holder. */
	act->holder_before = c->holder;
	return code;
}

/* The younger of two that are joined stands alone again. */
static enum db_code
part(struct act *act, struct act *young)
{
	enum db_code code;

	if (!case_open(young->of_case.state))
		return act_end(act, HUB_ILLEGAL,
		    "the cases have ended together");
	code = act_store(young, EVENT_APPLIED);
	if (code == DB_OK)
		code = relate_part(young);
	if (code == DB_OK)
		code = set_free(young);
	if (code == DB_OK)
		code = reopen_offer(young);
	if (code == DB_OK)
		code = tell_passed(young, &young->handoff, NULL);
	if (code == DB_OK)
		code = keep_case(young);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* Joins, or parts, what the act's case and the other are. */
static enum db_code
relate_same(struct act *act, struct act *other, bool undo)
{
	struct act a, b;
	enum db_code code;

	if (undo && act->of_case.joined == other->of_case.id)
		return part(act, act);
	if (undo && other->of_case.joined == act->of_case.id)
		return part(act, other);
	if (undo)
		return act_end(act, HUB_DUPLICATE, "");
	code = lead_of(act, &a);
	if (code == DB_OK)
		code = lead_of(other, &b);
	return code == DB_OK ? join(act, &a, &b) : code;
}

/* A note on both cases. */
static enum db_code
relate_note(struct act *act, struct act *other, bool undo)
{
	struct relation_row row = { .kind = RELATION_RELATED };
	int64_t x = act->of_case.id, y = other->of_case.id;
	struct db *db = act->room->db;
	enum db_code code = relations_between(db, x, y, row.kind, &row);

	if (code != DB_OK && code != DB_NONE)
		return code;
	if ((code == DB_OK) != undo)
		return act_end(act, HUB_DUPLICATE, "");
	if (undo) {
		code = relations_undo(db, row.id, act->room->now_ms);
	} else {
		row = (struct relation_row){ ident_new(&act->room->ident),
			x < y ? x : y, x < y ? y : x, 0, RELATION_RELATED };
		code = relations_add(db, &row);
	}
	if (code == DB_OK)
		code = act_store(act, EVENT_APPLIED);
	if (code == DB_OK)
		code = note(act, undo ? "unrelate" : "relate", y, 0);
	if (code == DB_OK)
		code = note(other, undo ? "unrelate" : "relate", x, 0);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

enum db_code
relate_case(struct act *act, const struct steer *steer)
{
	struct act other;
	int64_t id = 0;
	enum db_code code;

	if (steer->as == RELATION_NONE)
		return act_end(act, HUB_INVALID,
		    "as: is missing, expected same or related");
	if (!ident_parse(steer->other, &id))
		return act_end(act, HUB_INVALID,
		    "case: expected the id of the other case");
	if (id == act->of_case.id)
		return act_end(act, HUB_INVALID,
		    "case: expected another case than the one itself");
	code = load(act, id, &other);
	if (code == DB_NONE)
		return act_end(act, HUB_INVALID, "case: no such case");
	if (code != DB_OK)
		return code;
	return steer->as == RELATION_SAME
	    ? relate_same(act, &other, steer->undo)
	    : relate_note(act, &other, steer->undo);
}

enum db_code
relate_propose(struct act *act)
{
	struct wording_args args = tell_args(act);
	int64_t to = route_coordinator(act->conf)->key;

	if (act->event->reason != HUB_REASON_DUPLICATE ||
	    to == act->actor->institution)
		return DB_OK;
	args.case_ref = number_of(act);
	args.institution = tell_name(act, act->actor->institution);
	args.text = act->event->text;
	return tell_words(act, to, HUB_EV_COMMENT, WORDING_DUPLICATE, &args);
}
