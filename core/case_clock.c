/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_clock.h"

#include "pauses.h"
#include "term.h"

#define DAY_MS INT64_C(86400000)
void
case_clock_look(struct case_row *c, int64_t at_ms)
{
	/* A clock without a limit has no moment. */
	if (at_ms > 0 && (c->next_at == 0 || at_ms < c->next_at))
		c->next_at = at_ms;
}

const char *
case_clock_name(const struct case_row *c, const char *name)
{
	return c->flags & CASE_URGENT ? "urgent" : name;
}

int64_t
case_clock_soon(const struct case_row *c, int64_t start, int64_t due)
{
	if (c->flags & CASE_URGENT)
		return due - (due - start) / 2;
	/* A limit ends with a working day, which begins a day before. */
	return due - DAY_MS;
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
		case_clock_look(c, case_clock_soon(c, c->received, due.at));
	return DB_OK;
}

enum db_code
case_clock_start(struct act *act)
{
	return case_clock_start_at(act, act->room->now_ms);
}

enum db_code
case_clock_start_at(struct act *act, int64_t received_ms)
{
	struct case_row *c = &act->of_case;

	c->received = received_ms;
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
	case_clock_look(c, room->now_ms + CASE_CLOCK_QUESTION_MS);
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
	/* What is the holder's to do may be near. */
	case_clock_look(c, act->room->now_ms);
	code = pauses_end(act->room->db, c->id, act->room->now_ms);
	return code == DB_OK ? set_due(act) : code;
}

enum db_code
case_clock_again(struct act *act)
{
	return act->of_case.paused_at == 0 ? set_due(act) : DB_OK;
}

enum db_code
case_clock_later(struct act *act)
{
	struct case_row *c = &act->of_case;
	int64_t due = c->due_at, next = c->next_at;
	enum db_code code = case_clock_again(act);

	c->next_at = next;
	if (code == DB_OK && c->due_at != 0 && due > c->due_at)
		c->due_at = due;
	return code;
}

void
case_clock_taken(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct conf_institution *to = conf_by_key(act->conf, c->holder);
	const struct term_limit limit = { .name = case_clock_name(c,
					      "first_follow_up"),
		.received_ms = c->received,
		.start_ms = c->holder_since };

	if (to == NULL)
		return;
	case_clock_look(c,
	    case_clock_soon(c, c->holder_since,
		term_of_hop(act->conf, to, &limit, NULL, 0).at));
}

void
case_clock_answered(struct act *act)
{
	struct case_row *c = &act->of_case;
	const struct term_limit limit = { .name = "reply_window",
		.received_ms = c->received,
		.start_ms = act->room->now_ms };

	case_clock_look(c, term_of_limit(act->conf, c->region, &limit).at);
}
