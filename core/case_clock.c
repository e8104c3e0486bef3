/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_clock.h"

#include "pauses.h"
#include "term.h"

#define DAY_MS INT64_C(86400000)
/* A question to the complainant stops the clock no longer. */
#define QUESTION_DAYS 30

void
case_clock_look(struct case_row *c, int64_t at_ms)
{
	if (c->next_at == 0 || at_ms < c->next_at)
		c->next_at = at_ms;
}

/* The due date of the running clock. */
static enum db_code
set_due(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct term_case of = { .received_ms = c->received,
		.classification = c->classification,
		.urgent = (c->flags & CASE_URGENT) != 0,
		.region = c->region };
	struct workday_pause pauses[PAUSES_MAX];
	struct term_due due;
	size_t count = 0;
	enum db_code code = DB_OK;

	if (c->questions > 0)
		code = pauses_of_case(act->room->db, c->id, c->received, pauses,
		    &count);
	if (code != DB_OK)
		return code;
	due = term_of_case(act->conf, &of, pauses, count);
	c->due_at = due.at;
	c->flags &= ~(unsigned)CASE_PROVISIONAL;
	if (due.provisional)
		c->flags |= CASE_PROVISIONAL;
	if (due.at != 0)
		case_clock_look(c, due.at);
	return DB_OK;
}

enum db_code
case_clock_start(struct act *act)
{
	struct case_row *c = &act->of_case;

	c->received = act->room->now_ms;
	c->questions = 0;
	c->told = 0;
	c->paused_at = 0;
	return set_due(act);
}

enum db_code
case_clock_pause(struct act *act)
{
	struct case_row *c = &act->of_case;
	struct ledger_room *room = act->room;

	if (c->paused_at != 0 || c->questions >= PAUSES_MAX)
		return DB_OK;
	c->questions++;
	c->paused_at = room->now_ms;
	c->due_at = 0;
	case_clock_look(c, room->now_ms + QUESTION_DAYS * DAY_MS);
	return pauses_add(room->db, ident_new(&room->ident), c->id,
	    room->now_ms);
}

enum db_code
case_clock_run(struct act *act)
{
	struct case_row *c = &act->of_case;
	enum db_code code;

	if (c->paused_at == 0)
		return DB_OK;
	c->paused_at = 0;
	code = pauses_end(act->room->db, c->id, act->room->now_ms);
	return code == DB_OK ? set_due(act) : code;
}

enum db_code
case_clock_again(struct act *act)
{
	return act->of_case.paused_at == 0 ? set_due(act) : DB_OK;
}
