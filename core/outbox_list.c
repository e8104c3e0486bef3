/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "outbox_list.h"

#include "db_take.h"

#define COLUMNS \
	"id, case_id, handoff_id, institution, event, content, state, ready," \
	" followed, live, rung, step, attempt, malformed, due_at, deadline," \
	" lease, request, composed_by, remote_ref, why"

static const struct db_query parked_page = {
	"SELECT " COLUMNS " FROM delivery WHERE state = 7 AND id > ?1"
	" ORDER BY id LIMIT ?2"
};
static const struct db_query page = {
	"SELECT " COLUMNS " FROM delivery WHERE id > ?1 AND state = ?3"
	" ORDER BY id LIMIT ?2"
};
static const struct db_query todo = {
	"SELECT " COLUMNS " FROM delivery WHERE ready = 1"
	" AND institution = ?1 UNION ALL"
	" SELECT " COLUMNS " FROM delivery WHERE state = 7"
	" AND institution = ?1 ORDER BY id LIMIT ?2"
};
static const struct db_query waiting = {
	"SELECT institution, count(*) FROM delivery WHERE state < 10"
	" GROUP BY institution"
};
static const struct db_query parked = {
	"SELECT institution, count(*) FROM delivery WHERE state = 7"
	" GROUP BY institution"
};
static const struct db_query queues = {
	"SELECT institution, count(*),"
	" sum(CASE WHEN state = 3 THEN 1 ELSE 0 END),"
	" sum(CASE WHEN state = 5 THEN 1 ELSE 0 END),"
	" sum(CASE WHEN state = 7 THEN 1 ELSE 0 END), min(id),"
	" min(CASE WHEN ready = 1 THEN due_at END)"
	" FROM delivery WHERE state < 10 GROUP BY institution"
};

enum db_code
outbox_page(struct db *db, const struct outbox_look *look, db_row_fn *each,
    void *ctx)
{
	struct db_value after = db_int(look->after);
	struct db_value limit = db_int(look->limit);

	if (look->state == DELIVERY_PARKED)
		return db_none_is_ok(
		    db_get(db, &parked_page, DB_ARGS(after, limit), each, ctx));
	return db_none_is_ok(db_get(db, &page,
	    DB_ARGS(after, limit, db_int(look->state)), each, ctx));
}

enum db_code
outbox_todo(struct db *db, int64_t institution, int64_t limit, db_row_fn *each,
    void *ctx)
{
	return db_none_is_ok(db_get(db, &todo,
	    DB_ARGS(db_int(institution), db_int(limit)), each, ctx));
}

enum db_code
outbox_waiting(struct db *db, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(db_get(db, &waiting, DB_NO_ARGS, each, ctx));
}

enum db_code
outbox_parked(struct db *db, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(db_get(db, &parked, DB_NO_ARGS, each, ctx));
}

enum db_code
outbox_queues(struct db *db, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(db_get(db, &queues, DB_NO_ARGS, each, ctx));
}

void
outbox_queue_read(const struct db_row *row, struct outbox_queue *ret)
{
	ret->institution = db_row_int(row, 0);
	ret->waiting = db_row_int(row, 1);
	ret->sending = db_row_int(row, 2);
	ret->unknown = db_row_int(row, 3);
	ret->parked = db_row_int(row, 4);
	ret->oldest = db_row_int(row, 5);
	ret->next_due = db_row_int(row, 6);
}
