/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "case_view.h"

#include <string.h>

#include "case_content.h"
#include "disclose.h"
#include "ident.h"
#include "part.h"

/* What stands in rows. */
static void
fill(const struct case_viewer *v, struct case_view *view)
{
	const struct handoff_row *row = &view->row;
	struct disclose_to to;
	struct hub_handoff *h = &view->handoff;

	h->id = arena_id(v->arena, row->id);
	h->case_id = arena_id(v->arena, row->case_id);
	h->parent = arena_id(v->arena, row->parent);
	h->kind = row->kind;
	h->chan_seq = row->chan_seq;
	h->hop = row->hop;
	h->reason = row->reason;
	h->due_at = row->due_at / 1000;
	h->sender = conf_name(v->conf, row->sender);
	h->receiver = conf_name(v->conf, row->receiver);
	view->holder = conf_name(v->conf, view->of_case.holder);
	to.inst = conf_by_key(v->conf, v->institution);
	to.state = v->institution == row->receiver ? row->state
						   : HANDOFF_OFFERED;
	to.now = v->now;
	to.kind = v->institution == row->receiver ? row->kind : HUB_KIND_COPY;
	(void)disclose_apply(&to, h, v->arena);
}

/* Everything around a handoff's row that is there already. */
static enum db_code
read_around(const struct case_viewer *v, struct case_view *ret)
{
	struct part_asker asker = { .institution = v->institution };
	enum part part = PART_ALL;
	enum db_code code;

	code = cases_get(v->room->db, ret->row.case_id, &ret->of_case);
	if (code != DB_OK)
		return code;
	if (v->institution != 0)
		code = part_find(v->room->db, &asker, &ret->of_case, &part);
	if (code != DB_OK)
		return code;
	ret->has_part = part >= PART_FORMER;
	ret->handoff = hub_handoff_init();
	if (part_sees(part))
		code = case_content_read(v->room, &ret->of_case, v->arena,
		    &ret->handoff);
	if (code == DB_OK)
		fill(v, ret);
	/* Who had it once hears only that it is no longer theirs. */
	if (part == PART_FORMER)
		ret->holder = "";
	return code;
}

enum db_code
case_view_read(const struct case_viewer *viewer, int64_t handoff_id,
    struct case_view *ret)
{
	enum db_code code;

	memset(ret, 0, sizeof(*ret));
	code = handoffs_get(viewer->room->db, handoff_id, &ret->row);
	return code == DB_OK ? read_around(viewer, ret) : code;
}

enum db_code
case_view_alone(const struct case_viewer *viewer, int64_t case_id,
    struct case_view *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->row.case_id = case_id;
	return read_around(viewer, ret);
}
