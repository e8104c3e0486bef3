/* SPDX-License-Identifier: Apache-2.0 */
/* Cases as their parties may see them: lists, and one by its id. */
#include "config.h"

#include <openssl/crypto.h>

#include "api_dispute.h"
#include "api_json.h"
#include "api_query.h"
#include "api_read.h"
#include "api_relation.h"
#include "attachment.h"
#include "case_view.h"
#include "problem.h"

#define NOT_THEIRS "not the caller's case"
#define NO_LONGER "the case is no longer with the caller's institution"

/* db_row_fn: one case of a list. */
static bool
put_case(void *ctx, const struct db_row *row)
{
	struct api_read *read = ctx;
	struct case_row c;

	case_row_read(row, &c);
	hub_json_open(&read->out, NULL, '{');
	api_put_case(&read->out, read->call.conf, &c);
	hub_json_close(&read->out, '}');
	return hub_buf_ok(&read->body);
}

/* A page of cases. */
static enum db_code
fill_page(struct api_read *read, struct reader_room *room)
{
	int64_t next = 0;
	enum db_code code;

	api_read_open(read);
	code = cases_page(room->db, &read->page, put_case, read, &next);
	api_read_close(read, next);
	return code;
}

/* One case that a reference may mean, if the asker has a part in it. */
static enum db_code
put_found(struct api_read *read, struct reader_room *room, int64_t id)
{
	struct case_row c;
	enum part part = PART_NONE;
	enum db_code code = cases_get(room->db, id, &c);

	if (code == DB_OK)
		code = part_find(room->db, &read->asker, &c, &part);
	if (code != DB_OK || !part_sees(part))
		return code == DB_NONE ? DB_OK : code;
	hub_json_open(&read->out, NULL, '{');
	api_put_case(&read->out, read->call.conf, &c);
	hub_json_close(&read->out, '}');
	return DB_OK;
}

/* The cases that a reference may mean. */
static enum db_code
fill_found(struct api_read *read, struct reader_room *room)
{
	struct cases_found found;
	enum db_code code = cases_find(room->db, read->ref, &found);

	api_read_open(read);
	for (size_t i = 0; i < found.count && code == DB_OK; i++)
		code = put_found(read, room, found.ids[i]);
	api_read_close(read, 0);
	return code;
}

/* An institution named in the query; false: it is none. */
static bool
take_institution(const struct api_read *read, const char *name, int64_t *ret)
{
	const struct conf_institution *inst;
	char id[65];

	switch (api_query(&read->call, name, id, sizeof(id))) {
	case API_ABSENT:
		return true;
	case API_GIVEN:
		inst = conf_find(read->call.conf, id);
		*ret = inst == NULL ? 0 : inst->key;
		return inst != NULL;
	default:
		return false;
	}
}

/* The number of a state of a case or, on their list, of a handoff; 0: none. */
static int64_t
state_number(const struct api_read *read, const char *name)
{
	enum handoff_state handoff;
	enum case_state state;

	if (read->call.route->handle == api_handoffs)
		return handoff_state_parse(name, &handoff) ? (int64_t)handoff
							   : 0;
	return case_state_parse(name, &state) ? (int64_t)state : 0;
}

/* A state named in the query; false: it is none. */
static bool
take_state(struct api_read *read)
{
	char name[32];

	switch (api_query(&read->call, "state", name, sizeof(name))) {
	case API_ABSENT:
		return true;
	case API_GIVEN:
		read->page.state = state_number(read, name);
		return read->page.state != 0;
	default:
		return false;
	}
}

bool
api_read_filter(struct api_read *read)
{
	const struct api_who *who = &read->call.who;
	const char *problem = NULL;

	if (!take_state(read))
		problem = "state: expected one of the states in /openapi.json";
	else if (!take_institution(read, "holder", &read->page.holder) ||
	    !take_institution(read, "source", &read->page.source))
		problem = "holder, source: expected the id of an institution,"
			  " see /v1/institutions";
	if (who->role == TOKEN_SOURCE)
		read->page.source = who->institution;
	else if (!read->asker.all)
		read->page.party = who->institution;
	if (problem == NULL)
		return true;
	problem_reply(read->call.http, 422, problem);
	api_read_free(read);
	return false;
}

/* Cases by the page, or by a reference. */
void
api_cases(const struct api_call *call)
{
	struct api_read *read = api_read_new(call, fill_page);

	if (read == NULL || !api_read_filter(read))
		return;
	if (read->ref[0] != '\0')
		read->fill = fill_found;
	api_read_submit(read);
}

/* A case's files on their way into the answer. */
struct case_files {
	struct api_read *read;
	struct reader_room *room;
	enum db_code code; /* of the last one */
};

/* A case's handoffs on their way into the answer. */
struct handoffs {
	struct api_read *read;
	struct db *db;
	enum part part;
	int64_t own; /* newest towards the asker, 0: none */
	int64_t newest;
};

