/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_case.h"

#include "api_dispute.h"
#include "api_json.h"
#include "api_relation.h"
#include "besides.h"
#include "cases_list.h"
#include "control_history.h"
#include "control_look.h"

/* The handoff that the case now turns on, and how far it has come. */
static enum db_code
put_handoff(struct control_look *look, struct db *db, int64_t case_id)
{
	struct handoff_row h;
	struct delivery_row d;
	enum db_code code = handoffs_main(db, case_id, &h);

	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	hub_json_open(&look->out, "handoff", '{');
	api_put_handoff(&look->out, look->conf, &h);
	control_put_name(look, "receiver_name", h.receiver);
	if (h.reason != HUB_REASON_NONE)
		api_put_title(&look->out, "reason_title",
		    api_title_reason(h.reason));
	hub_json_close(&look->out, '}');
	code = outbox_get(db, h.id, &d);
	if (code != DB_OK)
		return code == DB_NONE ? DB_OK : code;
	hub_json_open(&look->out, "delivery", '{');
	api_put_delivery(&look->out, look->conf, &d);
	hub_json_close(&look->out, '}');
	return DB_OK;
}

/* What is disputed about it, with the arbiter's name for people. */
static enum db_code
put_dispute(struct control_look *look, struct db *db, const struct case_row *c)
{
	const struct dispute_look of = { look->conf, db, c, true };
	struct dispute_row row;
	enum db_code code = api_put_dispute(&look->out, &of);

	if (code == DB_OK && disputes_shown(db, c->id, &row) == DB_OK)
		control_put_name(look, "arbiter_name", row.arbiter);
	return code;
}

/* Who has a copy of it, takes part or watches, with names for people. */
static enum db_code
put_beside(struct control_look *look, struct db *db, const struct case_row *c)
{
	struct besides open;
	enum db_code code;

	if (!(c->flags & CASE_BESIDE))
		return DB_OK;
	code = besides_open(db, c->id, &open);
	if (code != DB_OK)
		return code;
	hub_json_open(&look->out, "beside", '[');
	for (size_t i = 0; i < open.count; i++) {
		hub_json_open(&look->out, NULL, '{');
		api_put_handoff(&look->out, look->conf, &open.rows[i]);
		control_put_name(look, "receiver_name", open.rows[i].receiver);
		hub_json_close(&look->out, '}');
	}
	hub_json_close(&look->out, ']');
	return DB_OK;
}

/* One case that the reference may mean. */
static enum db_code
put_case(struct control_look *look, struct db *db, int64_t id)
{
	struct case_row c;
	enum db_code code = cases_get(db, id, &c);

	if (code != DB_OK)
		return code;
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	hub_json_open(&look->out, "case", '{');
	api_put_case(&look->out, look->conf, &c);
	control_put_name(look, "holder_name", c.holder);
	control_put_name(look, "source_name", c.source);
	hub_json_put_flag(&look->out, "open", case_open(c.state));
	hub_json_close(&look->out, '}');
	code = put_handoff(look, db, id);
	if (code == DB_OK)
		code = put_dispute(look, db, &c);
	if (code == DB_OK)
		code = put_beside(look, db, &c);
	if (code == DB_OK)
		code = api_put_relations(&look->out, db, id);
	if (code == DB_OK && control_flag(look->call, "history"))
		code = control_put_history(look, db, id);
	hub_json_close(&look->out, '}');
	return code;
}

/* Every case that the reference may mean. */
static enum db_code
fill(struct control_look *look, struct reader_room *room)
{
	struct cases_found found;
	enum db_code code = cases_find(room->db, look->ref, &found);

	hub_json_open(&look->out, "cases", '[');
	for (size_t i = 0; i < found.count && code == DB_OK; i++)
		code = put_case(look, room->db, found.ids[i]);
	hub_json_close(&look->out, ']');
	return code;
}

void
control_case(struct control_call *call)
{
	static const struct control_look_kind kind = {
		.fill = fill,
		.none = CONTROL_NO_CASE,
	};

	control_look(call, &kind);
}
