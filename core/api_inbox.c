/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An institution's own open handoffs, oldest first.  With ?wait= a call that
 * finds nothing behind its cursor waits until something is there.
 */
#include "config.h"

#include "api_json.h"
#include "api_read.h"
#include "limits.h"
#include "problem.h"

/* Takes a read out of those that may be woken. */
static void
leave(struct api_read *read)
{
	struct api_read **at = &read->call.api->inboxes;

	while (*at != read)
		at = &(*at)->next;
	*at = read->next;
	read->call.api->inbox_count--;
}

/* Answers with what there is. */
static void
end(struct api_read *read)
{
	leave(read);
	api_read_end(read);
}

/* Looks once more. */
static void
look_again(struct api_read *read)
{
	read->waiting = read->again = false;
	read->found = 0;
	loop_timer_cancel(read->timer);
	hub_buf_clear(&read->body);
	hub_json_out_init(&read->out, &read->body);
	api_read_submit(read);
}

/* loop_fn: it has waited long enough, or its client has gone. */
static void
give_up(void *ctx)
{
	struct api_read *read = ctx;

	read->gone = true;
	if (read->waiting)
		end(read);
}

/* job done: there is something, or the call waits. */
static void
looked(struct job *job)
{
	struct api_read *read = (struct api_read *)job;
	struct api *api = read->call.api;
	int64_t left = read->until_ms -
	    clock_steady_ms(loop_clock(api->hub->loop));

	if (read->reader.code != DB_OK || read->found > 0 || read->gone ||
	    left <= 0 || api->draining) {
		end(read);
		return;
	}
	if (read->again) {
		look_again(read);
		return;
	}
	read->waiting = true;
	loop_timer_arm(read->timer, left);
}

void
api_news(void *ctx, int64_t institution)
{
	struct api *api = ctx;
	struct api_read *next;

	for (struct api_read *r = api->inboxes; r != NULL; r = next) {
		next = r->next;
		if (institution != 0 && r->asker.institution != institution)
			continue;
		if (!r->waiting)
			r->again = true;
		else if (api->draining)
			end(r);
		else
			look_again(r);
	}
}

/* A page on its way into the answer. */
struct list {
	struct api_read *read;
	struct db *db;
};

/* db_row_fn: one handoff, with the row of its case. */
static bool
put_handoff(void *ctx, const struct db_row *row)
{
	struct list *list = ctx;
	struct api_read *read = list->read;
	struct handoff_row h;
	struct case_row c;

	handoff_row_read(row, &h);
	hub_json_open(&read->out, NULL, '{');
	api_put_handoff(&read->out, read->call.conf, &h);
	if (cases_get(list->db, h.case_id, &c) == DB_OK) {
		hub_json_open(&read->out, "about", '{');
		api_put_case(&read->out, read->call.conf, &c);
		hub_json_close(&read->out, '}');
	}
	hub_json_close(&read->out, '}');
	read->found++;
	read->last = h.id;
	return hub_buf_ok(&read->body);
}

/* A page of open handoffs. */
static enum db_code
fill(struct api_read *read, struct reader_room *room)
{
	struct list list = { read, room->db };
	enum db_code code;

	api_read_open(read);
	read->page.holder = read->asker.institution;
	code = handoffs_pending(room->db, &read->page, put_handoff, &list);
	/* The cursor stays even where there is nothing more: one waits at
	 * it. */
	api_read_close(read, read->found > 0 ? read->last : read->page.before);
	return code;
}

/* The caller's inbox. */
void
api_inbox(const struct api_call *call)
{
	struct api_read *read = api_read_new(call, fill);
	struct api *api = call->api;

	if (read == NULL)
		return;
	if (read->wait_ms > 0) {
		read->timer = loop_timer_new(api->hub->loop, give_up, read);
		if (read->timer == NULL ||
		    api->inbox_count >= API_WAITING_MAX) {
			problem_reply(call->http, 503,
			    "too many calls wait; try again later");
			api_read_free(read);
			return;
		}
		http_call_on_gone(call->http, give_up, read);
	}
	read->until_ms = clock_steady_ms(loop_clock(api->hub->loop)) +
	    read->wait_ms;
	read->reader.job.done = looked;
	read->next = api->inboxes;
	api->inboxes = read;
	api->inbox_count++;
	api_read_submit(read);
}
