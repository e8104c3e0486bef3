/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "indicators.h"

#include <stdlib.h>

#include "cases_span.h"
#include "ident.h"

/* A case's id is minted before it is received, if only by a moment. */
#define SLACK_MS INT64_C(86400000)
#define FIRST_ROOM 256

/* Where an instant begins among the ids; those to come are all alike. */
static int64_t
id_at(const struct indicators *of, int64_t ms)
{
	int64_t last = of->now_ms + SLACK_MS;

	return ident_at(ms < last ? ms : last);
}

struct indicators *
indicators_new(struct conf *conf, const struct period *period, int64_t now_ms)
{
	struct indicators *of = calloc(1, sizeof(*of));

	if (of == NULL)
		return NULL;
	of->conf = conf_hold(conf);
	of->period = *period;
	of->now_ms = now_ms;
	of->linked = calloc(conf->institution_count + 1, sizeof(bool));
	of->active = calloc(conf->institution_count + 1, sizeof(bool));
	tally_init(&of->tally);
	if (period->from_ms > SLACK_MS)
		of->after = id_at(of, period->from_ms - SLACK_MS);
	if (of->linked != NULL && of->active != NULL)
		return of;
	indicators_free(of);
	return NULL;
}

/* Lets go of everything. */
void
indicators_free(struct indicators *of)
{
	if (of == NULL)
		return;
	tally_release(&of->tally);
	conf_release(of->conf);
	free(of->linked);
	free(of->active);
	free(of->page.handoffs);
	free(of->page.disputes);
	free(of);
}

/* Room for one row more; false: no memory. */
static bool
make_room(void **rows, size_t size, size_t count, size_t *room)
{
	size_t more = *room == 0 ? FIRST_ROOM : *room * 2;
	void *fresh;

	if (count < *room)
		return true;
	fresh = realloc(*rows, more * size);
	if (fresh == NULL)
		return false;
	*rows = fresh;
	*room = more;
	return true;
}

/* db_row_fn: a case. */
static bool
take_case(void *ctx, const struct db_row *row)
{
	struct indicators_page *page = ctx;

	case_row_read(row, &page->cases[page->case_count++]);
	return true;
}

/* db_row_fn: a handoff. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	struct indicators_page *page = ctx;
	void *rows = page->handoffs;

	page->failed = !make_room(&rows, sizeof(*page->handoffs),
	    page->handoff_count, &page->handoff_room);
	page->handoffs = rows;
	if (!page->failed)
		handoff_row_read(row, &page->handoffs[page->handoff_count++]);
	return !page->failed;
}

/* db_row_fn: a dispute. */
static bool
take_dispute(void *ctx, const struct db_row *row)
{
	struct indicators_page *page = ctx;
	void *rows = page->disputes;

	page->failed = !make_room(&rows, sizeof(*page->disputes),
	    page->dispute_count, &page->dispute_room);
	page->disputes = rows;
	if (!page->failed)
		dispute_row_read(row, &page->disputes[page->dispute_count++]);
	return !page->failed;
}

/* Reads the next cases with their handoffs and disputes. */
static enum db_code
read_page(struct indicators_page *page, struct db *db, int64_t after)
{
	enum db_code code;
	int64_t from, until;

	page->case_count = page->handoff_count = page->dispute_count = 0;
	code = cases_behind(db, after, INDICATORS_CASES, take_case, page);
	if (code != DB_OK || page->case_count == 0)
		return code;
	from = page->cases[0].id;
	until = page->cases[page->case_count - 1].id;
	code = handoffs_between(db, from, until, take_handoff, page);
	if (code == DB_OK)
		code = disputes_between(db, from, until, take_dispute, page);
	if (code == DB_NONE)
		code = DB_OK;
	return page->failed ? DB_FAILED : code;
}

/* Whether the case was first received in the period. */
static bool
is_within(const struct indicators *of, const struct case_row *c)
{
	int64_t at = c->reopened > 0 ? ident_ms(c->id) : c->received;

	return at >= of->period.from_ms && at < of->period.until_ms;
}

