/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "postponements.h"

#include "pauses.h"

static const struct db_query add = {
	"INSERT INTO postponement (id, case_id, from_at, state)"
	" VALUES (?1,?2,?3,?4)"
};
static const struct db_query open_one = {
	"SELECT id, case_id, from_at, state FROM postponement"
	" WHERE case_id = ?1 AND until_at = 0 ORDER BY id DESC LIMIT 1"
};
static const struct db_query end = {
	"UPDATE postponement SET until_at = ?2 WHERE case_id = ?1"
	" AND until_at = 0"
};
static const struct db_query since = {
	"SELECT from_at, until_at FROM postponement WHERE case_id = ?1"
	" AND (until_at = 0 OR until_at > ?2) ORDER BY id DESC LIMIT ?3"
};

enum db_code
postponements_add(struct db *db, const struct postponement_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id), db_int(row->from_at),
		db_int(row->state)));
}

/* db_row_fn: one postponement. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct postponement_row *p = ctx;

	p->id = db_row_int(row, 0);
	p->case_id = db_row_int(row, 1);
	p->from_at = db_row_int(row, 2);
	p->state = (enum case_state)db_row_int(row, 3);
	return false;
}

enum db_code
postponements_open(struct db *db, int64_t case_id, struct postponement_row *ret)
{
	return db_get(db, &open_one, DB_ARGS(db_int(case_id)), take_row, ret);
}

enum db_code
postponements_end(struct db *db, int64_t case_id, int64_t now_ms)
{
	return db_put(db, &end, DB_ARGS(db_int(case_id), db_int(now_ms)));
}

enum db_code
postponements_since(struct db *db, int64_t case_id, int64_t since_ms,
    struct workday_pause ret[POSTPONEMENTS_MAX], size_t *ret_count)
{
	struct pauses_taking t = { ret, 0, POSTPONEMENTS_MAX };
	enum db_code code = db_get(db, &since,
	    DB_ARGS(db_int(case_id), db_int(since_ms),
		db_int(POSTPONEMENTS_MAX)),
	    pauses_take, &t);

	*ret_count = t.count;
	return code == DB_NONE ? DB_OK : code;
}
