/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "control_tray.h"

#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "control_look.h"
#include "control_person.h"
#include "hub_exchange.h"
#include "letters.h"
#include "limits.h"
#include "log.h"
#include "mail_scan.h"
#include "mailroom.h"

#define SHOWN_MAX 32768u /* bytes of a letter's own words */

/* db_row_fn: one letter of the list. */
static bool
put_row(void *ctx, const struct db_row *row)
{
	struct control_look *look = ctx;
	struct letter_row letter;

	letters_row_read(row, &letter);
	look->found++;
	hub_json_open(&look->out, NULL, '{');
	api_put_id(&look->out, "letter", letter.id);
	hub_json_put_time(&look->out, "since", ident_ms(letter.id) / 1000);
	hub_json_put_text(&look->out, "mailbox", letter.mailbox);
	hub_json_put_text(&look->out, "state", letter_state_name(letter.state));
	api_put_name(&look->out, "institution", look->conf, letter.institution);
	hub_json_put_int(&look->out, "size", letter.size);
	hub_json_put_text(&look->out, "why", letter.why);
	hub_json_close(&look->out, '}');
	return true;
}

/* control_look: all that a person must look at. */
static enum db_code
fill_list(struct control_look *look, struct reader_room *room)
{
	enum db_code code;

	hub_json_open(&look->out, "letters", '[');
	code = letters_kept(room->db, LETTER_TRAY, put_row, look);
	if (code == DB_OK)
		code = letters_kept(room->db, LETTER_HELD, put_row, look);
	hub_json_close(&look->out, ']');
	return code;
}

void
control_tray(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill_list };

	control_look(call, &kind);
}

/* The letter's start; what is no text in it shows as "?". */
static void
put_words(struct control_look *look, const struct hub_buf *bytes)
{
	struct hub_buf text;

	hub_buf_init(&text, SHOWN_MAX);
	for (size_t i = 0; i < bytes->len && i < SHOWN_MAX; i++) {
		unsigned char c = (unsigned char)bytes->data[i];

		if (c != '\r')
			hub_buf_char(&text,
			    c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f)
				? (char)c
				: '?');
	}
	hub_json_put_text(&look->out, "text", hub_buf_str(&text));
	hub_buf_release(&text);
}

/* What its header says. */
static void
put_header(struct control_look *look, const struct hub_buf *bytes)
{
	static const uint8_t no_key[MAIL_TOKEN_KEY];
	struct mail_scan scan;

	hub_json_open(&look->out, "header", '[');
	if (mail_scan_init(&scan, hub_buf_str(bytes), bytes->len, no_key))
		for (size_t i = 0; i < scan.headers.count; i++) {
			hub_json_open(&look->out, NULL, '{');
			hub_json_put_text(&look->out, "name",
			    scan.headers.rows[i].name);
			hub_json_put_text(&look->out, "value",
			    scan.headers.rows[i].value);
			hub_json_close(&look->out, '}');
		}
	mail_scan_release(&scan);
	hub_json_close(&look->out, ']');
}

/* control_look: one letter. */
static enum db_code
fill_one(struct control_look *look, struct reader_room *room)
{
	struct letter_row letter;
	struct hub_buf bytes;
	enum db_code code;
	int64_t id;

	if (!ident_parse(look->ref, &id) ||
	    letters_get(room->db, id, &letter) != DB_OK)
		return DB_OK;
	look->found = 1;
	hub_json_put_text(&look->out, "state", letter_state_name(letter.state));
	hub_json_put_text(&look->out, "why", letter.why);
	hub_buf_init(&bytes, MAIL_IN_MAX);
	code = letters_open(room->db, room->content, id, &bytes);
	if (code == DB_OK) {
		put_header(look, &bytes);
		put_words(look, &bytes);
	}
	hub_buf_release(&bytes);
	return code == DB_NONE ? DB_OK : code;
}

void
control_tray_show(struct control_call *call)
{
	static const struct control_look_kind kind = { .fill = fill_one,
		.none = "no letter; simpulctl tray lists them" };

	control_look(call, &kind);
}

