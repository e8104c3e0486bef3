/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "cases_span.h"

#include "cases_row.h"
#include "db_take.h"

static const struct db_query case_behind = { "SELECT " CASE_COLUMNS
					     " FROM cases c WHERE c.id > ?1"
					     " ORDER BY c.id LIMIT ?2" };
static const struct db_query handoff_between = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h"
	" WHERE h.case_id >= ?1 AND h.case_id <= ?2 ORDER BY h.case_id, h.id"
};
/* Each institution with its last id: the highest says how far it went. */
static const struct db_query speakers = {
	"SELECT speaker, max(id) FROM (SELECT id, speaker FROM event"
	" WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3) e GROUP BY speaker"
};
static const struct db_query sources = {
	"SELECT source, max(id) FROM (SELECT id, source FROM cases"
	" WHERE id > ?1 AND id < ?2 ORDER BY id LIMIT ?3) c GROUP BY source"
};

/* Rows on their way to the caller, and the last id among them. */
struct passing {
	db_row_fn *each;
	void *ctx;
	int64_t last;
};

/* db_row_fn: an institution, and the last id of its. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct passing *p = ctx;
	int64_t last = db_row_int(row, 1);

	if (last > p->last)
		p->last = last;
	return p->each(p->ctx, row);
}

enum db_code
cases_behind(struct db *db, int64_t after, int64_t limit, db_row_fn *each,
    void *ctx)
{
	return db_none_is_ok(db_get(db, &case_behind,
	    DB_ARGS(db_int(after), db_int(limit)), each, ctx));
}

enum db_code
handoffs_between(struct db *db, int64_t first, int64_t last, db_row_fn *each,
    void *ctx)
{
	return db_none_is_ok(db_get(db, &handoff_between,
	    DB_ARGS(db_int(first), db_int(last)), each, ctx));
}

/* One span of a table. */
static enum db_code
look(struct db *db, const struct db_query *query, const struct cases_span *span,
    struct passing *p)
{
	return db_none_is_ok(db_get(db, query,
	    DB_ARGS(db_int(span->after), db_int(span->before),
		db_int(span->limit)),
	    take_row, p));
}

enum db_code
cases_speakers(struct db *db, const struct cases_span *span, db_row_fn *each,
    void *ctx, int64_t *ret_last)
{
	struct passing p = { each, ctx, 0 };
	enum db_code code = look(db, &speakers, span, &p);

	*ret_last = p.last;
	return code;
}

enum db_code
cases_sources(struct db *db, const struct cases_span *span, db_row_fn *each,
    void *ctx, int64_t *ret_last)
{
	struct passing p = { each, ctx, 0 };
	enum db_code code = look(db, &sources, span, &p);

	*ret_last = p.last;
	return code;
}
