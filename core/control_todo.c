/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_todo.h"

#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "control_look.h"
#include "control_paste.h"
#include "control_person.h"
#include "delivery_done.h"
#include "limits.h"
#include "log.h"
#include "outbox_list.h"
#include "utf8.h"

#define PASTE_MAX (1u << 20)

/* db_row_fn: one that can be entered. */
static bool
put_row(void *ctx, const struct db_row *row)
{
	struct control_look *look = ctx;
	struct delivery_row d;

	delivery_row_read(row, &d);
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	api_put_delivery(&look->out, look->conf, &d);
	hub_json_close(&look->out, '}');
	return (int64_t)look->found < look->limit;
}

/* Those of each institution that a person serves. */
static enum db_code
fill(struct control_look *look, struct reader_room *room)
{
	enum db_code code = DB_OK;

	hub_json_open(&look->out, "todo", '[');
	for (size_t i = 0; i < look->conf->institution_count; i++) {
		const struct conf_institution *inst =
		    &look->conf->institutions[i];
		int64_t left = look->limit - (int64_t)look->found;

		if (code != DB_OK || left <= 0 || !conf_is_manual(inst) ||
		    (look->institution != 0 && look->institution != inst->key))
			continue;
		code = outbox_todo(room->db, inst->key, left, put_row, look);
	}
	hub_json_close(&look->out, ']');
	hub_json_put_flag(&look->out, "more",
	    (int64_t)look->found == look->limit);
	return code;
}

void
control_todo(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill };

	control_look(call, &kind);
}

/* One of them, read whole; then its text, or its end. */
struct one {
	struct parcel_load load; /* first: its job is what comes home */
	struct delivery_done done;
	struct control_call *call;
	bool ends;
	char ref[OUTBOX_REF_MAX + 1];
};

/* Gives back what the command holds. */
static void
finish(struct one *one)
{
	delivery_done_release(&one->done);
	parcel_free(one->load.first);
	conf_release(one->load.conf);
	free(one);
}

/* How many characters a text has: what is no second byte of one. */
static json_int_t
count(const char *text)
{
	json_int_t characters = 0;

	for (; *text != '\0'; text++)
		characters += ((unsigned char)*text & 0xc0) != 0x80;
	return characters;
}

/* The text and what is known besides, NULL when it is too long. */
static json_t *
text_of(const struct one *one)
{
	const struct parcel *p = one->load.first;
	const struct conf *conf = one->load.conf;
	struct hub_buf text;
	json_t *said = NULL;

	hub_buf_init(&text, PASTE_MAX);
	control_paste(&text, p,
	    conf_by_key(conf, p->row.institution)->place.zone);
	if (hub_buf_ok(&text))
		said = json_pack("{s:s,s:s,s:s,s:I}", "id", p->what.id,
		    "institution", conf_name(conf, p->row.institution), "text",
		    hub_buf_str(&text), "characters",
		    count(hub_buf_str(&text)));
	if (said != NULL) {
		control_put_text(said, "disclosed", p->disclosed);
		control_put_text(said, "remote_ref", p->row.remote_ref);
	}
	hub_buf_release(&text);
	return said;
}

/* Answers with the text. */
static void
tell_text(struct one *one)
{
	json_t *said = text_of(one);

	log_note("delivery %s was shown to user %u, to be entered by hand",
	    one->load.first->what.id, control_user(one->call));
	if (said == NULL)
		control_bad(one->call, "its text is too long to be shown");
	else
		control_good(one->call, said);
	finish(one);
}

/* job done: it is done, or why not. */
static void
on_done(struct job *job)
{
	struct delivery_done *done = (struct delivery_done *)job;
	struct one *one = (struct one *)((char *)done -
	    offsetof(struct one, done));
	struct relay *relay = &control_hub(one->call)->relay;
	enum db_code code = done->end.ledger.code;

	if (code != DB_OK)
		control_bad(one->call, "not stored: %s", db_code_name(code));
	else if (done->wrong[0] != '\0')
		control_bad(one->call, "%s", done->wrong);
	else
		control_good(one->call,
		    json_pack("{s:b,s:s,s:s}", "changed", !done->again, "id",
			one->load.first->what.id, "remote_ref",
			done->again ? done->row.remote_ref : one->ref));
	for (size_t i = 0; i < done->end.wake.count; i++)
		relay_wake(relay, done->end.wake.keys[i]);
	if (done->end.wake.all)
		relay_wake_all(relay);
	finish(one);
}

/* Hands the end to the ledger. */
static void
end(struct one *one)
{
	delivery_done_init(&one->done, one->load.first, one->ref,
	    control_person(one->call));
	one->done.end.ledger.job.done = on_done;
	ledger_submit(control_hub(one->call)->ledger, &one->done.end.ledger);
}

/* Why it is nothing for a person, or "". */
static const char *
problem(const struct one *one)
{
	const struct parcel *p = one->load.first;
	const struct conf_institution *inst;

	if (p == NULL)
		return "no delivery with that id; simpulctl todo lists them";
	if (p->unreadable != NULL)
		return p->unreadable;
	inst = conf_by_key(one->load.conf, p->row.institution);
	if (inst == NULL || !conf_is_manual(inst))
		return "its institution is not served by hand (relay)";
	return "";
}

/* job done: it was read. */
static void
on_read(struct job *job)
{
	struct one *one = (struct one *)job;
	enum db_code code = one->load.reader.code;
	const char *wrong = "";

	if (code != DB_OK && code != DB_NONE) {
		control_bad(one->call, "not read: %s", db_code_name(code));
		finish(one);
		return;
	}
	wrong = problem(one);
	if (wrong[0] != '\0') {
		control_bad(one->call, "%s", wrong);
		finish(one);
	} else if (one->ends) {
		end(one);
	} else {
		tell_text(one);
	}
}

/* Reads the delivery that the request names. */
static void
read_one(struct control_call *call, bool ends)
{
	const char *ref = control_text(call, "ref");
	struct hub *hub = control_hub(call);
	struct one *one;
	int64_t id;

	if (!ident_parse(control_text(call, "id"), &id)) {
		control_bad(call, "\"%.40s\" is no delivery's id",
		    control_text(call, "id"));
		return;
	}
	if (strlen(ref) > OUTBOX_REF_MAX || !utf8_is_line(ref, strlen(ref))) {
		control_bad(call, "ref: expected one line of at most %d bytes",
		    OUTBOX_REF_MAX);
		return;
	}
	one = calloc(1, sizeof(*one));
	if (one == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	parcel_load_init(&one->load);
	one->load.conf = conf_hold(hub->relay.conf);
	one->load.only = id;
	one->load.now_ms = relay_now_ms(&hub->relay);
	one->load.reader.job.done = on_read;
	one->call = call;
	one->ends = ends;
	memcpy(one->ref, ref, strlen(ref));
	reader_submit(hub->reader, &one->load.reader);
}

void
control_todo_text(struct control_call *call)
{
	read_one(call, false);
}

void
control_todo_done(struct control_call *call)
{
	read_one(call, true);
}
