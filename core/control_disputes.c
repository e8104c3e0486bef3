/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_disputes.h"

#include "api_dispute.h"
#include "api_json.h"
#include "control_look.h"

/* Disputes on their way into the answer. */
struct list {
	struct control_look *look;
	struct db *db;
	bool more;
};

/* Puts one with its case. */
static enum db_code
put(struct list *list, const struct dispute_row *dispute)
{
	struct control_look *look = list->look;
	struct case_row c;
	const struct dispute_look of = { look->conf, list->db, &c, true };
	enum db_code code = cases_get(list->db, dispute->case_id, &c);

	if (code != DB_OK)
		return code;
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	api_put_id(&look->out, "case", c.id);
	hub_json_put_given(&look->out, "tracking_id", c.tracking_id);
	api_put_name(&look->out, "holder", look->conf, c.holder);
	code = api_put_dispute_row(&look->out, &of, dispute);
	hub_json_close(&look->out, '}');
	return code;
}

/* db_row_fn: one dispute, up to the limit. */
static bool
take(void *ctx, const struct db_row *row)
{
	struct list *list = ctx;
	struct dispute_row dispute;

	list->more = (int64_t)list->look->found == list->look->limit;
	if (list->more)
		return false;
	dispute_row_read(row, &dispute);
	return put(list, &dispute) == DB_OK;
}

/* All that wait. */
static enum db_code
fill(struct control_look *look, struct reader_room *room)
{
	struct list list = { .look = look, .db = room->db };
	enum db_code code;

	hub_json_open(&look->out, "disputes", '[');
	code = disputes_waiting(room->db, take, &list);
	hub_json_close(&look->out, ']');
	hub_json_put_flag(&look->out, "more", list.more);
	return code;
}

void
control_disputes(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill };

	control_look(call, &kind);
}
