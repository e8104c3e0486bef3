/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "besides.h"

#include "cases_list.h"
#include "cases_row.h"

static const struct db_query all_open = {
	"SELECT " HANDOFF_COLUMNS " FROM handoff h WHERE h.case_id = ?1"
	" AND h.kind <> 1 AND h.state < 10 ORDER BY h.id LIMIT ?2"
};
static const struct db_query held = {
	"SELECT id, case_id, handoff_id, kind, speaker, audience, applied,"
	" claimed_at, content FROM event WHERE case_id = ?1 AND speaker = ?2"
	" AND kind = ?3 AND applied = ?4 ORDER BY id DESC LIMIT 1"
};
static const struct db_query settle = {
	"UPDATE event SET applied = ?2, heard = ?3 WHERE id = ?1"
};

/* db_row_fn: one more. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	struct besides *list = ctx;

	handoff_row_read(row, &list->rows[list->count++]);
	return list->count < BESIDES_MAX;
}

/* db_row_fn: one event. */
static bool
take_event(void *ctx, const struct db_row *row)
{
	event_row_read(row, ctx);
	return false;
}

enum db_code
besides_open(struct db *db, int64_t case_id, struct besides *ret)
{
	enum db_code code;

	ret->count = 0;
	code = db_get(db, &all_open,
	    DB_ARGS(db_int(case_id), db_int(BESIDES_MAX)), take_handoff, ret);
	return code == DB_NONE ? DB_OK : code;
}

bool
besides_is_part(const struct handoff_row *row)
{
	return row->kind == HUB_KIND_JOINT && row->state < HANDOFF_ANSWERED;
}

enum db_code
besides_held(struct db *db, int64_t case_id, int64_t speaker,
    struct event_row *ret)
{
	return db_get(db, &held,
	    DB_ARGS(db_int(case_id), db_int(speaker), db_int(HUB_EV_ANSWERED),
		db_int(EVENT_HELD)),
	    take_event, ret);
}

enum db_code
besides_settle(struct ledger_room *room, int64_t event_id,
    enum event_applied applied)
{
	int64_t heard = applied == EVENT_APPLIED ? ident_new(&room->ident) : 0;

	return db_put(room->db, &settle,
	    DB_ARGS(db_int(event_id), db_int(applied), db_int(heard)));
}
