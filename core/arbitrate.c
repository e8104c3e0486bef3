/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "arbitrate.h"

#include "arbiter.h"
#include "case_clock.h"
#include "enter.h"
#include "handed.h"
#include "own.h"
#include "tell.h"
#include "term.h"

bool
arbitrate_needed(struct act *act, int64_t target)
{
	if (act->of_case.hops + 1 >= ARBITRATE_HOP)
		return true;
	return target != 0 &&
	    handoffs_refused_by(act->room->db, act->of_case.id, target);
}

/* One of the two limits of a dispute. */
static int64_t
limit_of(const struct conf *conf, const struct case_row *c,
    const struct dispute_row *dispute, const char *name)
{
	const struct term_limit limit = { .name = name,
		.received_ms = c->received,
		.start_ms = dispute->opened_at };

	return term_of_limit(conf, c->region, &limit).at;
}

int64_t
arbitrate_due(const struct conf *conf, const struct case_row *c,
    const struct dispute_row *dispute)
{
	switch (dispute->stage) {
	case DISPUTE_COORDINATOR:
		return limit_of(conf, c, dispute, "arbitrate");
	case DISPUTE_DEPUTY:
		return limit_of(conf, c, dispute, "above");
	default:
		return 0;
	}
}

/* The arbiter hears that a decision is awaited: once a stage. */
static enum db_code
tell_arbiter(struct act *act, const struct dispute_row *row)
{
	struct wording_args args = tell_args(act);
	struct act about = *act;
	enum db_code code = handoffs_get(act->room->db, row->handoff_id,
	    &about.handoff);

	args.institution = tell_name(act, row->arbiter);
	args.until_ms = arbitrate_due(act->conf, &act->of_case, row);
	if (code == DB_OK)
		code = tell_words(&about, row->arbiter, HUB_EV_COMMENT,
		    WORDING_TO_DECIDE, &args);
	act_wake(act->wake, row->arbiter);
	return code;
}

/* The audit log's word of who is asked now, and until when. */
static enum db_code
note(struct act *act, const struct dispute_row *row, const char *action,
    const char *reason)
{
	struct audit_note base = audit_note_init("");

	base.entry.by = act_name(act, row->arbiter);
	base.entry.reason = reason;
	base.entry.clock_due_ms = arbitrate_due(act->conf, &act->of_case, row);
	if (base.entry.clock_due_ms != 0)
		base.entry.clock_name = row->stage == DISPUTE_COORDINATOR
		    ? "arbitrate"
		    : "above";
	return own_note(act, "simpul.case.disputed.v1", action, &base);
}

/* Asks the arbiter that the row names, and looks again at the limit. */
static enum db_code
ask(struct act *act, const struct dispute_row *row, const char *action,
    const char *reason)
{
	int64_t due = arbitrate_due(act->conf, &act->of_case, row);
	enum db_code code = note(act, row, action, reason);

	if (due != 0)
		case_clock_look(&act->of_case, due);
	return code == DB_OK ? tell_arbiter(act, row) : code;
}

/* Whether a decision that did not bind was turned down. */
static bool
decision_refused(const struct handoff_row *old)
{
	return old->dispute != 0 &&
	    (old->state == HANDOFF_REFUSED || old->state == HANDOFF_RETURNED ||
		old->state == HANDOFF_EXPIRED);
}

/* Counts it to the decision that was turned down. */
static enum db_code
count_again(struct act *act, const struct handoff_row *old)
{
	struct dispute_row before;
	enum db_code code = disputes_get(act->room->db, old->dispute, &before);

	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	before.again++;
	return disputes_set(act->room->db, &before);
}

/* Whoever is asked first; of what a decision was about, who stands above. */
static struct arbiter
choose(const struct arbiter_case *of, bool again)
{
	int64_t above = again ? arbiter_at(of, DISPUTE_ABOVE) : 0;

	return above == 0 ? arbiter_first(of)
			  : (struct arbiter){ above, DISPUTE_ABOVE };
}

