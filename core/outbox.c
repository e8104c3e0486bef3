/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "outbox.h"

#include <stdio.h>
#include <string.h>

#include "db_take.h"

#define COLUMNS \
	"id, case_id, handoff_id, institution, event, content, state, ready," \
	" followed, live, rung, step, attempt, malformed, due_at, deadline," \
	" lease, request, composed_by, remote_ref, why"

static const struct db_query add = {
	"INSERT INTO delivery (" COLUMNS ") VALUES (?1,?2,?3,?4,?5,?6,?7,?8,"
	"?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21)"
};
static const struct db_query lane_tail = {
	"UPDATE delivery SET followed = 1 WHERE id = (SELECT max(id)"
	" FROM delivery WHERE case_id = ?1 AND institution = ?2 AND state < 10)"
};
static const struct db_query get = { "SELECT " COLUMNS
				     " FROM delivery WHERE id = ?1" };
/* Two plain updates, the first almost always enough: RETURNING would cost as
 * much as all the rest of a delivery's step. */
#define SET \
	"UPDATE delivery SET state = ?3, ready = ?4, live = ?5, rung = ?6," \
	" step = ?7, attempt = ?8, malformed = ?9, due_at = ?10, lease = ?11," \
	" request = ?12, composed_by = ?13, remote_ref = ?14, why = ?15" \
	" WHERE id = ?1 AND state = ?2"
static const struct db_query set_last = { SET " AND followed = 0" };
static const struct db_query set_followed = { SET " AND followed <> 0" };
static const struct db_query set_carry = {
	"UPDATE delivery SET carry = ?2 WHERE id = ?1"
};
static const struct db_query advance = {
	"UPDATE delivery SET ready = 1 WHERE state IN (1, 2, 4, 5) AND id ="
	" (SELECT min(id) FROM delivery WHERE case_id = ?1"
	" AND institution = ?2 AND state < 10)"
};
static const struct db_query unlive = {
	"UPDATE delivery SET live = 0 WHERE id = ?1 AND live = 1"
};
static const struct db_query relive = {
	"UPDATE delivery SET live = 1 WHERE id = ?1 AND live = 0"
};
static const struct db_query set_content = {
	"UPDATE delivery SET content = ?2 WHERE id = ?1"
};
static const struct db_query by_remote = {
	"SELECT CASE WHEN min(case_id) = max(case_id) THEN max(handoff_id)"
	" ELSE 0 END FROM delivery WHERE institution = ?1"
	" AND remote_ref = ?2 AND remote_ref <> '' AND live = 1"
	" HAVING count(*) > 0"
};
static const struct db_query ref_behind = {
	"SELECT remote_ref FROM delivery WHERE institution = ?1"
	" AND remote_ref > ?2 AND remote_ref <> '' AND live = 1"
	" ORDER BY remote_ref LIMIT 1"
};
static const struct db_query remote_ref_of = {
	"SELECT remote_ref FROM delivery WHERE id = ?1"
};
static const struct db_query is_open = {
	"SELECT 1 FROM delivery WHERE case_id = ?1 AND institution = ?2"
	" AND event = ?3 AND state < 10 LIMIT 1"
};
static const struct db_query orphan = { "SELECT " COLUMNS " FROM delivery"
					" WHERE lease <> 0 AND lease <> ?1"
					" AND state = 3 LIMIT 1" };
static const struct db_query next_due = {
	"SELECT min(due_at) FROM delivery WHERE ready = 1 AND institution = ?1"
	" AND due_at > ?2"
};

