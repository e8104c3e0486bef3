/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "decide.h"

#include <stdio.h>

#include "arbiter.h"
#include "case_clock.h"
#include "cases_list.h"
#include "decide_tell.h"
#include "decision.h"
#include "enter.h"
#include "handed.h"
#include "joined.h"
#include "joint.h"
#include "keep.h"
#include "offer.h"
#include "own.h"
#include "pass.h"
#include "tell_source.h"

/* The coordinator's own word for what a decision changes. */
static struct own_word
word_of(const struct act *act, enum custody_own what)
{
	bool decided = what == CUSTODY_DECIDE;

	return (struct own_word){ .what = what,
		.type = decided ? "simpul.handoff.accepted.v1"
				: "simpul.handoff.cancelled.v1",
		.action = decided ? "decide" : "recall",
		.basis = decided ? "decided" : "",
		.by = act_name(act, act->actor->institution),
		.outcome = "success" };
}

/* Takes back what is offered to somebody else. */
static enum db_code
take_back(struct act *act, struct handoff_row *offered)
{
	const struct own_word word = word_of(act, CUSTODY_RECALL);
	bool recalled = false;
	struct act about = *act;
	enum db_code code = own_say(act, offered, &word, &recalled);

	if (code != DB_OK || recalled)
		return code == DB_NONE ? DB_OK : code;
	about.handoff = *offered;
	return tell_one(&about, offered->receiver, HUB_EV_CANCELLED, 0);
}

/* The handoff by which an institution holds the case or has it offered, now
 * by this decision; DB_NONE: it has none. */
static enum db_code
adopt(struct act *act, const struct decision *d, struct handoff_row *ret)
{
	const struct conf_institution *lead = d->to[0];
	struct db *db = act->room->db;
	enum db_code code = handoffs_held(db, act->of_case.id, lead->key, ret);

	if (code == DB_NONE) {
		code = handoffs_offered(db, act->of_case.id, ret);
		if (code == DB_OK && ret->receiver != lead->key)
			code = DB_NONE;
	}
	if (code != DB_OK)
		return code;
	ret->dispute = d->dispute.id;
	return handoffs_set(db, ret);
}

/* The entry with which a new handoff begins. */
static enum db_code
note_offer(struct act *act, struct handoff_row *h)
{
	struct audit_note base = audit_note_init("");
	char parent[IDENT_TEXT_SIZE] = "";
	struct act next = *act;
	enum db_code code;

	next.handoff = *h;
	if (h->parent != 0)
		ident_text(h->parent, parent);
	base.entry.parent = parent;
	base.entry.by = act_name(act, act->actor->institution);
	base.entry.rules = act->conf->rules_sha256;
	base.entry.state_to = handoff_state_name(HANDOFF_OFFERED);
	base.entry.reason = hub_reason_name(h->reason);
	code = own_note(&next, offer_type(h->kind), "decide", &base);
	act->case_seq = next.case_seq;
	h->made = false;
	return code;
}

/* The lead's handoff by the decision. */
static enum db_code
make(struct act *act, const struct decision *d, struct handoff_row *ret)
{
	const struct offer offer = {
		.kind = HUB_KIND_TRANSFER,
		.reason = act->event->reason,
		.parent = d->dispute.handoff_id,
		.sender = act->of_case.holder,
		.receiver = d->to[0]->key,
		.dispute = d->dispute.id,
	};

	enum db_code code = offer_make(act, &offer, ret);

	return code == DB_OK ? note_offer(act, ret) : code;
}

/* Who has to take a handoff has taken it. */
static enum db_code
bind(struct act *act, const struct conf_institution *inst,
    struct handoff_row *h)
{
	const struct own_word word = word_of(act, CUSTODY_DECIDE);
	bool recalled = false;
	enum db_code code;

	if (h->state != HANDOFF_OFFERED || !decision_binds(act, inst))
		return DB_OK;
	code = own_say(act, h, &word, &recalled);
	return code == DB_NONE ? DB_OK : code;
}

/* Nothing else is offered any more. */
static enum db_code
clear_way(struct act *act, const struct decision *d)
{
	struct handoff_row offered;
	enum db_code code = handoffs_offered(act->room->db, act->of_case.id,
	    &offered);

	if (code != DB_OK || offered.receiver == d->to[0]->key)
		return code == DB_NONE ? DB_OK : code;
	return take_back(act, &offered);
}

/* The lead gets the case: at once where the decision binds. */
static enum db_code
place_lead(struct act *act, const struct decision *d, struct handoff_row *ret)
{
	enum db_code code = clear_way(act, d);

	if (code == DB_OK)
		code = adopt(act, d, ret);
	if (code == DB_NONE)
		code = make(act, d, ret);
	if (code == DB_OK)
		code = bind(act, d->to[0], ret);
	if (code != DB_OK)
		return code;
	/* It is with its holder again, and no longer disputed. */
	if (handoff_open(ret->state) && ret->state != HANDOFF_OFFERED)
		code = enter_case(act, CASE_EV_TAKE);
	return code == DB_NONE ? DB_OK : code;
}