/* Measures one case of the page, whose handoffs and disputes are the next. */
static enum db_code
measure_one(struct indicators *of, struct db *db, struct charge_case *one)
{
	size_t count = 0;
	enum db_code code = DB_OK;

	if (!is_within(of, one->row))
		return DB_OK;
	if (one->row->questions > 0)
		code = pauses_of_case(db, one->row->id, one->row->received,
		    of->page.pauses, &count);
	if (code != DB_OK)
		return code;
	one->pauses = of->page.pauses;
	one->pause_count = count;
	measure_case(of->conf, one, &of->tally);
	return DB_OK;
}

/* The cases of the page, each with what is its own. */
static enum db_code
measure_page(struct indicators *of, struct db *db)
{
	struct indicators_page *page = &of->page;
	size_t h = 0, d = 0;
	enum db_code code = DB_OK;

	for (size_t i = 0; i < page->case_count && code == DB_OK; i++) {
		struct charge_case one = { .row = &page->cases[i],
			.handoffs = page->handoffs + h,
			.disputes = page->disputes + d,
			.now_ms = of->now_ms };

		for (; h < page->handoff_count &&
		     page->handoffs[h].case_id == one.row->id;
		     h++)
			one.handoff_count++;
		for (; d < page->dispute_count &&
		     page->disputes[d].case_id == one.row->id;
		     d++)
			one.dispute_count++;
		code = measure_one(of, db, &one);
	}
	return code;
}

/* A step through the cases. */
static enum db_code
step_cases(struct indicators *of, struct db *db)
{
	struct indicators_page *page = &of->page;
	enum db_code code = read_page(page, db, of->after);

	if (code == DB_OK)
		code = measure_page(of, db);
	if (code != DB_OK)
		return code;
	of->seen += (int64_t)page->case_count;
	if (page->case_count == INDICATORS_CASES) {
		of->after = page->cases[page->case_count - 1].id;
		return DB_OK;
	}
	of->phase = INDICATORS_SPEAKERS;
	of->after = id_at(of, of->period.month_ms) - 1;
	return DB_OK;
}

/* db_row_fn: somebody who was active. */
static bool
take_active(void *ctx, const struct db_row *row)
{
	struct indicators *of = ctx;
	const struct conf_institution *inst = conf_by_key(of->conf,
	    db_row_int(row, 0));

	if (inst != NULL)
		of->active[inst - of->conf->institutions] = true;
	return true;
}

/* A step through what was said, or handed in. */
static enum db_code
step_active(struct indicators *of, struct db *db)
{
	const struct cases_span span = { of->after,
		id_at(of, of->period.until_ms), INDICATORS_EVENTS };
	bool speakers = of->phase == INDICATORS_SPEAKERS;
	enum db_code code;

	code = speakers ? cases_speakers(db, &span, take_active, of, &of->after)
			: cases_sources(db, &span, take_active, of, &of->after);
	if (code != DB_OK || of->after != 0)
		return code;
	of->phase = speakers ? INDICATORS_SOURCES : INDICATORS_DONE;
	of->after = id_at(of, of->period.month_ms) - 1;
	return DB_OK;
}

/* Counts institutions: those in office, as they stand. */
static void
count_institutions(struct indicators *of)
{
	for (size_t i = 0; i < of->conf->institution_count; i++) {
		const struct conf_institution *at = &of->conf->institutions[i];
		const struct tally_mark mark = { at->key, at->region };

		if (at->retired ||
		    (at->from_ms != 0 && of->now_ms < at->from_ms) ||
		    (at->until_ms != 0 && of->now_ms >= at->until_ms))
			continue;
		tally_open(&of->tally, &mark);
		tally_add(&of->tally, &mark, SUM_INSTITUTIONS, 1);
		tally_add(&of->tally, &mark, SUM_LINKED, of->linked[i]);
		tally_add(&of->tally, &mark, SUM_ACTIVE, of->active[i]);
	}
}

enum db_code
indicators_step(struct indicators *of, struct reader_room *room)
{
	enum db_code code;

	if (of->phase == INDICATORS_OF_CASES)
		code = step_cases(of, room->db);
	else
		code = step_active(of, room->db);
	if (code == DB_OK && of->phase == INDICATORS_DONE)
		count_institutions(of);
	return code == DB_OK && of->tally.failed ? DB_FULL : code;
}