/* A letter that a person settles. */
struct settling {
	struct ledger_job ledger; /* first: it is what comes home */
	struct control_call *call;
	int64_t id, institution;
	enum letter_state state; /* that it is to have */
	bool confirmed;
	const char *problem; /* why not, or NULL */
};

/* ledger run: the letter's new state. */
static enum db_code
run(struct ledger_job *job, struct ledger_room *room)
{
	struct settling *s = (struct settling *)job;
	struct letter_row row;
	enum letter_state from;
	enum db_code code = letters_get(room->db, s->id, &row);

	s->problem = NULL;
	if (code == DB_NONE)
		s->problem = "no such letter; simpulctl tray lists them";
	else if (code == DB_OK && row.state != LETTER_TRAY &&
	    row.state != LETTER_HELD)
		s->problem = "the letter is in no tray";
	else if (code == DB_OK && s->confirmed && row.state != LETTER_HELD)
		s->problem = "the letter waits for no confirmation; assign it";
	if (code != DB_OK || s->problem != NULL)
		return code == DB_NONE ? DB_OK : code;
	from = row.state;
	row.state = s->state;
	row.due_at = room->now_ms;
	row.code[0] = '\0';
	if (s->confirmed)
		row.proof = HUB_PROOF_CONFIRMED;
	if (s->institution != 0 && s->institution != row.institution) {
		row.institution = s->institution;
		row.delivery = 0; /* a token of others says nothing */
	}
	code = letters_set(room->db, &row, from);
	if (code == DB_OK && s->state == LETTER_DROPPED)
		code = letters_drop(room->db, s->id);
	return code;
}

/* job done: told. */
static void
on_done(struct job *job)
{
	struct settling *s = (struct settling *)job;

	if (s->ledger.code != DB_OK)
		control_bad(s->call, "not stored: %s",
		    db_code_name(s->ledger.code));
	else if (s->problem != NULL)
		control_bad(s->call, "%s", s->problem);
	else {
		log_note("letter %s of the tray: %s by %s",
		    control_text(s->call, "ref"), control_text(s->call, "as"),
		    control_text(s->call, "by"));
		mailroom_arrived(control_hub(s->call)->relay.mailroom);
		control_good(s->call, NULL);
	}
	free(s);
}

/* What is to become of it; false: answered. */
static bool
read_deed(struct settling *s)
{
	const char *as = control_text(s->call, "as");
	const struct conf_institution *to =
	    conf_find(control_hub(s->call)->relay.conf,
		control_text(s->call, "institution"));

	s->state = strcmp(as, "drop") == 0 ? LETTER_DROPPED : LETTER_WAITING;
	s->confirmed = strcmp(as, "release") == 0;
	s->institution = to != NULL ? to->key : 0;
	if (strcmp(as, "assign") == 0 && (to == NULL || to->post == NULL)) {
		control_bad(s->call,
		    "no institution \"%s\" that is reached by "
		    "mail; simpulctl institutions lists them",
		    control_text(s->call, "institution"));
		return false;
	}
	if (s->state == LETTER_WAITING && !s->confirmed &&
	    strcmp(as, "assign") != 0) {
		control_bad(s->call, "expected assign, release or drop");
		return false;
	}
	return true;
}

void
control_tray_settle(struct control_call *call)
{
	struct settling *s;
	int64_t id;

	if (!ident_parse(control_text(call, "ref"), &id)) {
		control_bad(call,
		    "expected a letter's id; simpulctl tray "
		    "lists them");
		return;
	}
	if (control_text(call, "by")[0] == '\0') {
		control_bad(call, "expected by, who says so");
		return;
	}
	if (!control_is_line(call, "by", CONTROL_BY_MAX))
		return;
	s = calloc(1, sizeof(*s));
	if (s == NULL) {
		control_bad(call, "out of memory");
		return;
	}
	s->call = call;
	s->id = id;
	if (!read_deed(s)) {
		free(s);
		return;
	}
	s->ledger.run = run;
	s->ledger.job.done = on_done;
	ledger_submit(control_hub(call)->ledger, &s->ledger);
}
