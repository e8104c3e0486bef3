/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "pauses.h"

static const struct db_query add = {
	"INSERT INTO pause (id, case_id, asked_at) VALUES (?1,?2,?3)"
};
static const struct db_query end = {
	"UPDATE pause SET answered_at = ?2 WHERE case_id = ?1"
	" AND answered_at = 0"
};
static const struct db_query of_case = {
	"SELECT asked_at, answered_at FROM pause WHERE case_id = ?1"
	" AND asked_at >= ?2 ORDER BY id"
};

/* The clock stands still from now. */
enum db_code
pauses_add(struct db *db, int64_t id, int64_t case_id, int64_t asked_at)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(id), db_int(case_id), db_int(asked_at)));
}

enum db_code
pauses_end(struct db *db, int64_t case_id, int64_t answered_at)
{
	return db_put(db, &end, DB_ARGS(db_int(case_id), db_int(answered_at)));
}

bool
pauses_take(void *ctx, const struct db_row *row)
{
	struct pauses_taking *t = ctx;

	t->rows[t->count].from_ms = db_row_int(row, 0);
	t->rows[t->count++].until_ms = db_row_int(row, 1);
	return t->count < t->most;
}

enum db_code
pauses_of_case(struct db *db, int64_t case_id, int64_t since,
    struct workday_pause ret[PAUSES_MAX], size_t *ret_count)
{
	struct pauses_taking t = { ret, 0, PAUSES_MAX };
	enum db_code code = db_get(db, &of_case,
	    DB_ARGS(db_int(case_id), db_int(since)), pauses_take, &t);

	*ret_count = t.count;
	return code == DB_NONE ? DB_OK : code;
}
