/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "mailbox_job.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "crashpoint.h"
#include "db_take.h"
#include "mail_proof.h"
#include "outbox.h"

/* db_row_fn: one more to move. */
static bool
take_move(void *ctx, const struct db_row *row)
{
	struct mailbox_look *look = ctx;

	if (look->move_count < MAIL_MOVES_MAX)
		letters_row_read(row, &look->moves[look->move_count++]);
	return true;
}

/* reader run: where the round begins. */
static enum db_code
run_look(struct reader_job *job, struct reader_room *room)
{
	struct mailbox_look *look = (struct mailbox_look *)job;
	enum db_code code;

	look->move_count = 0;
	code = db_none_is_ok(
	    letters_cursor(room->db, look->mailbox, &look->cursor));
	if (code != DB_OK)
		return code;
	return letters_unmoved(room->db, look->mailbox, MAIL_MOVES_MAX,
	    take_move, look);
}

/* Everything 0, and the job ready to be filled in. */
void
mailbox_look_init(struct mailbox_look *look)
{
	memset(look, 0, sizeof(*look));
	look->reader.run = run_look;
}

/* Nobody's letter: a person says whose it is. */
static void
to_tray(struct letter_row *row, const char *why)
{
	row->state = LETTER_TRAY;
	(void)snprintf(row->why, sizeof(row->why), "%s", why);
}

/* The institution that a letter's only From is the address of, and how many
 * have it. */
static size_t
whose_address(const struct mailbox_store *s, const char *from,
    const struct conf_institution **ret)
{
	size_t count = 0;

	for (size_t i = 0; i < s->conf->institution_count; i++) {
		const struct conf_institution *at = &s->conf->institutions[i];

		if (at->post == NULL || strcasecmp(at->address, from) != 0)
			continue;
		*ret = at;
		count++;
	}
	return count;
}

/* The letter's only From, or "". */
static void
sender_of(const struct mail_scan *scan, char buf[MAIL_ADDRESS_SIZE])
{
	size_t count = 0;

	for (size_t i = 0; i < scan->headers.count; i++)
		count += strcmp(scan->headers.rows[i].name, "From") == 0;
	if (count != 1 ||
	    !mail_proof_address(hub_header(&scan->headers, "From"), buf,
		MAIL_ADDRESS_SIZE))
		buf[0] = '\0';
}

/* By its token the letter is that institution's, if nobody else wrote it. */
static void
sort_by_token(struct mailbox_store *s, const struct delivery_row *answered,
    const struct conf_institution *from)
{
	struct letter_row *row = &s->row;

	row->institution = answered->institution;
	row->delivery = answered->id;
	if (from != NULL && from->key != answered->institution)
		to_tray(row, "it came with a token of another institution");
}

/* Whose letter it is. */
static enum db_code
sort(struct mailbox_store *s, struct ledger_room *room)
{
	const struct conf_institution *from = NULL, *to;
	struct delivery_row answered;
	char address[MAIL_ADDRESS_SIZE];
	enum db_code code = DB_NONE;
	size_t found;

	sender_of(s->scan, address);
	found = address[0] == '\0' ? 0 : whose_address(s, address, &from);
	if (s->scan->delivery != 0)
		code = outbox_get(room->db, s->scan->delivery, &answered);
	if (code == DB_OK)
		sort_by_token(s, &answered, found == 1 ? from : NULL);
	else if (code != DB_NONE)
		return code;
	else if (found == 1)
		s->row.institution = from->key;
	else
		to_tray(&s->row,
		    found == 0 ? "neither its token nor its sender is known"
			       : "several institutions have its sender's "
				 "address");
	to = conf_by_key(s->conf, s->row.institution);
	if (s->row.state == LETTER_WAITING && (to == NULL || !to->has_receive))
		to_tray(&s->row, "its institution reads no letters");
	return DB_OK;
}

/* ledger run: the letter and its number, both or neither. */
static enum db_code
run_store(struct ledger_job *job, struct ledger_room *room)
{
	struct mailbox_store *s = (struct mailbox_store *)job;
	const struct letters_cursor cursor = { s->row.validity, s->row.uid };
	struct letter_row *row = &s->row;
	enum db_code code;

	row->id = ident_new(&room->ident);
	row->institution = row->delivery = 0;
	row->state = LETTER_WAITING;
	row->due_at = room->now_ms;
	row->moved = s->box->folder_done[0] == '\0';
	row->why[0] = '\0';
	memcpy(row->name, s->scan->name, sizeof(row->name));
	memcpy(row->digest, s->scan->digest, sizeof(row->digest));
	(void)snprintf(row->mailbox, sizeof(row->mailbox), "%s", s->box->name);
	crashpoint("mailbox.store");
	code = sort(s, room);
	if (code == DB_OK && s->cut)
		to_tray(row,
		    "it is larger than the hub takes; this is its "
		    "start, the whole stands in the mailbox");
	if (code == DB_OK)
		code = letters_add(room->db, room->content, room->clock, row,
		    s->bytes);
	s->doubled = code == DB_CONFLICT;
	if (code != DB_OK && code != DB_CONFLICT)
		return code;
	return letters_set_cursor(room->db, s->box->name, &cursor);
}

/* Everything 0, and the job ready to be filled in. */
void
mailbox_store_init(struct mailbox_store *store)
{
	memset(store, 0, sizeof(*store));
	store->ledger.run = run_store;
}

/* ledger run: what was passed and moved. */
static enum db_code
run_mark(struct ledger_job *job, struct ledger_room *room)
{
	struct mailbox_mark *m = (struct mailbox_mark *)job;
	enum db_code code = DB_OK;

	for (size_t i = 0; i < m->moved_count && code == DB_OK; i++)
		code = db_none_is_ok(
		    letters_set_moved(room->db, m->moved[i].id));
	if (code != DB_OK || m->cursor.validity == 0)
		return code;
	return letters_set_cursor(room->db, m->mailbox, &m->cursor);
}

/* Everything 0, and the job ready to be filled in. */
void
mailbox_mark_init(struct mailbox_mark *mark)
{
	memset(mark, 0, sizeof(*mark));
	mark->ledger.run = run_mark;
}
