/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "said.h"

#include <string.h>

#include "cases_list.h"
#include "frame_words.h"
#include "limits.h"

enum db_code
said_read(struct act *act, const struct event_row *row, struct hub_event *ret)
{
	struct hub_buf plain;
	struct frame_in in;
	enum db_code code;

	if (row->content == 0)
		return DB_NONE;
	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	code = content_get(act->room->db, act->key, row->content, &plain);
	if (code == DB_OK) {
		frame_in_init(&in,
		    arena_bytes(act->arena, plain.data, plain.len), plain.len);
		if (!frame_event(&in, act->arena, ret))
			code = DB_CORRUPT;
	}
	hub_buf_release(&plain);
	return code;
}

/* A search through what was said. */
struct search {
	struct act *act;
	const char *name; /* NULL: any that counted, of the kinds */
	uint64_t kinds;
	int64_t speaker, id; /* id: the hub's, 0: name is none */
	enum hub_event_kind kind;
	struct event_row *row;
	struct hub_event *event;
	enum db_code code;
};

/* Whether the speaker calls it so. */
static bool
is_called(const struct search *s, const struct event_row *row,
    const struct hub_event *event)
{
	if (s->name == NULL)
		return row->applied == EVENT_APPLIED &&
		    row->handoff_id == s->act->handoff.id &&
		    (s->kinds >> row->kind & 1) != 0;
	return row->id == s->id || row->kind == s->kind ||
	    strcmp(event->their_id, s->name) == 0;
}

/* db_row_fn: one thing said; the last that fits stays. */
static bool
take_event(void *ctx, const struct db_row *db_row)
{
	struct search *s = ctx;
	struct hub_event event;
	struct event_row row;
	enum db_code code;

	event_row_read(db_row, &row);
	if (row.speaker != s->speaker || row.kind == HUB_EV_CORRECTION)
		return true;
	code = said_read(s->act, &row, &event);
	if (code != DB_OK && code != DB_NONE) {
		s->code = code;
		return false;
	}
	if (code == DB_OK && is_called(s, &row, &event)) {
		*s->row = row;
		*s->event = event;
		s->code = DB_OK;
	}
	return true;
}

/* Goes through all that was said about the case. */
static enum db_code
look(struct act *act, struct search *s)
{
	enum db_code code = events_of_case(act->room->db, act->of_case.id,
	    take_event, s);

	return code == DB_OK ? s->code : code;
}

enum db_code
said_find(struct act *act, int64_t speaker, const char *name,
    struct event_row *ret_row, struct hub_event *ret_event)
{
	struct search s = { .act = act,
		.name = name,
		.speaker = speaker,
		.row = ret_row,
		.event = ret_event,
		.code = DB_NONE };

	if (!ident_parse(name, &s.id))
		s.id = 0;
	if (!hub_event_kind_parse(name, &s.kind))
		s.kind = HUB_EV_NONE;
	return look(act, &s);
}

enum db_code
said_last(struct act *act, int64_t speaker, uint64_t kinds,
    struct event_row *ret_row, struct hub_event *ret_event)
{
	struct search s = { .act = act,
		.kinds = kinds,
		.speaker = speaker,
		.row = ret_row,
		.event = ret_event,
		.code = DB_NONE };

	return look(act, &s);
}
