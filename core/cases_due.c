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

enum db_code
cases_put_off(struct db *db, int64_t id, int64_t at_ms)
{
	return db_put(db, &case_put_off, DB_ARGS(db_int(id), db_int(at_ms)));
}