/* A delivery from the columns of COLUMNS. */
void
delivery_row_read(const struct db_row *row, struct delivery_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->case_id = db_row_int(row, 1);
	ret->handoff_id = db_row_int(row, 2);
	ret->institution = db_row_int(row, 3);
	ret->event = (enum hub_event_kind)db_row_int(row, 4);
	ret->content = db_row_int(row, 5);
	ret->state = (enum delivery_state)db_row_int(row, 6);
	ret->ready = db_row_int(row, 7) != 0;
	ret->followed = db_row_int(row, 8) != 0;
	ret->live = db_row_int(row, 9) != 0;
	ret->rung = (enum delivery_rung)db_row_int(row, 10);
	ret->step = (unsigned)db_row_int(row, 11);
	ret->attempt = (unsigned)db_row_int(row, 12);
	ret->malformed = (unsigned)db_row_int(row, 13);
	ret->due_at = db_row_int(row, 14);
	ret->deadline = db_row_int(row, 15);
	ret->lease = db_row_int(row, 16);
	ret->request = db_row_int(row, 17);
	(void)snprintf(ret->composed_by, sizeof(ret->composed_by), "%s",
	    db_row_text(row, 18));
	(void)snprintf(ret->remote_ref, sizeof(ret->remote_ref), "%s",
	    db_row_text(row, 19));
	(void)snprintf(ret->why, sizeof(ret->why), "%s", db_row_text(row, 20));
}

/* db_row_fn: one delivery. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	delivery_row_read(row, ctx);
	return false;
}

enum db_code
outbox_add(struct db *db, const struct delivery_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id),
		db_int(row->handoff_id), db_int(row->institution),
		db_int(row->event), db_int(row->content), db_int(row->state),
		db_int(row->ready), db_int(row->followed), db_int(row->live),
		db_int(row->rung), db_int(row->step), db_int(row->attempt),
		db_int(row->malformed), db_int(row->due_at),
		db_int(row->deadline), db_int(row->lease), db_int(row->request),
		db_text(row->composed_by), db_text(row->remote_ref),
		db_text(row->why)));
}

enum db_code
outbox_append(struct db *db, struct delivery_row *row)
{
	enum db_code code = db_put(db, &lane_tail,
	    DB_ARGS(db_int(row->case_id), db_int(row->institution)));

	if (code != DB_OK && code != DB_NONE)
		return code;
	row->ready = code == DB_NONE;
	return outbox_add(db, row);
}

enum db_code
outbox_get(struct db *db, int64_t id, struct delivery_row *ret)
{
	return db_get(db, &get, DB_ARGS(db_int(id)), take_row, ret);
}

/* Writes what changes of a row in state `from`, with one of the two. */
static enum db_code
set(struct db *db, const struct db_query *query, const struct delivery_row *row,
    enum delivery_state from)
{
	return db_put(db, query,
	    DB_ARGS(db_int(row->id), db_int(from), db_int(row->state),
		db_int(row->ready), db_int(row->live), db_int(row->rung),
		db_int(row->step), db_int(row->attempt), db_int(row->malformed),
		db_int(row->due_at), db_int(row->lease), db_int(row->request),
		db_text(row->composed_by), db_text(row->remote_ref),
		db_text(row->why)));
}

/* Takes a delivery from one state to what the row says now. */
enum db_code
outbox_set(struct db *db, struct delivery_row *row, enum delivery_state from,
    uint64_t *ret_case_seq)
{
	enum db_code code = set(db, &set_last, row, from);

	*ret_case_seq = 0;
	if (code == DB_OK)
		row->followed = false;
	if (code != DB_NONE)
		return code;
	code = set(db, &set_followed, row, from);
	if (code == DB_OK)
		row->followed = true;
	return code;
}

enum db_code
outbox_set_carry(struct db *db, int64_t id, const char *carry)
{
	return db_put(db, &set_carry, DB_ARGS(db_int(id), db_text(carry)));
}

