/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "cases.h"

#include <stdio.h>

#include "cases_row.h"

static const struct db_query case_add = {
	"INSERT INTO cases (id, source, tracking_id, state, holder,"
	" holder_since, hops, flags, class, category, region, content,"
	" received, due_at, next_at)"
	" VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)"
	" ON CONFLICT DO NOTHING"
};
static const struct db_query case_get = { "SELECT " CASE_COLUMNS
					  " FROM cases c WHERE c.id = ?1" };
static const struct db_query case_by_tracking = {
	"SELECT " CASE_COLUMNS " FROM cases c"
	" WHERE c.source = ?1 AND c.tracking_id = ?2 AND c.tracking_id <> ''"
};
static const struct db_query case_find_tracking = {
	"SELECT c.id FROM institution i, cases c"
	" WHERE c.source = i.id AND c.tracking_id = ?1"
	" AND c.tracking_id <> '' ORDER BY c.id"
};
static const struct db_query case_set = {
	"UPDATE cases SET state = ?2, holder = ?3, holder_since = ?4,"
	" hops = ?5, flags = ?6, class = ?7, received = ?8, due_at = ?9,"
	" next_at = ?10, told = ?11, questions = ?12, paused_at = ?13,"
	" until_at = ?14, first_at = ?15, answered_at = ?16, ended_at = ?17,"
	" reopened = ?18, joined = ?19 WHERE id = ?1"
};
static const struct db_query case_name = {
	"UPDATE cases SET category = ?2, region = ?3, content = ?4"
	" WHERE id = ?1"
};
static const struct db_query handoff_add = {
	"INSERT INTO handoff (id, case_id, parent, kind, sender, receiver,"
	" state, reason, chan_seq, hop, due_at, decided_at, dispute)"
	" VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)"
};
static const struct db_query handoff_get = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.id = ?1"
};
static const struct db_query handoff_last = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.case_id = ?1"
	" ORDER BY h.id DESC LIMIT 1"
};
static const struct db_query handoff_set = {
	"UPDATE handoff SET state = ?2, reason = ?3, decided_at = ?4,"
	" due_at = ?5, told = ?6, taken_at = ?7, taken_by = ?8,"
	" first_at = ?9, dispute = ?10 WHERE id = ?1"
};
static const struct db_query handoff_refused_by = {
	"SELECT 1 FROM handoff WHERE case_id = ?1 AND receiver = ?2"
	" AND kind = 1 AND state IN (11, 12) LIMIT 1"
};
static const struct db_query handoff_ended_at = {
	"SELECT 1 FROM handoff WHERE case_id = ?1 AND receiver = ?2"
	" AND kind = 1 AND state IN (11, 12, 13, 14) LIMIT 1"
};
static const struct db_query handoff_left_by = {
	"SELECT 1 FROM handoff WHERE case_id = ?1 AND receiver = ?2"
	" AND kind = 1 AND state = 10 AND decided_at >= ?3 LIMIT 1"
};
static const struct db_query event_add = {
	"INSERT INTO event (id, case_id, handoff_id, kind, speaker, audience,"
	" applied, claimed_at, content) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9)"
};

/* Copies a text column that the schema keeps short. */
static void
copy_text(char *to, size_t size, const char *from)
{
	(void)snprintf(to, size, "%s", from);
}

void
case_row_read(const struct db_row *row, struct case_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->source = db_row_int(row, 1);
	copy_text(ret->tracking_id, sizeof(ret->tracking_id),
	    db_row_text(row, 2));
	ret->state = (enum case_state)db_row_int(row, 3);
	ret->holder = db_row_int(row, 4);
	ret->holder_since = db_row_int(row, 5);
	ret->hops = (uint64_t)db_row_int(row, 6);
	ret->flags = (unsigned)db_row_int(row, 7);
	ret->classification = (enum hub_class)db_row_int(row, 8);
	copy_text(ret->category, sizeof(ret->category), db_row_text(row, 9));
	copy_text(ret->region, sizeof(ret->region), db_row_text(row, 10));
	ret->content = db_row_int(row, 11);
	ret->received = db_row_int(row, 12);
	ret->due_at = db_row_int(row, 13);
	ret->next_at = db_row_int(row, 14);
	ret->told = (unsigned)db_row_int(row, 15);
	ret->questions = (unsigned)db_row_int(row, 16);
	ret->paused_at = db_row_int(row, 17);
	ret->until_at = db_row_int(row, 18);
	ret->first_at = db_row_int(row, 19);
	ret->answered_at = db_row_int(row, 20);
	ret->ended_at = db_row_int(row, 21);
	ret->reopened = (unsigned)db_row_int(row, 22);
	ret->joined = db_row_int(row, 23);
}

void
handoff_row_read(const struct db_row *row, struct handoff_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->case_id = db_row_int(row, 1);
	ret->parent = db_row_int(row, 2);
	ret->kind = (enum hub_kind)db_row_int(row, 3);
	ret->sender = db_row_int(row, 4);
	ret->receiver = db_row_int(row, 5);
	ret->state = (enum handoff_state)db_row_int(row, 6);
	ret->reason = (enum hub_reason)db_row_int(row, 7);
	ret->chan_seq = (uint64_t)db_row_int(row, 8);
	ret->hop = (uint64_t)db_row_int(row, 9);
	ret->due_at = db_row_int(row, 10);
	ret->decided_at = db_row_int(row, 11);
	ret->told = (unsigned)db_row_int(row, 12);
	ret->dispute = db_row_int(row, 13);
	ret->taken_at = db_row_int(row, 14);
	ret->taken_by = (enum handoff_taken)db_row_int(row, 15);
	ret->first_at = db_row_int(row, 16);
	ret->made = false;
}

