/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_route.h"

#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "case_content.h"
#include "cases_list.h"
#include "hub_reading.h"
#include "limits.h"
#include "route.h"

/* One replay: the reading of its configuration, then page by page. */
struct replay {
	struct hub_reading reading; /* brings the changed configuration */
	struct reader_job reader;
	struct control_call *call;
	struct conf *old; /* held; the one in force */
	char *file;
	int64_t now_ms;
	int64_t left, before; /* cases to look at, and below which id */
	bool last;	      /* no page follows */
	struct case_row rows[ROUTE_REPLAY_PAGE];
	size_t count;
	struct hub_buf text; /* of the page */
	struct hub_json_out out;
	int64_t seen, changed, rule_only, erased, unreadable;
};

/* What the counts are called in the answer. */
static const struct {
	const char *name;
	size_t offset;
} counts[] = {
	{ "seen", offsetof(struct replay, seen) },
	{ "changed", offsetof(struct replay, changed) },
	{ "rule_only", offsetof(struct replay, rule_only) },
	{ "erased", offsetof(struct replay, erased) },
	{ "unreadable", offsetof(struct replay, unreadable) },
};

/* Lets go of everything; the call has its answer. */
static void
replay_free(struct replay *r)
{
	hub_reading_release(&r->reading);
	hub_buf_release(&r->text);
	conf_release(r->old);
	free(r->file);
	free(r);
}

/* Whose reader job it is. */
static struct replay *
of_reader(void *job)
{
	return (struct replay *)((char *)job - offsetof(struct replay, reader));
}

/* db_row_fn: one case of the page. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct replay *r = ctx;

	case_row_read(row, &r->rows[r->count++]);
	return true;
}

/* One side of a difference. */
static void
put_choice(struct hub_json_out *out, const char *key,
    const struct route_choice *choice)
{
	hub_json_open(out, key, '{');
	hub_json_put_text(out, "rule", choice->rule);
	hub_json_put_text(out, "to", choice->to->id);
	hub_json_close(out, '}');
}

/* Whether both are the same body, renamed perhaps. */
static bool
is_same(const struct conf_institution *old,
    const struct conf_institution *fresh)
{
	return strcmp(old->id, fresh->id) == 0 ||
	    strcmp(old->id, fresh->was) == 0;
}

/* One case by both configurations. */
static void
compare(struct replay *r, const struct case_row *row,
    const struct hub_handoff *h)
{
	struct route_choice old = route_choose(r->old, h, r->now_ms, NULL,
	    NULL);
	struct route_choice fresh = route_choose(r->reading.fresh, h, r->now_ms,
	    NULL, NULL);

	if (is_same(old.to, fresh.to)) {
		r->rule_only += strcmp(old.rule, fresh.rule) != 0;
		return;
	}
	r->changed++;
	hub_json_open(&r->out, NULL, '{');
	api_put_id(&r->out, "case", row->id);
	hub_json_put_given(&r->out, "tracking_id", row->tracking_id);
	put_choice(&r->out, "from", &old);
	put_choice(&r->out, "now", &fresh);
	hub_json_close(&r->out, '}');
}

/* One case, if its content is there. */
static enum db_code
look_at(struct replay *r, const struct reader_room *room,
    const struct case_row *row)
{
	struct hub_handoff h = hub_handoff_init();
	struct arena arena;
	enum db_code code;

	arena_init(&arena, INTAKE_FRAME_MAX * 2);
	code = case_content_read(room, row, &arena, &h);
	if (code == DB_OK)
		compare(r, row, &h);
	r->erased += code == DB_NONE;
	r->unreadable += code == DB_CORRUPT;
	arena_release(&arena);
	return code == DB_NONE || code == DB_CORRUPT ? DB_OK : code;
}