/* The others are offered a part in it. */
static enum db_code
place_others(struct act *act, const struct decision *d)
{
	int64_t keys[DECISION_TARGETS_MAX];

	for (size_t i = 1; i < d->count; i++)
		keys[i - 1] = d->to[i]->key;
	return d->count < 2
	    ? DB_OK
	    : joint_make(act, d->to[0]->key, keys, d->count - 1);
}

/* The row of what was decided, and its entry. */
static enum db_code
record(struct act *act, struct decision *d)
{
	struct dispute_row *row = &d->dispute;
	struct audit_note base = audit_note_init("");
	struct act note = *act;
	enum db_code code = DB_OK;

	row->decided_at = act->room->now_ms;
	row->decided_by = act->actor->institution;
	row->decision = d->what;
	row->target = d->to[0]->key;
	row->content = act->said;
	row->overturned = decision_binds(act, d->to[0]) &&
	    handoffs_refused_by(act->room->db, act->of_case.id, row->target);
	if (!d->open)
		code = disputes_add(act->room->db, row);
	if (code == DB_OK)
		code = disputes_set(act->room->db, row);
	if (code != DB_OK)
		return code;
	base.entry.by = act_name(act, act->actor->institution);
	note.base = &base;
	note.handoff.receiver = row->target;
	note.step = NULL;
	code = act_audit(&note, "success", hub_reason_name(act->event->reason));
	act->case_seq = note.case_seq;
	return code;
}

/* All that follows from a decision that is in order. */
static enum db_code
carry_out(struct act *act, struct decision *d)
{
	struct handoff_row lead;
	bool told; /* the source, of the decision itself */
	enum db_code code = act_store(act, EVENT_APPLIED);

	if (code == DB_OK)
		code = record(act, d);
	if (code == DB_OK)
		code = enter_case(act, CASE_EV_DECIDE);
	told = code == DB_OK;
	if (code == DB_OK || code == DB_NONE)
		code = place_lead(act, d, &lead);
	if (code == DB_OK && !told && lead.state == HANDOFF_OFFERED)
		code = tell_passed(act, &lead, NULL);
	if (code == DB_OK)
		code = place_others(act, d);
	if (code == DB_OK)
		code = decide_tell(act, &lead);
	/* What was the case's handoff until now is not the lead's. */
	if (code == DB_OK)
		act->handoff = lead;
	if (code == DB_OK && act->holder_before != act->of_case.holder)
		code = pass_relieve(act);
	if (code != DB_OK)
		return code;
	case_clock_look(&act->of_case, act->room->now_ms);
	code = keep_case(act);
	return code == DB_OK ? act_end(act, HUB_APPLIED, "") : code;
}

/* A case that has ended needs no decision, nor one that has its answer. */
static enum db_code
end_illegal(struct act *act)
{
	bool over = !case_open(act->of_case.state);
	struct hub_buf allowed;

	(void)act_end(act, HUB_ILLEGAL,
	    over ? "the case has ended"
		 : "the case is answered; whoever complained may object first");
	hub_buf_init(&allowed, 512);
	custody_case_allowed(act->of_case.state, &allowed);
	act->result->allowed = arena_text(act->arena, hub_buf_str(&allowed));
	hub_buf_release(&allowed);
	return DB_OK;
}

/* Tells who may. */
static enum db_code
end_forbidden(struct act *act, int64_t asked)
{
	char text[200];

	if (act->parties == 0)
		return act_end(act, HUB_FORBIDDEN, "not their case");
	(void)snprintf(text, sizeof(text),
	    "%.64s decides on this case now, and the coordinator unless "
	    "recused",
	    act_name(act, asked));
	return act_end(act, HUB_FORBIDDEN, text);
}

/* Whoever says it may, and it is in order: it is carried out. */
static enum db_code
judge(struct act *act, const struct hub_handoff *h)
{
	struct decision d;
	const char *problem = decision_read(act, h, &d);
	const struct arbiter_case of = { act, h, d.dispute.proposed };
	int64_t asked = arbiter_asked(&of, d.open ? &d.dispute : NULL);

	if (!arbiter_may(&of, asked))
		return end_forbidden(act, asked);
	if (act->of_case.joined != 0)
		return act_end(act, HUB_ILLEGAL, joined_problem(act));
	if (!case_open(act->of_case.state) ||
	    act->of_case.state == CASE_ANSWERED)
		return end_illegal(act);
	if (problem[0] != '\0')
		return act_end(act, HUB_INVALID, problem);
	if (decision_again(act, &d))
		return act_end(act, HUB_DUPLICATE, "");
	return carry_out(act, &d);
}

enum db_code
decide_case(struct act *act)
{
	struct handed handed;
	enum db_code code = act_find(act);

	if (code == DB_OK)
		code = act_load(act);
	if (code == DB_NONE)
		return act_end(act, HUB_UNKNOWN, "no such case");
	if (code != DB_OK)
		return code;
	code = handed_read(act, &handed);
	if (code == DB_OK)
		code = judge(act, &handed.h);
	handed_release(&handed);
	return code;
}
