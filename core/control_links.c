/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_links.h"

#include "api_json.h"
#include "cases_list.h"
#include "control_look.h"
#include "pickup.h"

/* The links of one case on their way into the answer. */
struct list {
	struct control_look *look;
	const struct case_row *of_case;
	int64_t now_ms;
};

/* Whether it opens anything, and why not. */
static const char *
state_of(const struct list *list, const struct pickup_row *row)
{
	if (row->revoked != 0)
		return "revoked";
	if (row->expires <= list->now_ms)
		return "over";
	return (list->of_case->flags & CASE_SECRET) != 0 ? "secret"
							 : "in_force";
}

/* db_row_fn: one link. */
static bool
put(void *ctx, const struct db_row *from)
{
	struct list *list = ctx;
	struct hub_json_out *out = &list->look->out;
	struct pickup_row row;

	pickup_row_read(from, &row);
	hub_json_open(out, NULL, '{');
	api_put_id(out, "case", row.case_id);
	api_put_id(out, "delivery", row.delivery);
	api_put_name(out, "institution", list->look->conf, row.institution);
	api_put_id(out, "attachment", row.attachment);
	hub_json_put_text(out, "state", state_of(list, &row));
	api_put_ms(out, "made_at", row.made);
	api_put_ms(out, "until", row.expires);
	api_put_ms(out, "revoked_at", row.revoked);
	hub_json_close(out, '}');
	return true;
}

/* Those of every case that the reference may mean. */
static enum db_code
fill(struct control_look *look, struct reader_room *room)
{
	struct cases_found found;
	struct case_row c;
	struct list list = { look, &c,
		relay_now_ms(&control_hub(look->call)->relay) };
	enum db_code code = cases_find(room->db, look->ref, &found);

	hub_json_open(&look->out, "links", '[');
	for (size_t i = 0; i < found.count && code == DB_OK; i++) {
		look->found++;
		code = cases_get(room->db, found.ids[i], &c);
		if (code == DB_OK)
			code = pickup_of_case(room->db, c.id, put, &list);
	}
	hub_json_close(&look->out, ']');
	return code;
}

void
control_links(struct control_call *call)
{
	static const struct control_look_kind kind = {
		.fill = fill,
		.none = CONTROL_NO_CASE,
	};

	control_look(call, &kind);
}