enum db_code
arbitrate_open(struct act *act, const struct handoff_row *old,
    const struct hub_handoff *h, int64_t proposed)
{
	const struct arbiter_case of = { act, h, proposed };
	bool again = decision_refused(old);
	struct arbiter arbiter = choose(&of, again);
	struct dispute_row row = {
		.id = ident_new(&act->room->ident),
		.case_id = act->of_case.id,
		.handoff_id = old->id,
		.proposed = proposed,
		.arbiter = arbiter.key,
		.stage = arbiter.stage,
		.opened_at = act->room->now_ms,
	};
	enum db_code code = enter_case(act, CASE_EV_DISPUTE);

	/* It waits for a decision already, or its holder has answered. */
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	code = disputes_add(act->room->db, &row);
	if (code == DB_OK && again)
		code = count_again(act, old);
	if (code != DB_OK)
		return code;
	return ask(act, &row, "dispute", hub_reason_name(old->reason));
}

/* The stage that a dispute has come to by the clock. */
static enum dispute_stage
stage_at(const struct act *act, const struct dispute_row *row)
{
	int64_t now = act->room->now_ms;

	if (now >= limit_of(act->conf, &act->of_case, row, "above"))
		return DISPUTE_ABOVE;
	if (now >= limit_of(act->conf, &act->of_case, row, "arbitrate"))
		return DISPUTE_DEPUTY;
	return DISPUTE_COORDINATOR;
}

/* The next arbiter is asked; where nobody is fit at that stage, the one
 * before stays and is not asked again. */
static enum db_code
rise(struct act *act, struct dispute_row *row, enum dispute_stage stage)
{
	struct handed handed;
	int64_t next = 0;
	enum db_code code = handed_read(act, &handed);

	if (code == DB_OK) {
		const struct arbiter_case of = { act, &handed.h,
			row->proposed };

		next = arbiter_at(&of, stage);
		row->stage = stage;
		row->arbiter = next == 0 ? row->arbiter : next;
		code = disputes_set(act->room->db, row);
	}
	handed_release(&handed);
	if (code != DB_OK)
		return code;
	return next == 0 ? note(act, row, "rise", "")
			 : ask(act, row, "rise", "");
}

enum db_code
arbitrate_succeed(struct act *act, struct dispute_row *dispute, int64_t arbiter)
{
	struct handed handed;
	enum db_code code = handed_read(act, &handed);

	if (code == DB_OK) {
		const struct arbiter_case of = { act, &handed.h,
			dispute->proposed };
		const struct arbiter next = arbiter_instead(&of,
		    (struct arbiter){ arbiter, dispute->stage });

		dispute->arbiter = next.key;
		dispute->stage = next.stage;
		code = disputes_set(act->room->db, dispute);
	}
	handed_release(&handed);
	return code == DB_OK ? ask(act, dispute, "succeed", "") : code;
}

/* Somebody who is in office is asked; *stage follows where there is nobody in
 * the arbiter's place. */
static enum db_code
succeed(struct act *act, struct dispute_row *row, enum dispute_stage *stage)
{
	const struct conf_institution *inst = arbiter_in_office(act->conf,
	    row->arbiter, act->room->now_ms);

	if (inst == NULL && *stage == row->stage && *stage < DISPUTE_ABOVE)
		(*stage)++;
	if (inst == NULL || inst->key == row->arbiter)
		return DB_OK;
	return arbitrate_succeed(act, row, inst->key);
}

enum db_code
arbitrate_rise(struct act *act, int64_t *ret_look)
{
	struct dispute_row row;
	enum dispute_stage stage;
	enum db_code code;

	*ret_look = 0;
	if (act->of_case.state != CASE_DISPUTED)
		return DB_OK;
	code = disputes_open(act->room->db, act->of_case.id, &row);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	stage = stage_at(act, &row);
	if (stage < row.stage)
		stage = row.stage;
	code = succeed(act, &row, &stage);
	if (code == DB_OK && stage > row.stage)
		code = rise(act, &row, stage);
	*ret_look = arbitrate_due(act->conf, &act->of_case, &row);
	return code;
}
