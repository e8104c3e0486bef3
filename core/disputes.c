/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "disputes.h"

#define COLUMNS \
	"id, case_id, handoff_id, proposed, arbiter, stage, opened_at," \
	" decided_at, decided_by, decision, target, overturned, content," \
	" again, told_at"

static const struct db_query add = {
	"INSERT INTO dispute (id, case_id, handoff_id, proposed, arbiter,"
	" stage, opened_at) VALUES (?1,?2,?3,?4,?5,?6,?7)"
};
static const struct db_query get = { "SELECT " COLUMNS
				     " FROM dispute WHERE id = ?1" };
static const struct db_query open_one = {
	"SELECT " COLUMNS " FROM dispute WHERE case_id = ?1"
	" AND decided_at = 0 ORDER BY id DESC LIMIT 1"
};
static const struct db_query last = {
	"SELECT " COLUMNS " FROM dispute WHERE case_id = ?1"
	" AND decided_at <> 0 ORDER BY id DESC LIMIT 1"
};
static const struct db_query asked_of = {
	"SELECT " COLUMNS " FROM dispute WHERE decided_at = 0 AND arbiter = ?1"
	" ORDER BY id LIMIT ?2"
};
static const struct db_query set = {
	"UPDATE dispute SET proposed = ?2, arbiter = ?3, stage = ?4,"
	" decided_at = ?5, decided_by = ?6, decision = ?7, target = ?8,"
	" overturned = ?9, content = ?10, again = ?11, told_at = ?12"
	" WHERE id = ?1"
};
static const struct db_query settle = {
	"UPDATE dispute SET decided_at = ?2 WHERE case_id = ?1"
	" AND decided_at = 0"
};
/* 5: HUB_DECISION_PROVISIONAL, which has an index of its own. */
static const struct db_query waiting = {
	"SELECT " COLUMNS " FROM dispute WHERE decided_at = 0"
	" UNION ALL SELECT " COLUMNS " FROM dispute d WHERE d.decision = 5"
	" AND NOT EXISTS (SELECT 1 FROM dispute n WHERE n.case_id = d.case_id"
	" AND n.id > d.id) AND EXISTS (SELECT 1 FROM cases c"
	" WHERE c.id = d.case_id AND c.state < 10) ORDER BY 1"
};
static const struct db_query newest = { "SELECT " COLUMNS
					" FROM dispute WHERE case_id = ?1"
					" ORDER BY id DESC LIMIT 1" };
static const struct db_query of_case = {
	"SELECT " COLUMNS " FROM dispute WHERE case_id = ?1 ORDER BY id"
};
static const struct db_query between = {
	"SELECT " COLUMNS " FROM dispute WHERE case_id >= ?1 AND case_id <= ?2"
	" ORDER BY case_id, id"
};

void
dispute_row_read(const struct db_row *row, struct dispute_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->case_id = db_row_int(row, 1);
	ret->handoff_id = db_row_int(row, 2);
	ret->proposed = db_row_int(row, 3);
	ret->arbiter = db_row_int(row, 4);
	ret->stage = (enum dispute_stage)db_row_int(row, 5);
	ret->opened_at = db_row_int(row, 6);
	ret->decided_at = db_row_int(row, 7);
	ret->decided_by = db_row_int(row, 8);
	ret->decision = (enum hub_decision)db_row_int(row, 9);
	ret->target = db_row_int(row, 10);
	ret->overturned = db_row_int(row, 11) != 0;
	ret->content = db_row_int(row, 12);
	ret->again = (uint64_t)db_row_int(row, 13);
	ret->told_at = db_row_int(row, 14);
}

/* db_row_fn: one dispute. */
static bool
take_dispute(void *ctx, const struct db_row *row)
{
	dispute_row_read(row, ctx);
	return false;
}

/* A new one, undecided. */
enum db_code
disputes_add(struct db *db, const struct dispute_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id),
		db_int(row->handoff_id), db_int(row->proposed),
		db_int(row->arbiter), db_int(row->stage),
		db_int(row->opened_at)));
}

/* One by its id. */
enum db_code
disputes_get(struct db *db, int64_t id, struct dispute_row *ret)
{
	return db_get(db, &get, DB_ARGS(db_int(id)), take_dispute, ret);
}

enum db_code
disputes_open(struct db *db, int64_t case_id, struct dispute_row *ret)
{
	return db_get(db, &open_one, DB_ARGS(db_int(case_id)), take_dispute,
	    ret);
}

bool
disputes_asks(struct db *db, int64_t case_id, int64_t institution)
{
	struct dispute_row row;

	return institution != 0 && disputes_open(db, case_id, &row) == DB_OK &&
	    row.arbiter == institution;
}

/* The last one of a case that was decided. */
enum db_code
disputes_last(struct db *db, int64_t case_id, struct dispute_row *ret)
{
	return db_get(db, &last, DB_ARGS(db_int(case_id)), take_dispute, ret);
}

enum db_code
disputes_asked_of(struct db *db, int64_t arbiter, int64_t limit,
    db_row_fn *each, void *ctx)
{
	enum db_code code = db_get(db, &asked_of,
	    DB_ARGS(db_int(arbiter), db_int(limit)), each, ctx);

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
disputes_set(struct db *db, const struct dispute_row *row)
{
	return db_put(db, &set,
	    DB_ARGS(db_int(row->id), db_int(row->proposed),
		db_int(row->arbiter), db_int(row->stage),
		db_int(row->decided_at), db_int(row->decided_by),
		db_int(row->decision), db_int(row->target),
		db_int(row->overturned), db_int(row->content),
		db_int((int64_t)row->again), db_int(row->told_at)));
}

enum db_code
disputes_settle(struct db *db, int64_t case_id, int64_t now_ms)
{
	return db_put(db, &settle, DB_ARGS(db_int(case_id), db_int(now_ms)));
}

enum db_code
disputes_waiting(struct db *db, db_row_fn *each, void *ctx)
{
	return db_get(db, &waiting, DB_NO_ARGS, each, ctx);
}

enum db_code
disputes_shown(struct db *db, int64_t case_id, struct dispute_row *ret)
{
	enum db_code code = db_get(db, &newest, DB_ARGS(db_int(case_id)),
	    take_dispute, ret);

	if (code == DB_OK && ret->decided_at != 0 &&
	    ret->decision != HUB_DECISION_PROVISIONAL)
		return DB_NONE;
	return code;
}

/* All of a case. */
enum db_code
disputes_of_case(struct db *db, int64_t case_id, db_row_fn *each, void *ctx)
{
	return db_get(db, &of_case, DB_ARGS(db_int(case_id)), each, ctx);
}

enum db_code
disputes_between(struct db *db, int64_t from, int64_t until, db_row_fn *each,
    void *ctx)
{
	return db_get(db, &between, DB_ARGS(db_int(from), db_int(until)), each,
	    ctx);
}
