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
	return letters_unmoved(room->db, look->mailbox, look->moves,
	    MAIL_MOVES_MAX, &look->move_count);
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
whose_address(const struct mailbox_batch *b, const char *from,
    const struct conf_institution **ret)
{
	size_t count = 0;

	for (size_t i = 0; i < b->conf->institution_count; i++) {
		const struct conf_institution *at = &b->conf->institutions[i];

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
sort_by_token(struct letter_row *row, const struct delivery_row *answered,
    const struct conf_institution *from)
{
	row->institution = answered->institution;
	row->delivery = answered->id;
	if (from != NULL && from->key != answered->institution)
		to_tray(row, "it came with a token of another institution");
}

/* Whose letter it is. */
static enum db_code
sort(const struct mailbox_batch *b, struct mailbox_letter *l,
    struct ledger_room *room)
{
	const struct conf_institution *from = NULL, *to;
	struct delivery_row answered;
	char address[MAIL_ADDRESS_SIZE];
	enum db_code code = DB_NONE;
	size_t found;

	sender_of(&l->scan, address);
	found = address[0] == '\0' ? 0 : whose_address(b, address, &from);
	if (l->scan.delivery != 0)
		code = outbox_get(room->db, l->scan.delivery, &answered);
	if (code == DB_OK)
		sort_by_token(&l->row, &answered, found == 1 ? from : NULL);
	else if (code != DB_NONE)
		return code;
	else if (found == 1)
		l->row.institution = from->key;
	else
		to_tray(&l->row,
		    found == 0 ? "neither its token nor its sender is known"
			       : "several institutions have its sender's "
				 "address");
	to = conf_by_key(b->conf, l->row.institution);
	if (l->row.state == LETTER_WAITING && (to == NULL || !to->has_receive))
		to_tray(&l->row, "its institution reads no letters");
	return DB_OK;
}

/* Keeps one letter. */
static enum db_code
keep(const struct mailbox_batch *b, struct mailbox_letter *l,
    struct ledger_room *room)
{
	struct letter_row *row = &l->row;
	enum db_code code;

	row->id = ident_new(&room->ident);
	row->institution = row->delivery = 0;
	row->state = LETTER_WAITING;
	row->due_at = room->now_ms;
	row->moved = b->box->folder_done[0] == '\0' || l->withheld;
	row->why[0] = '\0';
	memcpy(row->name, l->scan.name, sizeof(row->name));
	memcpy(row->digest, l->scan.digest, sizeof(row->digest));
	(void)snprintf(row->mailbox, sizeof(row->mailbox), "%s", b->box->name);
	crashpoint("mailbox.store");
	code = sort(b, l, room);
	if (code == DB_OK && l->cut)
		to_tray(row,
		    "it is larger than the hub takes; this is its "
		    "start, the whole stands in the mailbox");
	if (code == DB_OK && l->withheld)
		to_tray(row,
		    "the mailbox's server does not give it out; it stands "
		    "there still");
	if (code == DB_OK)
		code = letters_add(room->db, room->content, room->clock, row,
		    hub_buf_str(&l->bytes));
	l->doubled = code == DB_CONFLICT;
	return l->doubled ? DB_OK : code;
}

/* ledger run: the letters and their numbers, all or none. */
static enum db_code
run_batch(struct ledger_job *job, struct ledger_room *room)
{
	struct mailbox_batch *b = (struct mailbox_batch *)job;
	const struct letter_row *last = &b->letters[b->count - 1].row;
	const struct letters_cursor cursor = { last->validity, last->uid };
	enum db_code code = DB_OK;

	for (size_t i = 0; i < b->count && code == DB_OK; i++)
		code = keep(b, &b->letters[i], room);
	return code != DB_OK
	    ? code
	    : letters_set_cursor(room->db, b->box->name, &cursor);
}

void
mailbox_batch_init(struct mailbox_batch *batch)
{
	memset(batch, 0, sizeof(*batch));
	batch->ledger.run = run_batch;
}

bool
mailbox_batch_add(struct mailbox_batch *batch, struct hub_buf *bytes,
    const uint8_t key[MAIL_TOKEN_KEY], const struct letters_cursor *at)
{
	struct mailbox_letter *l = &batch->letters[batch->count];

	memset(l, 0, sizeof(*l));
	l->bytes = *bytes;
	hub_buf_init(bytes, bytes->max);
	if (!mail_scan_init(&l->scan, hub_buf_str(&l->bytes), l->bytes.len,
		key)) {
		mail_scan_release(&l->scan);
		hub_buf_release(&l->bytes);
		return false;
	}
	l->row.size = (int64_t)l->bytes.len;
	l->row.validity = at->validity;
	l->row.uid = at->uid;
	batch->bytes += l->bytes.len;
	batch->count++;
	return true;
}

void
mailbox_batch_clear(struct mailbox_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		mail_scan_release(&batch->letters[i].scan);
		hub_buf_release(&batch->letters[i].bytes);
	}
	batch->count = batch->bytes = 0;
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
