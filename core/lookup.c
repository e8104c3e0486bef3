/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lookup.h"

#include <openssl/crypto.h>
#include <string.h>

#include "case_view.h"
#include "ident.h"
#include "limits.h"
#include "lookup_said.h"
#include "outbox.h"

/* Handoffs of an institution within a window, as sender or receiver. */
static const struct db_query by_window = {
	"SELECT id FROM handoff WHERE (receiver = ?1 OR sender = ?1)"
	" AND id > ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4"
};

struct window {
	int64_t ids[LOOKUP_WINDOW_MAX];
	size_t count;
};

/* db_row_fn: one id. */
static bool
take_id(void *ctx, const struct db_row *row)
{
	struct window *w = ctx;

	if (w->count < LOOKUP_WINDOW_MAX)
		w->ids[w->count++] = db_row_int(row, 0);
	return w->count < LOOKUP_WINDOW_MAX;
}

/* The result of a question without an answer. */
static void
answer_none(struct hub_result *r, enum hub_applied applied, const char *detail)
{
	*r = (struct hub_result){ .applied = applied,
		.id = "",
		.case_id = "",
		.state = "",
		.allowed = "",
		.decision = "",
		.holder = "",
		.detail = detail };
}

/* What may be told of a case besides: all that was said, or where it stands
 * only. */
static enum db_code
tell_story(struct lookup *l, struct reader_room *room,
    const struct case_view *view, bool whole)
{
	struct hub_story *story = &l->stories[l->story_count];

	if (l->story_count == LOOKUP_STORIES)
		return DB_OK;
	l->story_count++;
	*story = (struct hub_story){ .handoff_id = view->handoff.id,
		.case_state = case_state_name(view->of_case.state) };
	return whole ? lookup_said(l, room, &view->of_case, story) : DB_OK;
}

/* One case by id, as the institution may see it. */
static enum db_code
look_at(struct lookup *l, struct reader_room *room, int64_t handoff_id,
    bool whole, struct hub_result *r)
{
	const struct case_viewer viewer = { room, l->conf, l->institution,
		&l->arena, l->now };
	struct case_view view;
	struct hub_handoff *found;
	enum db_code code;

	answer_none(r, HUB_UNKNOWN, "no such handoff");
	code = case_view_read(&viewer, handoff_id, &view);
	if (code == DB_NONE)
		return DB_OK;
	if (code != DB_OK)
		return code;
	if (!view.has_part) {
		answer_none(r, HUB_FORBIDDEN, "not their case");
		return DB_OK;
	}
	found = arena_take(&l->arena, sizeof(*found));
	if (found == NULL)
		return DB_FAILED;
	*found = view.handoff;
	r->applied = HUB_APPLIED;
	r->detail = "";
	r->id = found->id;
	r->case_id = found->case_id;
	r->state = handoff_state_name(view.row.state);
	r->holder = view.holder;
	r->found = found;
	r->found_count = 1;
	return tell_story(l, room, &view, whole);
}

/* A question by the hub's id or their own reference. */
static enum db_code
look_one(struct lookup *l, struct reader_room *room, const struct hub_event *e,
    struct hub_result *r)
{
	int64_t id = 0;
	enum db_code code;

	answer_none(r, HUB_UNKNOWN, "no such handoff");
	if (e->handoff_id[0] != '\0') {
		if (!ident_parse(e->handoff_id, &id))
			return DB_OK;
		return look_at(l, room, id, true, r);
	}
	code = outbox_by_remote(room->db, l->institution, e->remote_ref, &id);
	if (code == DB_NONE)
		return DB_OK;
	return code == DB_OK ? look_at(l, room, id, true, r) : code;
}

/* A question by window of time. */
static enum db_code
look_window(struct lookup *l, struct reader_room *room,
    const struct hub_event *e, struct hub_result *r)
{
	struct window w = { .count = 0 };
	struct hub_handoff *found;
	int64_t limit = LOOKUP_WINDOW_MAX;
	enum db_code code;

	if (e->limit > 0 && e->limit < LOOKUP_WINDOW_MAX)
		limit = (int64_t)e->limit;
	code = db_get(room->db, &by_window,
	    DB_ARGS(db_int(l->institution), db_int(ident_at(e->since * 1000)),
		db_int(e->until == 0 ? INT64_MAX : ident_at(e->until * 1000)),
		db_int(limit)),
	    take_id, &w);
	if (code != DB_OK && code != DB_NONE)
		return code;
	answer_none(r, HUB_APPLIED, "");
	found = arena_take(&l->arena, (w.count + 1) * sizeof(*found));
	if (found == NULL)
		return DB_FAILED;
	for (size_t i = 0; i < w.count; i++) {
		struct hub_result one;

		code = look_at(l, room, w.ids[i], false, &one);
		if (code != DB_OK)
			return code;
		if (one.applied == HUB_APPLIED)
			found[r->found_count++] = one.found[0];
	}
	r->found = found;
	return DB_OK;
}

/* reader run: every question. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct lookup *l = (struct lookup *)job;
	enum db_code code = DB_OK;

	l->rows = arena_take(&l->arena,
	    (l->count + 1) * sizeof(struct hub_result));
	l->stories = arena_take(&l->arena,
	    LOOKUP_STORIES * sizeof(struct hub_story));
	if (l->rows == NULL || l->stories == NULL)
		return DB_FAILED;
	for (size_t i = 0; i < l->count && code == DB_OK; i++) {
		const struct hub_event *e = &l->events[i];

		if (i >= LOOKUP_BY_ID_MAX)
			answer_none(&l->rows[i], HUB_INVALID,
			    "more than 32 questions in one message");
		else if (e->handoff_id[0] == '\0' && e->remote_ref[0] == '\0')
			code = look_window(l, room, e, &l->rows[i]);
		else
			code = look_one(l, room, e, &l->rows[i]);
	}
	return code;
}

/* Everything 0, and the job ready to be filled in. */
void
lookup_init(struct lookup *lookup)
{
	memset(lookup, 0, sizeof(*lookup));
	lookup->reader.run = run;
	arena_init(&lookup->arena, LOOKUP_MAX);
}

/* Gives back what was found. */
void
lookup_release(struct lookup *lookup)
{
	arena_release(&lookup->arena);
}

bool
lookup_asked(const struct hub_events *events)
{
	return events->count > 0 && events->rows[0].kind == HUB_EV_LOOKUP;
}
