/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "cases_list.h"

#include "cases_row.h"
#include "db_take.h"

/* ?1 before, ?2 rows to look at, ?3 source, ?4 holder, ?5 state, ?6 party,
 * ?7 limit. */
static const struct db_query case_page = {
	"SELECT " CASE_COLUMNS " FROM (SELECT * FROM cases WHERE id < ?1"
	" ORDER BY id DESC LIMIT ?2) c"
	" WHERE (?3 = 0 OR c.source = ?3) AND (?4 = 0 OR c.holder = ?4)"
	" AND (?5 = 0 OR c.state = ?5)"
	" AND (?6 = 0 OR c.source = ?6 OR c.holder = ?6 OR EXISTS"
	" (SELECT 1 FROM handoff h WHERE h.case_id = c.id"
	" AND (h.receiver = ?6 OR h.sender = ?6))"
	" OR (c.state = 9 AND EXISTS (SELECT 1 FROM dispute d"
	" WHERE d.case_id = c.id AND d.decided_at = 0 AND d.arbiter = ?6)))"
	" ORDER BY c.id DESC LIMIT ?7"
};
static const struct db_query case_look = {
	"SELECT min(id), count(*) FROM (SELECT id FROM cases WHERE id < ?1"
	" ORDER BY id DESC LIMIT ?2) c"
};
static const struct db_query handoff_page = {
	"SELECT " HANDOFF_COLUMNS " FROM (SELECT * FROM handoff WHERE id < ?1"
	" ORDER BY id DESC LIMIT ?2) h"
	" WHERE (?4 = 0 OR h.receiver = ?4) AND (?5 = 0 OR h.state = ?5)"
	" AND (?6 = 0 OR h.receiver = ?6 OR h.sender = ?6)"
	" AND (?3 = 0 OR EXISTS (SELECT 1 FROM cases c"
	" WHERE c.id = h.case_id AND c.source = ?3))"
	" ORDER BY h.id DESC LIMIT ?7"
};
static const struct db_query handoff_look = {
	"SELECT min(id), count(*) FROM (SELECT id FROM handoff WHERE id < ?1"
	" ORDER BY id DESC LIMIT ?2) h"
};
static const struct db_query handoff_pending = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.receiver = ?1"
	" AND h.state < 10 AND h.id > ?2 ORDER BY h.id LIMIT ?3"
};
static const struct db_query handoff_of_case = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.case_id = ?1"
	" ORDER BY h.id"
};
static const struct db_query handoff_main = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.case_id = ?1"
	" ORDER BY h.kind = 1 DESC, h.state IN (2, 3, 4) DESC,"
	" h.state = 1 DESC, h.state = 10 AND h.receiver ="
	" (SELECT c.holder FROM cases c WHERE c.id = ?1) DESC,"
	" h.id DESC LIMIT 1"
};
static const struct db_query handoff_held = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.case_id = ?1"
	" AND h.receiver = ?2 AND h.kind = 1 AND h.state IN (2, 3, 4)"
	" ORDER BY h.id LIMIT 1"
};
static const struct db_query handoff_offered = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.case_id = ?1"
	" AND h.kind = 1 AND h.state = 1 ORDER BY h.id DESC LIMIT 1"
};
static const struct db_query event_of_case = {
	"SELECT id, case_id, handoff_id, kind, speaker, audience, applied,"
	" claimed_at, content, heard FROM event WHERE case_id = ?1 ORDER BY id"
};

/* Rows on their way to the caller, counted. */
struct page {
	db_row_fn *each;
	void *ctx;
	int64_t count, last;
};

/* db_row_fn: one row of a page. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct page *page = ctx;

	page->count++;
	page->last = db_row_int(row, 0);
	return page->each(page->ctx, row);
}

/* How far a look went. */
struct look {
	int64_t lowest, count;
};