enum db_code
outbox_advance(struct db *db, const struct delivery_row *head)
{
	enum db_code code = db_put(db, &advance,
	    DB_ARGS(db_int(head->case_id), db_int(head->institution)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outbox_unlive(struct db *db, int64_t handoff_id)
{
	enum db_code code = db_put(db, &unlive, DB_ARGS(db_int(handoff_id)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outbox_relive(struct db *db, int64_t handoff_id)
{
	enum db_code code = db_put(db, &relive, DB_ARGS(db_int(handoff_id)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outbox_set_content(struct db *db, int64_t id, int64_t content)
{
	enum db_code code = db_put(db, &set_content,
	    DB_ARGS(db_int(id), db_int(content)));

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outbox_by_remote(struct db *db, int64_t institution, const char *remote_ref,
    int64_t *ret_handoff)
{
	return db_get(db, &by_remote,
	    DB_ARGS(db_int(institution), db_text(remote_ref)), db_take_int,
	    ret_handoff);
}

/* db_row_fn: one reference. */
static bool
take_ref(void *ctx, const struct db_row *row)
{
	(void)snprintf(ctx, OUTBOX_REF_MAX + 1, "%s", db_row_text(row, 0));
	return false;
}

enum db_code
outbox_ref_behind(struct db *db, int64_t institution, const char *behind,
    char ret[OUTBOX_REF_MAX + 1])
{
	enum db_code code;

	ret[0] = '\0';
	code = db_get(db, &ref_behind,
	    DB_ARGS(db_int(institution), db_text(behind)), take_ref, ret);
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outbox_remote_ref(struct db *db, int64_t handoff_id,
    char ret[OUTBOX_REF_MAX + 1])
{
	return db_get(db, &remote_ref_of, DB_ARGS(db_int(handoff_id)), take_ref,
	    ret);
}

enum db_code
outbox_is_open(struct db *db, int64_t case_id, int64_t institution,
    enum hub_event_kind event, bool *ret_open)
{
	int64_t one = 0;
	enum db_code code = db_get(db, &is_open,
	    DB_ARGS(db_int(case_id), db_int(institution), db_int(event)),
	    db_take_int, &one);

	*ret_open = one != 0;
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outbox_orphan(struct db *db, int64_t boot, struct delivery_row *ret)
{
	return db_get(db, &orphan, DB_ARGS(db_int(boot)), take_row, ret);
}

enum db_code
outbox_next_due(struct db *db, int64_t institution, int64_t now_ms,
    int64_t *ret_due)
{
	return db_get(db, &next_due,
	    DB_ARGS(db_int(institution), db_int(now_ms)), db_take_int, ret_due);
}

static const char *const state_names[] = {
	[DELIVERY_QUEUED] = "queued",
	[DELIVERY_COMPOSED] = "composed",
	[DELIVERY_SENDING] = "sending",
	[DELIVERY_WAITING] = "waiting",
	[DELIVERY_UNKNOWN] = "unknown",
	[DELIVERY_PARKED] = "parked",
	[DELIVERY_DELIVERED] = "delivered",
	[DELIVERY_REFUSED] = "refused",
	[DELIVERY_CANCELLED] = "cancelled",
	[DELIVERY_POSTED] = "posted",
};
static const char *const rung_names[] = { "", "e1", "e2", "e3", "e4", "e5" };

/* The name of a delivery's state, or "". */
const char *
delivery_state_name(enum delivery_state state)
{
	if (state >= sizeof(state_names) / sizeof(state_names[0]) ||
	    state_names[state] == NULL)
		return "";
	return state_names[state];
}

/* The state of a delivery that a name stands for. */
bool
delivery_state_parse(const char *name, enum delivery_state *ret)
{
	for (size_t i = 1; i < sizeof(state_names) / sizeof(state_names[0]);
	     i++) {
		if (state_names[i] == NULL || strcmp(state_names[i], name))
			continue;
		*ret = (enum delivery_state)i;
		return true;
	}
	return false;
}

/* "e1" to "e5", or "". */
const char *
delivery_rung_name(enum delivery_rung rung)
{
	if (rung >= sizeof(rung_names) / sizeof(rung_names[0]))
		return "";
	return rung_names[rung];
}
