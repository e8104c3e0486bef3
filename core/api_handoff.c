/* SPDX-License-Identifier: Apache-2.0 */
/* Handoffs by the page. */
#include "config.h"

#include "api_json.h"
#include "api_read.h"

/* A page on its way into the answer. */
struct list {
	struct api_read *read;
	struct db *db;
};

/* db_row_fn: one handoff. */
static bool
put_handoff(void *ctx, const struct db_row *row)
{
	struct list *list = ctx;
	struct hub_json_out *out = &list->read->out;
	struct handoff_row h;

	handoff_row_read(row, &h);
	hub_json_open(out, NULL, '{');
	api_put_handoff(out, list->read->call.conf, &h);
	api_put_progress(out, list->db, h.id, list->read->asker.all);
	hub_json_close(out, '}');
	return hub_buf_ok(&list->read->body);
}

/* A page of handoffs. */
static enum db_code
fill(struct api_read *read, struct reader_room *room)
{
	struct list list = { read, room->db };
	int64_t next = 0;
	enum db_code code;

	api_read_open(read);
	code = handoffs_page(room->db, &read->page, put_handoff, &list, &next);
	api_read_close(read, next);
	return code;
}

/* Handoffs, newest first. */
void
api_handoffs(const struct api_call *call)
{
	struct api_read *read = api_read_new(call, fill);

	if (read != NULL && api_read_filter(read))
		api_read_submit(read);
}
