/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lookup_way.h"

#include "cases_list.h"
#include "ident.h"
#include "limits.h"

/* ?1 first, ?2 behind, ?3 rows to look at, ?4 institution, ?5 limit.  Who
 * handed a case in knows it by its first handoff, whoever sent that. */
static const struct db_query by_window = {
	"SELECT h.id FROM (SELECT id, case_id, sender, receiver FROM handoff"
	" WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3) h"
	" WHERE h.receiver = ?4 OR h.sender = ?4 OR (EXISTS"
	" (SELECT 1 FROM cases c WHERE c.id = h.case_id AND c.source = ?4)"
	" AND h.id = (SELECT min(f.id) FROM handoff f"
	" WHERE f.case_id = h.case_id)) ORDER BY h.id DESC LIMIT ?5"
};
static const struct db_query looked_at = {
	"SELECT min(id), count(*) FROM (SELECT id FROM handoff"
	" WHERE id >= ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3) h"
};

/* One page on its way. */
struct window {
	struct lookup_span span;
	int64_t ids[LOOKUP_WINDOW_MAX];
	size_t count;
	int64_t lowest, rows; /* of one look */
};

/* db_row_fn: one handoff. */
static bool
take_id(void *ctx, const struct db_row *row)
{
	struct window *w = ctx;

	w->ids[w->count++] = db_row_int(row, 0);
	return w->count < w->span.limit;
}

/* db_row_fn: how far a look went. */
static bool
take_look(void *ctx, const struct db_row *row)
{
	struct window *w = ctx;

	w->lowest = db_row_int(row, 0);
	w->rows = db_row_int(row, 1);
	return false;
}

/* One look further down; *ret_next: below which id to go on, 0: the end. */
static enum db_code
look(struct lookup *l, struct reader_room *room, struct window *w,
    int64_t *ret_next)
{
	const struct lookup_span *s = &w->span;
	enum db_code code;

	code = db_get(room->db, &by_window,
	    DB_ARGS(db_int(s->first), db_int(s->behind), db_int(CASES_LOOK),
		db_int(l->institution), db_int((int64_t)(s->limit - w->count))),
	    take_id, w);
	if (code != DB_OK && code != DB_NONE)
		return code;
	if (w->count == s->limit) {
		*ret_next = w->ids[w->count - 1];
		return DB_OK;
	}
	code = db_get(room->db, &looked_at,
	    DB_ARGS(db_int(s->first), db_int(s->behind), db_int(CASES_LOOK)),
	    take_look, w);
	*ret_next = code == DB_OK && w->rows == CASES_LOOK ? w->lowest : 0;
	return code == DB_NONE ? DB_OK : code;
}

/* The ids of a page; *ret_next: below which one it goes on, 0: nowhere. */
static enum db_code
find_ids(struct lookup *l, struct reader_room *room, struct window *w,
    int64_t *ret_next)
{
	enum db_code code = DB_OK;
	int64_t next = w->span.behind;

	for (unsigned i = 0; i < LOOKUP_LOOKS && code == DB_OK &&
	     next > w->span.first && w->count < w->span.limit;
	     i++) {
		w->span.behind = next;
		code = look(l, room, w, &next);
	}
	*ret_next = next > w->span.first ? next : 0;
	return code;
}

/* Reads the cases of a page as far as there is room; *next is where it goes
 * on then. */
static enum db_code
read_cases(struct lookup *l, struct reader_room *room, const struct window *w,
    struct hub_result *r, int64_t *next)
{
	struct hub_handoff *found = arena_take(&l->arena,
	    (w->count + 1) * sizeof(*found));
	size_t before = l->arena.used;
	struct hub_result one;
	enum db_code code;

	if (found == NULL)
		return DB_FAILED;
	r->found = found;
	for (size_t i = 0; i < w->count; i++) {
		code = lookup_at(l, room, w->ids[i], false, &one);
		if (code != DB_OK)
			return code;
		if (one.applied == HUB_APPLIED)
			found[r->found_count++] = one.found[0];
		if (lookup_full(l, before) && i + 1 < w->count) {
			*next = w->ids[i];
			break;
		}
	}
	return DB_OK;
}

enum db_code
lookup_window(struct lookup *l, struct reader_room *room,
    const struct hub_event *e, struct hub_result *r)
{
	struct window w = { .count = 0 };
	int64_t next = 0;
	enum db_code code;

	if (!lookup_span_of(e, &w.span)) {
		lookup_none(r, HUB_INVALID, "there is no such page");
		return DB_OK;
	}
	lookup_none(r, HUB_APPLIED, "");
	code = find_ids(l, room, &w, &next);
	if (code == DB_OK)
		code = read_cases(l, room, &w, r, &next);
	l->next = arena_id(&l->arena, next);
	return code;
}
