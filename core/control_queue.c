/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_queue.h"

#include "api_json.h"
#include "control_look.h"
#include "ident.h"
#include "limits.h"
#include "link.h"
#include "outbox_list.h"

/* db_row_fn: one institution's queue. */
static bool
put_queue(void *ctx, const struct db_row *row)
{
	struct control_look *look = ctx;
	struct outbox_queue q;

	outbox_queue_read(row, &q);
	if (look->institution != 0 && look->institution != q.institution)
		return true;
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	api_put_name(&look->out, "institution", look->conf, q.institution);
	control_put_name(look, "name", q.institution);
	hub_json_put_int(&look->out, "waiting", q.waiting);
	hub_json_put_int(&look->out, "sending", q.sending);
	hub_json_put_int(&look->out, "unknown", q.unknown);
	hub_json_put_int(&look->out, "parked", q.parked);
	api_put_ms(&look->out, "oldest", ident_ms(q.oldest));
	api_put_ms(&look->out, "next_attempt", q.next_due);
	hub_json_close(&look->out, '}');
	return true;
}

/* Every queue. */
static enum db_code
fill_queue(struct control_look *look, struct reader_room *room)
{
	enum db_code code;

	hub_json_open(&look->out, "queue", '[');
	code = outbox_queues(room->db, put_queue, look);
	hub_json_close(&look->out, ']');
	return code;
}

/* Nothing goes there by itself. */
static void
say_by_hand(json_t *row)
{
	control_put_text(row, "link", "manual");
	control_put_text(row, "why", "entered by hand: simpulctl todo");
	(void)json_object_del(row, "next_attempt");
}

/* What a link that does not work means for its queue. */
static void
finish_queue(const struct control_look *look, json_t *answer)
{
	const json_t *rows = json_object_get(answer, "queue");
	const struct conf_institution *inst;
	const struct link *link;
	json_t *row;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		inst = conf_find(look->conf,
		    json_string_value(json_object_get(row, "institution")));
		if (inst != NULL && conf_is_manual(inst))
			say_by_hand(row);
		link = inst == NULL || conf_is_manual(inst)
		    ? NULL
		    : relay_link(&control_hub(look->call)->relay, inst->key);
		if (link == NULL)
			continue;
		control_put_text(row, "link", link_health_name(link->health));
		if (link->health == LINK_DOWN)
			control_put_time(row, "next_attempt", link->retry_at);
		if (link->health == LINK_PAUSED)
			(void)json_object_del(row, "next_attempt");
		if (link->health != LINK_UP)
			control_put_text(row, "why", link->why);
	}
}

void
control_queue(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill_queue,
		.finish = finish_queue };

	control_look(call, &kind);
}

/* Where a list of parked deliveries is. */
struct parked {
	struct control_look *look;
	int64_t last; /* id seen */
	int64_t seen; /* rows of this page */
	bool more;
};

/* db_row_fn: one parked delivery. */
static bool
put_parked(void *ctx, const struct db_row *row)
{
	struct parked *parked = ctx;
	struct control_look *look = parked->look;
	struct delivery_row d;

	delivery_row_read(row, &d);
	parked->last = d.id;
	parked->seen++;
	if (look->institution != 0 && look->institution != d.institution)
		return true;
	parked->more = (int64_t)look->found == look->limit;
	if (parked->more)
		return false;
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	api_put_delivery(&look->out, look->conf, &d);
	hub_json_close(&look->out, '}');
	return true;
}

/* Parked deliveries, oldest first, up to the limit. */
static enum db_code
fill_parked(struct control_look *look, struct reader_room *room)
{
	struct parked parked = { .look = look };
	struct outbox_look page = { .state = DELIVERY_PARKED,
		.limit = CONTROL_ROWS_MAX };
	enum db_code code;

	hub_json_open(&look->out, "parked", '[');
	do {
		parked.seen = 0;
		code = outbox_page(room->db, &page, put_parked, &parked);
		page.after = parked.last;
	} while (code == DB_OK && !parked.more && parked.seen == page.limit);
	hub_json_close(&look->out, ']');
	hub_json_put_flag(&look->out, "more", parked.more);
	return code;
}

void
control_parked(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill_parked };

	control_look(call, &kind);
}