/* db_row_fn: lowest id and number of rows. */
static bool
take_look(void *ctx, const struct db_row *row)
{
	struct look *look = ctx;

	look->lowest = db_row_int(row, 0);
	look->count = db_row_int(row, 1);
	return false;
}

/* One page, and where the next one begins. */
static enum db_code
read_page(struct db *db, const struct db_query *const queries[2],
    const struct cases_filter *f, struct page *page, int64_t *ret_next)
{
	int64_t before = f->before == 0 ? INT64_MAX : f->before;
	struct look look = { 0, 0 };
	enum db_code code;

	code = db_get(db, queries[0],
	    DB_ARGS(db_int(before), db_int(CASES_LOOK), db_int(f->source),
		db_int(f->holder), db_int(f->state), db_int(f->party),
		db_int(f->limit)),
	    take_row, page);
	if (code != DB_OK && code != DB_NONE)
		return code;
	*ret_next = 0;
	if (page->count == f->limit) {
		*ret_next = page->last;
		return DB_OK;
	}
	code = db_get(db, queries[1],
	    DB_ARGS(db_int(before), db_int(CASES_LOOK)), take_look, &look);
	if (code != DB_OK && code != DB_NONE)
		return code;
	if (look.count == CASES_LOOK)
		*ret_next = look.lowest;
	return DB_OK;
}

enum db_code
cases_page(struct db *db, const struct cases_filter *filter, db_row_fn *each,
    void *ctx, int64_t *ret_next)
{
	static const struct db_query *const queries[] = { &case_page,
		&case_look };
	struct page page = { each, ctx, 0, 0 };

	return read_page(db, queries, filter, &page, ret_next);
}

enum db_code
handoffs_page(struct db *db, const struct cases_filter *filter, db_row_fn *each,
    void *ctx, int64_t *ret_next)
{
	static const struct db_query *const queries[] = { &handoff_page,
		&handoff_look };
	struct page page = { each, ctx, 0, 0 };

	return read_page(db, queries, filter, &page, ret_next);
}

enum db_code
handoffs_pending(struct db *db, const struct cases_filter *filter,
    db_row_fn *each, void *ctx)
{
	return db_none_is_ok(db_get(db, &handoff_pending,
	    DB_ARGS(db_int(filter->holder), db_int(filter->before),
		db_int(filter->limit)),
	    each, ctx));
}

enum db_code
handoffs_of_case(struct db *db, int64_t case_id, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(
	    db_get(db, &handoff_of_case, DB_ARGS(db_int(case_id)), each, ctx));
}

enum db_code
events_of_case(struct db *db, int64_t case_id, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(
	    db_get(db, &event_of_case, DB_ARGS(db_int(case_id)), each, ctx));
}

void
event_row_read(const struct db_row *row, struct event_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->case_id = db_row_int(row, 1);
	ret->handoff_id = db_row_int(row, 2);
	ret->kind = (enum hub_event_kind)db_row_int(row, 3);
	ret->speaker = db_row_int(row, 4);
	ret->audience = (enum hub_audience)db_row_int(row, 5);
	ret->applied = (enum event_applied)db_row_int(row, 6);
	ret->claimed_at = db_row_int(row, 7);
	ret->content = db_row_int(row, 8);
}

/* db_row_fn: one handoff. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	handoff_row_read(row, ctx);
	return false;
}

enum db_code
handoffs_main(struct db *db, int64_t case_id, struct handoff_row *ret)
{
	return db_get(db, &handoff_main, DB_ARGS(db_int(case_id)), take_handoff,
	    ret);
}

enum db_code
handoffs_held(struct db *db, int64_t case_id, int64_t receiver,
    struct handoff_row *ret)
{
	return db_get(db, &handoff_held,
	    DB_ARGS(db_int(case_id), db_int(receiver)), take_handoff, ret);
}

enum db_code
handoffs_offered(struct db *db, int64_t case_id, struct handoff_row *ret)
{
	return db_get(db, &handoff_offered, DB_ARGS(db_int(case_id)),
	    take_handoff, ret);
}