/* db_row_fn: one case. */
static bool
take_case(void *ctx, const struct db_row *row)
{
	case_row_read(row, ctx);
	return false;
}

/* db_row_fn: one handoff. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	handoff_row_read(row, ctx);
	return false;
}

/* db_row_fn: there is one. */
static bool
take_nothing(void *ctx, const struct db_row *row)
{
	(void)ctx;
	(void)row;
	return false;
}

enum db_code
cases_add(struct db *db, const struct case_row *row)
{
	return db_put(db, &case_add,
	    DB_ARGS(db_int(row->id), db_int(row->source),
		db_text(row->tracking_id), db_int(row->state),
		db_int(row->holder), db_int(row->holder_since),
		db_int((int64_t)row->hops), db_int(row->flags),
		db_int(row->classification), db_text(row->category),
		db_text(row->region), db_int(row->content),
		db_int(row->received), db_int(row->due_at),
		db_int(row->next_at)));
}

enum db_code
cases_get(struct db *db, int64_t id, struct case_row *ret)
{
	return db_get(db, &case_get, DB_ARGS(db_int(id)), take_case, ret);
}

enum db_code
cases_by_tracking(struct db *db, int64_t source, const char *tracking_id,
    struct case_row *ret)
{
	return db_get(db, &case_by_tracking,
	    DB_ARGS(db_int(source), db_text(tracking_id)), take_case, ret);
}

enum db_code
cases_find_tracking(struct db *db, const char *tracking_id, db_row_fn *each,
    void *ctx)
{
	return db_get(db, &case_find_tracking, DB_ARGS(db_text(tracking_id)),
	    each, ctx);
}

enum db_code
cases_set(struct db *db, const struct case_row *row)
{
	return db_put(db, &case_set,
	    DB_ARGS(db_int(row->id), db_int(row->state), db_int(row->holder),
		db_int(row->holder_since), db_int((int64_t)row->hops),
		db_int(row->flags), db_int(row->classification),
		db_int(row->received), db_int(row->due_at),
		db_int(row->next_at), db_int(row->told), db_int(row->questions),
		db_int(row->paused_at), db_int(row->until_at),
		db_int(row->first_at), db_int(row->answered_at),
		db_int(row->ended_at), db_int(row->reopened),
		db_int(row->joined)));
}

enum db_code
cases_name(struct db *db, const struct case_row *row)
{
	return db_put(db, &case_name,
	    DB_ARGS(db_int(row->id), db_text(row->category),
		db_text(row->region), db_int(row->content)));
}

/* A new handoff. */
enum db_code
handoffs_add(struct db *db, const struct handoff_row *row)
{
	return db_put(db, &handoff_add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id), db_int(row->parent),
		db_int(row->kind), db_int(row->sender), db_int(row->receiver),
		db_int(row->state), db_int(row->reason),
		db_int((int64_t)row->chan_seq), db_int((int64_t)row->hop),
		db_int(row->due_at), db_int(row->decided_at),
		db_int(row->dispute)));
}

/* One handoff by its id. */
enum db_code
handoffs_get(struct db *db, int64_t id, struct handoff_row *ret)
{
	return db_get(db, &handoff_get, DB_ARGS(db_int(id)), take_handoff, ret);
}

enum db_code
handoffs_last(struct db *db, int64_t case_id, struct handoff_row *ret)
{
	return db_get(db, &handoff_last, DB_ARGS(db_int(case_id)), take_handoff,
	    ret);
}

enum db_code
handoffs_set(struct db *db, const struct handoff_row *row)
{
	return db_put(db, &handoff_set,
	    DB_ARGS(db_int(row->id), db_int(row->state), db_int(row->reason),
		db_int(row->decided_at), db_int(row->due_at), db_int(row->told),
		db_int(row->taken_at), db_int(row->taken_by),
		db_int(row->first_at), db_int(row->dispute)));
}

bool
handoffs_refused_by(struct db *db, int64_t case_id, int64_t receiver)
{
	return db_get(db, &handoff_refused_by,
		   DB_ARGS(db_int(case_id), db_int(receiver)), take_nothing,
		   NULL) == DB_OK;
}

bool
handoffs_ended_at(struct db *db, int64_t case_id, int64_t receiver)
{
	return db_get(db, &handoff_ended_at,
		   DB_ARGS(db_int(case_id), db_int(receiver)), take_nothing,
		   NULL) == DB_OK;
}

bool
handoffs_left_by(struct db *db, int64_t case_id, int64_t receiver,
    int64_t since_ms)
{
	return db_get(db, &handoff_left_by,
		   DB_ARGS(db_int(case_id), db_int(receiver), db_int(since_ms)),
		   take_nothing, NULL) == DB_OK;
}

/* One thing said about a case. */
enum db_code
events_add(struct db *db, const struct event_row *row)
{
	return db_put(db, &event_add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id),
		db_int(row->handoff_id), db_int(row->kind),
		db_int(row->speaker), db_int(row->audience),
		db_int(row->applied), db_int(row->claimed_at),
		db_int(row->content)));
}