/* reader run: one page of cases. */
static enum db_code
run(struct reader_job *job, struct reader_room *room)
{
	struct replay *r = of_reader(job);
	struct cases_filter filter = { .before = r->before,
		.limit = r->left < ROUTE_REPLAY_PAGE ? r->left
						     : ROUTE_REPLAY_PAGE };
	enum db_code code;

	r->count = 0;
	code = cases_page(room->db, &filter, take_row, r, &r->before);
	hub_json_open(&r->out, NULL, '{');
	hub_json_open(&r->out, "page", '[');
	for (size_t i = 0; i < r->count && code == DB_OK; i++)
		code = look_at(r, room, &r->rows[i]);
	hub_json_close(&r->out, ']');
	r->seen += (int64_t)r->count;
	r->left -= (int64_t)r->count;
	r->last = r->before == 0 || r->left <= 0;
	hub_json_put_int(&r->out, "seen", r->seen);
	hub_json_close(&r->out, '}');
	return code;
}

/* All counts as the answer. */
static void
finish(struct replay *r)
{
	json_t *answer = json_object();

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		(void)json_object_set_new(answer, counts[i].name,
		    json_integer(*(const int64_t *)(const void *)((char *)r +
			counts[i].offset)));
	control_put_text(answer, "file", r->file);
	control_good(r->call, answer);
	replay_free(r);
}

/* control_sent_fn: the page has left; the next one. */
static void
next_page(void *ctx)
{
	struct replay *r = ctx;

	if (control_hub(r->call)->stopped) {
		control_bad(r->call, "the hub is stopping");
		replay_free(r);
		return;
	}
	if (r->last || control_gone(r->call)) {
		finish(r);
		return;
	}
	hub_buf_clear(&r->text);
	hub_json_out_init(&r->out, &r->text);
	reader_submit(control_hub(r->call)->reader, &r->reader);
}

/* job done: a page was read. */
static void
on_page(struct job *job)
{
	struct replay *r = of_reader(job);
	json_error_t bad;
	json_t *page;

	if (r->reader.code != DB_OK) {
		control_bad(r->call, "not read: %s",
		    db_code_name(r->reader.code));
		replay_free(r);
		return;
	}
	page = json_loads(hub_buf_str(&r->text), 0, &bad);
	if (page == NULL) {
		control_bad(r->call, "a page of differences has no room");
		replay_free(r);
		return;
	}
	control_page(r->call, page);
	control_when_sent(r->call, next_page, r);
}

/* The changed configuration is read, or has mistakes. */
static void
on_read(struct hub_reading *reading)
{
	struct replay *r = (struct replay *)reading;

	if (reading->fresh == NULL) {
		control_bad(r->call, "%s", hub_buf_str(&reading->report));
		replay_free(r);
		return;
	}
	next_page(r);
}

/* A replay of what the request says; NULL: answered. */
static struct replay *
replay_new(struct control_call *call)
{
	int64_t last = control_int(call, "last", ROUTE_REPLAY_LAST);
	const char *file = control_text(call, "file");
	struct replay *r;

	if (last < 1 || last > ROUTE_REPLAY_MAX || file[0] != '/') {
		control_bad(call,
		    "expected a configuration's absolute path, and from 1 to "
		    "%d cases",
		    ROUTE_REPLAY_MAX);
		return NULL;
	}
	r = calloc(1, sizeof(*r));
	if (r != NULL)
		r->file = strdup(file);
	if (r == NULL || r->file == NULL) {
		free(r);
		control_bad(call, "out of memory");
		return NULL;
	}
	r->call = call;
	r->left = last;
	return r;
}

void
control_route_dry_run(struct control_call *call)
{
	struct hub *hub = control_hub(call);
	struct replay *r = replay_new(call); /* which may end the call */
	const char *why;

	if (r == NULL)
		return;
	r->now_ms = relay_now_ms(&hub->relay);
	r->old = conf_hold(hub->relay.conf);
	r->reader.run = run;
	r->reader.job.done = on_page;
	hub_buf_init(&r->text, CTL_OUTPUT_MAX);
	r->reading.file = r->file;
	r->reading.quiet = true;
	r->reading.done = on_read;
	if (hub_reading_begin(hub, &r->reading, &why))
		return;
	control_bad(call, "%s", why);
	replay_free(r);
}
