/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "handed.h"

#include "frame_words.h"
#include "limits.h"

enum db_code
handed_read(struct act *act, struct handed *ret)
{
	struct frame_in in;
	enum db_code code;

	ret->h = hub_handoff_init();
	hub_buf_init(&ret->frame, INTAKE_FRAME_MAX);
	code = content_get(act->room->db, act->key, act->of_case.content,
	    &ret->frame);
	if (code != DB_OK)
		return code == DB_NONE ? DB_CORRUPT : code;
	frame_in_init(&in, ret->frame.data, ret->frame.len);
	return frame_handoff(&in, act->arena, &ret->h) ? DB_OK : DB_CORRUPT;
}

/* Forgets the content. */
void
handed_release(struct handed *handed)
{
	hub_buf_release(&handed->frame);
}
