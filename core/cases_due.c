/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "cases_due.h"

static const struct db_query case_due = { CASES_DUE };
static const struct db_query case_look = {
	"UPDATE cases SET next_at = ?2 WHERE id = ?1 AND state < 10"
	" AND (next_at = 0 OR next_at > ?2)"
};
static const struct db_query case_heard = {
	"UPDATE cases SET answered_at = ?3 WHERE id = ?1 AND source = ?2"
	" AND state = 5"
};
static const struct db_query case_look_at = {
	"UPDATE cases SET next_at = ?2 WHERE id IN (SELECT case_id"
	" FROM handoff WHERE receiver = ?1 AND state < 10) AND state < 10"
	" AND (next_at = 0 OR next_at > ?2)"
};
/* 16: CASE_PROVISIONAL, which has an index of its own. */
static const struct db_query provisional_last = {
	"SELECT id FROM cases WHERE (flags & 16) <> 0 AND state < 10"
	" AND id > ?1 ORDER BY id LIMIT 1 OFFSET ?2"
};
static const struct db_query provisional_look = {
	"UPDATE cases SET next_at = ?3 WHERE (flags & 16) <> 0 AND state < 10"
	" AND id > ?1 AND id <= ?2 AND joined = 0"
	" AND (next_at = 0 OR next_at > ?3)"
};
static const struct db_query disputed_look = {
	"UPDATE cases SET next_at = ?1 WHERE id IN (SELECT case_id FROM dispute"
	" WHERE decided_at = 0) AND state = 9 AND joined = 0"
	" AND (next_at = 0 OR next_at > ?1)"
};
static const struct db_query case_put_off = {
	"UPDATE cases SET next_at = ?2 WHERE id = ?1"
};

enum db_code
cases_due(struct db *db, int64_t now_ms, int64_t limit, db_row_fn *each,
    void *ctx)
{
	return db_get(db, &case_due, DB_ARGS(db_int(now_ms), db_int(limit)),
	    each, ctx);
}

enum db_code
cases_look(struct db *db, int64_t id, int64_t at_ms)
{
	enum db_code code = db_put(db, &case_look,
	    DB_ARGS(db_int(id), db_int(at_ms)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
cases_heard(struct db *db, int64_t id, int64_t source, int64_t now_ms)
{
	enum db_code code = db_put(db, &case_heard,
	    DB_ARGS(db_int(id), db_int(source), db_int(now_ms)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
cases_look_at(struct db *db, int64_t receiver, int64_t at_ms)
{
	enum db_code code = db_put(db, &case_look_at,
	    DB_ARGS(db_int(receiver), db_int(at_ms)));

	return code == DB_NONE ? DB_OK : code;
}

/* db_row_fn: an id. */
static bool
take_id(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

enum db_code
cases_look_provisional(struct db *db, int64_t *from, int64_t limit,
    int64_t now_ms)
{
	int64_t last = INT64_MAX;
	enum db_code found = db_get(db, &provisional_last,
	    DB_ARGS(db_int(*from), db_int(limit - 1)), take_id, &last);
	enum db_code code;

	if (found != DB_OK && found != DB_NONE)
		return found;
	code = db_put(db, &provisional_look,
	    DB_ARGS(db_int(*from), db_int(last), db_int(now_ms)));
	if (code != DB_OK && code != DB_NONE)
		return code;
	*from = last;
	return found;
}

enum db_code
cases_look_disputed(struct db *db, int64_t now_ms)
{
	enum db_code code = db_put(db, &disputed_look, DB_ARGS(db_int(now_ms)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
cases_put_off(struct db *db, int64_t id, int64_t at_ms)
{
	return db_put(db, &case_put_off, DB_ARGS(db_int(id), db_int(at_ms)));
}