/* db_row_fn: one handoff, with how far its delivery has come. */
static bool
put_handoff(void *ctx, const struct db_row *row)
{
	struct handoffs *list = ctx;
	struct hub_json_out *out = &list->read->out;
	struct handoff_row h;

	handoff_row_read(row, &h);
	if (!part_sees_handoff(list->part, &list->read->asker, h.id))
		return true;
	list->newest = h.id;
	if (h.receiver == list->read->asker.institution)
		list->own = h.id;
	hub_json_open(out, NULL, '{');
	api_put_handoff(out, list->read->call.conf, &h);
	api_put_progress(out, list->db, h.id, list->read->asker.all);
	hub_json_close(out, '}');
	return true;
}

/* The names of the identity members that are shown. */
static void
remember_identity(struct api_read *read, const struct hub_handoff *h)
{
	struct hub_buf names;

	hub_buf_init(&names, 512);
	api_identity_names(h, &names);
	read->shown_identity = arena_text(&read->arena, hub_buf_str(&names));
	hub_buf_release(&names);
}

/* db_row_fn: one of the case's files. */
static bool
put_attachment(void *ctx, const struct db_row *row)
{
	struct case_files *f = ctx;
	struct hub_json_out *out = &f->read->out;
	struct attachment_row a;
	struct attachment_meta meta;

	attachment_row_read(row, &a);
	f->code = attachment_open(f->room->db, f->room->content, &a, &meta);
	if (f->code != DB_OK)
		return false;
	hub_json_open(out, NULL, '{');
	api_put_id(out, "id", a.id);
	hub_json_put_given(out, "name", meta.name);
	hub_json_put_given(out, "type", meta.type);
	hub_json_put_int(out, "size", a.size);
	hub_json_close(out, '}');
	OPENSSL_cleanse(&meta, sizeof(meta));
	return true;
}

/* The files of the case: those that came with it, and with what was said. */
static enum db_code
put_attachments(struct api_read *read, struct reader_room *room, int64_t id)
{
	struct case_files files = { read, room, DB_OK };
	enum db_code code;

	hub_json_open(&read->out, "attachments", '[');
	code = attachment_of_case(room->db, id, put_attachment, &files);
	hub_json_close(&read->out, ']');
	return code == DB_OK ? files.code : code;
}

/* Everything about a case that the asker may see. */
static enum db_code
put_whole(struct api_read *read, struct reader_room *room,
    const struct case_row *c, enum part part)
{
	struct handoffs list = { read, room->db, part, 0, 0 };
	struct case_viewer viewer = { room, read->call.conf,
		read->asker.all ? 0 : read->asker.institution, &read->arena,
		relay_now_ms(&read->call.api->hub->relay) / 1000 };
	const struct dispute_look dispute = { read->call.conf, room->db, c,
		part >= PART_PARTY };
	struct case_view view;
	enum db_code code;

	hub_json_open(&read->out, NULL, '{');
	api_put_case(&read->out, read->call.conf, c);
	hub_json_open(&read->out, "handoffs", '[');
	code = handoffs_of_case(room->db, c->id, put_handoff, &list);
	hub_json_close(&read->out, ']');
	if (code == DB_OK)
		code = api_put_dispute(&read->out, &dispute);
	if (code == DB_OK && part >= PART_HOLDER)
		code = api_put_relations(&read->out, room->db, c->id);
	if (code == DB_OK && list.newest == 0)
		code = case_view_alone(&viewer, c->id, &view);
	else if (code == DB_OK)
		code = case_view_read(&viewer,
		    list.own != 0 ? list.own : list.newest, &view);
	if (code == DB_NONE) {
		hub_json_put_flag(&read->out, "erased", true);
		hub_json_open(&read->out, "attachments", '[');
		hub_json_close(&read->out, ']');
		hub_json_close(&read->out, '}');
		return DB_OK;
	}
	if (code != DB_OK)
		return code;
	api_put_content(&read->out, &view.handoff);
	code = put_attachments(read, room, c->id);
	hub_json_close(&read->out, '}');
	read->viewed = c->id;
	remember_identity(read, &view.handoff);
	return code;
}

enum db_code
api_read_case(struct api_read *read, struct reader_room *room,
    struct case_row *ret_case, enum part *ret_part)
{
	enum db_code code = cases_get(room->db, read->call.id, ret_case);

	*ret_part = PART_NONE;
	if (code == DB_NONE)
		return api_read_refuse(read, 404, "no such case");
	if (code == DB_OK)
		code = part_find(room->db, &read->asker, ret_case, ret_part);
	if (code != DB_OK || part_sees(*ret_part))
		return code;
	return api_read_refuse(read, 403,
	    *ret_part == PART_FORMER ? NO_LONGER : NOT_THEIRS);
}

/* One case. */
static enum db_code
fill_one(struct api_read *read, struct reader_room *room)
{
	struct case_row c;
	enum part part;
	enum db_code code = api_read_case(read, room, &c, &part);

	if (code != DB_OK || read->status != 200)
		return code;
	return put_whole(read, room, &c, part);
}

/* One case by its id. */
void
api_case(const struct api_call *call)
{
	api_read_start(call, fill_one);
}
