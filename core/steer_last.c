/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "steer_last.h"

#include <string.h>

#include "cases_list.h"
#include "frame_words.h"
#include "limits.h"

/* db_row_fn: one thing said; the last one stays. */
static bool
take_event(void *ctx, const struct db_row *row)
{
	event_row_read(row, ctx);
	return true;
}

/* Whether two events ask the same of the same. */
static bool
same(const struct hub_event *a, const struct hub_event *b)
{
	return a->asked == b->asked && strcmp(a->text, b->text) == 0;
}

/* Opens what was said, and compares. */
static bool
is_event(const struct act *act, const struct event_row *row,
    const struct hub_event *event)
{
	struct hub_event said = hub_event_init(HUB_EV_NONE);
	struct hub_buf plain;
	struct arena arena;
	struct frame_in in;
	bool is = false;

	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	arena_init(&arena, INTAKE_FRAME_MAX);
	if (content_get(act->room->db, act->key, row->content, &plain) ==
	    DB_OK) {
		frame_in_init(&in, plain.data, plain.len);
		is = frame_event(&in, &arena, &said) && same(&said, event);
	}
	arena_release(&arena);
	hub_buf_release(&plain);
	return is;
}

bool
steer_last_said(const struct act *act)
{
	struct event_row last = { .id = 0 };

	if (events_of_case(act->room->db, act->of_case.id, take_event, &last) !=
		DB_OK ||
	    last.kind != act->event->kind ||
	    last.speaker != act->actor->institution || last.content == 0)
		return false;
	return is_event(act, &last, act->event);
}
