/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lookup.h"

#include <string.h>

#include "case_view.h"
#include "ident.h"
#include "limits.h"
#include "lookup_said.h"
#include "lookup_way.h"
#include "outbox.h"

void
lookup_none(struct hub_result *r, enum hub_applied applied, const char *detail)
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

enum db_code
lookup_at(struct lookup *l, struct reader_room *room, int64_t handoff_id,
    bool whole, struct hub_result *r)
{
	const struct case_viewer viewer = { room, l->conf, l->institution,
		&l->arena, l->now };
	struct case_view view;
	struct hub_handoff *found;
	enum db_code code;

	lookup_none(r, HUB_UNKNOWN, "no such handoff");
	code = case_view_read(&viewer, handoff_id, &view);
	if (code == DB_NONE)
		return DB_OK;
	if (code != DB_OK)
		return code;
	if (!view.has_part) {
		lookup_none(r, HUB_FORBIDDEN, "not their case");
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

	lookup_none(r, HUB_UNKNOWN, "no such handoff");
	if (e->handoff_id[0] != '\0') {
		if (!ident_parse(e->handoff_id, &id))
			return DB_OK;
		return lookup_at(l, room, id, true, r);
	}
	code = outbox_by_remote(room->db, l->institution, e->remote_ref, &id);
	if (code == DB_NONE)
		return DB_OK;
	return code == DB_OK ? lookup_at(l, room, id, true, r) : code;
}

/* Whether a question is by window. */
static bool
is_window(const struct hub_event *e)
{
	return e->handoff_id[0] == '\0' && e->remote_ref[0] == '\0';
}

/* Where a second begins among the ids, however far away it is. */
static int64_t
id_at(int64_t seconds)
{
	if (seconds < 0)
		return 0;
	return ident_at(
	    seconds < INT64_MAX / 1000 ? seconds * 1000 : INT64_MAX);
}

bool
lookup_span_of(const struct hub_event *e, struct lookup_span *ret)
{
	struct lookup_span span = { 0, INT64_MAX, LOOKUP_WINDOW_MAX };
	int64_t page = 0;

	if (e->since > 0)
		span.first = id_at(e->since);
	/* To the end of the second: times are told in seconds. */
	if (e->until != 0)
		span.behind = id_at(
		    e->until < INT64_MAX ? e->until + 1 : e->until);
	if (e->limit > 0 && e->limit < LOOKUP_WINDOW_MAX)
		span.limit = (size_t)e->limit;
	if (e->carry[0] != '\0') {
		if (!ident_parse(e->carry, &page))
			return false;
		if (e->said && page >= span.first)
			span.first = page < INT64_MAX ? page + 1 : page;
		if (!e->said && page < span.behind)
			span.behind = page;
	}
	*ret = span;
	return true;
}

bool
lookup_full(const struct lookup *l, size_t before)
{
	return l->arena.used - before >= LOOKUP_PAGE;
}

/* One question. */
static enum db_code
look(struct lookup *l, struct reader_room *room, size_t i)
{
	const struct hub_event *e = &l->events[i];
	struct hub_result *r = &l->rows[i];

	if (!is_window(e) && i < LOOKUP_BY_ID_MAX)
		return look_one(l, room, e, r);
	if (is_window(e) && i == 0)
		return e->said ? lookup_news(l, room, e, r)
			       : lookup_window(l, room, e, r);
	lookup_none(r, HUB_INVALID,
	    "more than 32 questions by id, or a window beside another "
	    "question, in one message");
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
	for (size_t i = 0; i < l->count && code == DB_OK; i++)
		code = look(l, room, i);
	return code == DB_OK && !arena_ok(&l->arena) ? DB_FAILED : code;
}

/* ledger run: nothing; what came earlier is committed with it. */
static enum db_code
wait_for_all(struct ledger_job *job, struct ledger_room *room)
{
	(void)job;
	(void)room;
	return DB_OK;
}

/* job done: all that was in hand is written. */
static void
on_written(struct job *job)
{
	struct lookup *l = (struct lookup *)((char *)job -
	    offsetof(struct lookup, before));

	reader_submit(l->into, &l->reader);
}

/* Everything 0, and the jobs ready to be filled in. */
void
lookup_init(struct lookup *lookup)
{
	memset(lookup, 0, sizeof(*lookup));
	lookup->next = "";
	lookup->reader.run = run;
	lookup->before.run = wait_for_all;
	lookup->before.job.done = on_written;
	arena_init(&lookup->arena, LOOKUP_MAX);
}

/* Gives back what was found. */
void
lookup_release(struct lookup *lookup)
{
	arena_release(&lookup->arena);
}

void
lookup_start(struct lookup *lookup, struct ledger *ledger,
    struct reader *reader)
{
	lookup->into = reader;
	if (is_window(&lookup->events[0]))
		ledger_submit(ledger, &lookup->before);
	else
		reader_submit(reader, &lookup->reader);
}

bool
lookup_asked(const struct hub_events *events)
{
	return events->count > 0 && events->rows[0].kind == HUB_EV_LOOKUP;
}
