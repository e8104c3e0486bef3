/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "parcel.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclose.h"
#include "frame_words.h"
#include "limits.h"

#define SELECT_PARCEL \
	"SELECT d.id, d.case_id, d.handoff_id, d.institution, d.event," \
	" d.content, d.state, d.ready, d.followed, d.live, d.rung, d.step," \
	" d.attempt, d.malformed, d.due_at, d.deadline, d.lease, d.request," \
	" d.composed_by, d.remote_ref, d.why," \
	" h.parent, h.kind, h.sender, h.receiver, h.state, h.reason," \
	" h.chan_seq, h.hop, h.due_at, c.source, c.holder, c.flags," \
	" k.wrapped, t.sealed, c.content, d.carry" \
	" FROM delivery d JOIN handoff h ON h.id = d.handoff_id" \
	" JOIN cases c ON c.id = d.case_id" \
	" LEFT JOIN case_key k ON k.case_id = d.case_id" \
	" LEFT JOIN content t ON t.id = c.content"

static const struct db_query load_due = { SELECT_PARCEL
	" WHERE d.ready = 1 AND d.institution = ?1 AND d.due_at <= ?2"
	" AND (d.due_at, d.id) > (?3, ?4)"
	" ORDER BY d.due_at, d.id LIMIT ?5" };
static const struct db_query load_one = { SELECT_PARCEL " WHERE d.id = ?1" };
static const struct db_query load_last = { SELECT_PARCEL
	" WHERE d.institution = ?1 ORDER BY d.id DESC LIMIT ?2" };

enum {
	COLUMN_ID = 0,
	COLUMN_DUE = 14,
	COLUMN_HANDOFF = 21,
	COLUMN_CASE = 30,
	COLUMN_KEY = 33,
	COLUMN_CARRY = 36
};

/* The handoff's columns of load_due. */
static void
read_handoff(const struct db_row *row, struct parcel *p)
{
	struct handoff_row *h = &p->handoff;
	int at = COLUMN_HANDOFF;

	h->id = p->row.handoff_id;
	h->case_id = p->row.case_id;
	h->parent = db_row_int(row, at);
	h->kind = (enum hub_kind)db_row_int(row, at + 1);
	h->sender = db_row_int(row, at + 2);
	h->receiver = db_row_int(row, at + 3);
	h->state = (enum handoff_state)db_row_int(row, at + 4);
	h->reason = (enum hub_reason)db_row_int(row, at + 5);
	h->chan_seq = (uint64_t)db_row_int(row, at + 6);
	h->hop = (uint64_t)db_row_int(row, at + 7);
	h->due_at = db_row_int(row, at + 8);
	p->of_case.id = p->row.case_id;
	p->of_case.source = db_row_int(row, COLUMN_CASE);
	p->of_case.holder = db_row_int(row, COLUMN_CASE + 1);
	p->of_case.flags = (unsigned)db_row_int(row, COLUMN_CASE + 2);
	p->of_case.content = db_row_int(row, COLUMN_KEY + 2);
}

/* What of the handoff stands in rows, not in the canonical content. */
static void
fill_rows(struct parcel *p)
{
	struct hub_handoff *h = &p->what.handoff;

	h->id = arena_id(&p->arena, p->handoff.id);
	h->case_id = arena_id(&p->arena, p->handoff.case_id);
	h->parent = arena_id(&p->arena, p->handoff.parent);
	h->kind = p->handoff.kind;
	h->chan_seq = p->handoff.chan_seq;
	h->hop = p->handoff.hop;
	h->reason = p->handoff.reason;
	h->due_at = p->handoff.due_at / 1000;
	h->sender = conf_name(p->conf, p->handoff.sender);
	h->receiver = conf_name(p->conf, p->handoff.receiver);
}

/* Opens the case's canonical content into what.handoff. */
static bool
open_case(struct parcel *p, const struct db_row *row,
    const struct reader_room *room)
{
	struct hub_buf plain;
	struct frame_in in;
	size_t len;
	const void *wrapped = db_row_blob(row, COLUMN_KEY, &len);
	bool good;

	if (wrapped == NULL ||
	    !content_key_unwrap(room->content, p->row.case_id, wrapped, len,
		p->key))
		return false;
	wrapped = db_row_blob(row, COLUMN_KEY + 1, &len);
	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	good = wrapped != NULL &&
	    content_unseal(p->key, p->of_case.content, wrapped, len, &plain);
	if (good) {
		const char *copy = arena_bytes(&p->arena, plain.data,
		    plain.len);

		frame_in_init(&in, copy, plain.len);
		good = frame_handoff(&in, &p->arena, &p->what.handoff);
	}
	hub_buf_release(&plain);
	return good && arena_ok(&p->arena);
}

/* Whether decisions bind the institution that hears it. */
static bool
is_bound(const struct parcel *p)
{
	const struct conf_institution *to = conf_by_key(p->conf,
	    p->row.institution);

	return to != NULL && to->binding;
}

/* Opens a stored frame of an event into the parcel's arena. */
static bool
open_frame(struct parcel *p, const struct reader_room *room,
    struct hub_event *ret)
{
	struct hub_buf plain;
	struct frame_in in;
	bool good;

	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	good = content_get(room->db, p->key, p->row.content, &plain) == DB_OK;
	frame_in_init(&in, arena_bytes(&p->arena, plain.data, plain.len),
	    plain.len);
	good = good && frame_event(&in, &p->arena, ret);
	hub_buf_release(&plain);
	return good && arena_ok(&p->arena);
}

/* Opens what is to be said when it is not the handoff itself; of a handoff,
 * the note of whoever passed it on. */
static bool
open_event(struct parcel *p, const struct reader_room *room)
{
	struct hub_event *e = &p->what.event;
	struct hub_event said = hub_event_init(p->row.event);

	if (p->row.content != 0 && !open_frame(p, room, &said))
		return false;
	if (p->row.event == HUB_EV_HANDOFF && p->row.content != 0)
		p->what.handoff.note = said.handoff.note;
	*e = p->row.event == HUB_EV_HANDOFF ? hub_event_init(HUB_EV_HANDOFF)
					    : said;
	e->kind = p->row.event;
	e->handoff_id = p->what.handoff.id;
	e->binding = e->kind == HUB_EV_DECISION && is_bound(p);
	return true;
}

/* Their reference for the handoff, for what is said about it later. */
static bool
open_reference(struct parcel *p, const struct reader_room *room)
{
	if (p->row.id == p->row.handoff_id ||
	    p->row.institution != p->handoff.receiver ||
	    p->row.remote_ref[0] != '\0')
		return true;
	return outbox_remote_ref(room->db, p->row.handoff_id,
		   p->row.remote_ref) != DB_CORRUPT;
}

/* Opens the stored request of this step. */
static bool
open_request(struct parcel *p, const struct reader_room *room)
{
	if (p->row.request == 0)
		return true;
	return content_get(room->db, p->key, p->row.request, &p->stored) ==
	    DB_OK;
}

/* Fills a parcel from its row. */
static void
open_parcel(struct parcel *p, const struct db_row *row,
    const struct reader_room *room, int64_t now)
{
	struct disclose_to to;
	char text[IDENT_TEXT_SIZE];

	delivery_row_read(row, &p->row);
	read_handoff(row, p);
	ident_text(p->row.id, text);
	(void)snprintf(p->message_key, sizeof(p->message_key), "%s.%u", text,
	    p->row.step);
	p->what.id = arena_text(&p->arena, text);
	p->carry = arena_text(&p->arena, db_row_text(row, COLUMN_CARRY));
	if (!open_case(p, row, room)) {
		p->unreadable = "the case was erased or does not open";
		return;
	}
	fill_rows(p);
	to = (struct disclose_to){ conf_by_key(p->conf, p->row.institution),
		p->handoff.state, now,
		p->row.institution == p->handoff.receiver ? p->handoff.kind
							  : HUB_KIND_COPY };
	p->disclosed = disclose_apply(&to, &p->what.handoff, &p->arena);
	if (!open_event(p, room) || !open_request(p, room) ||
	    !open_reference(p, room))
		p->unreadable = "a stored part of it does not open";
}

/* A list that grows at its end. */
struct load_at {
	struct parcel_load *load;
	const struct reader_room *room;
	struct parcel **tail;
};

/* Whether the maker has a delivery in hand. */
static bool
is_held(const struct parcel_load *load, int64_t id)
{
	for (size_t i = 0; i < load->held_count; i++)
		if (load->held[i] == id)
			return true;
	return false;
}

/* db_row_fn: one more parcel at the end of the list, unless it is held. */
static bool
take_parcel(void *ctx, const struct db_row *row)
{
	struct load_at *at = ctx;
	struct parcel *p;

	at->load->count++;
	at->load->after_due = db_row_int(row, COLUMN_DUE);
	at->load->after_id = db_row_int(row, COLUMN_ID);
	if (is_held(at->load, at->load->after_id))
		return true;
	p = calloc(1, sizeof(*p));
	if (p == NULL)
		return false;
	arena_init(&p->arena, PARCEL_MAX);
	hub_buf_init(&p->stored, REQUEST_BODY_MAX);
	hub_buf_init(&p->sealed, REQUEST_BODY_MAX);
	p->disclosed = p->carry = "";
	p->link = at->load->link;
	p->conf = conf_hold(at->load->conf);
	p->what.handoff = hub_handoff_init();
	p->what.event = hub_event_init(HUB_EV_HANDOFF);
	open_parcel(p, row, at->room, at->load->now_ms / 1000);
	parcel_name(p);
	*at->tail = p;
	at->tail = &p->next;
	return true;
}

/* reader run: what is due, up to the limit. */
static enum db_code
run_load(struct reader_job *job, struct reader_room *room)
{
	struct parcel_load *load = (struct parcel_load *)job;
	struct load_at at = { load, room, &load->first };
	enum db_code code;

	if (load->only != 0)
		return db_get(room->db, &load_one, DB_ARGS(db_int(load->only)),
		    take_parcel, &at);
	code = db_get(room->db, &load_due,
	    DB_ARGS(db_int(load->institution), db_int(load->now_ms),
		db_int(load->after_due), db_int(load->after_id),
		db_int(load->limit)),
	    take_parcel, &at);
	if (code != DB_OK && code != DB_NONE)
		return code;
	load->more = load->count == load->limit;
	if (load->more)
		return DB_OK;
	return outbox_next_due(room->db, load->institution, load->now_ms,
	    &load->next_due);
}

enum db_code
parcel_last(struct parcel_load *load, const struct reader_room *room)
{
	struct load_at at = { load, room, &load->first };
	enum db_code code = db_get(room->db, &load_last,
	    DB_ARGS(db_int(load->institution), db_int(load->limit)),
	    take_parcel, &at);

	return code == DB_NONE ? DB_OK : code;
}

/* Everything 0, and the job ready to be filled in. */
void
parcel_load_init(struct parcel_load *load)
{
	memset(load, 0, sizeof(*load));
	load->reader.run = run_load;
}

void
parcel_free(struct parcel *parcel)
{
	if (parcel == NULL)
		return;
	OPENSSL_cleanse(parcel->key, sizeof(parcel->key));
	if (parcel->request != NULL)
		request_release(parcel->request);
	free(parcel->request);
	hub_buf_release(&parcel->stored);
	hub_buf_release(&parcel->sealed);
	arena_release(&parcel->arena);
	conf_release(parcel->conf);
	free(parcel);
}

/* How far east of UTC the institution is when its limit ends. */
static int64_t
offset_at(const struct parcel *parcel, int64_t now_ms)
{
	const struct conf_institution *inst = conf_by_key(parcel->conf,
	    parcel->row.institution);
	int64_t at_ms = parcel->handoff.due_at != 0 ? parcel->handoff.due_at
						    : now_ms;

	return inst == NULL ? 0 : tz_offset(inst->place.zone, at_ms / 1000);
}

bool
parcel_encrypted(const struct parcel *parcel)
{
	const struct conf_institution *inst = conf_by_key(parcel->conf,
	    parcel->row.institution);

	return inst != NULL && inst->encrypts;
}

void
parcel_wire(const struct parcel *parcel, bool by_hand, int status,
    struct canon_entry *entry)
{
	const struct conf_institution *inst = conf_by_key(parcel->conf,
	    parcel->row.institution);
	bool by_mail = inst != NULL && inst->mailbox[0] != '\0';

	entry->channel_out = by_hand ? "manual" : by_mail ? "email" : "rest";
	if (by_mail)
		entry->transport_smtp = (uint64_t)status;
	else
		entry->transport_http = (uint64_t)status;
}

struct hub_at
parcel_at(const struct parcel *parcel, int64_t now_ms)
{
	return (struct hub_at){ .purpose = parcel->purpose,
		.step = parcel->row.step,
		.attempt = parcel->row.attempt,
		.now = now_ms / 1000,
		.remote_ref = parcel->row.remote_ref,
		.carry = parcel->carry,
		.key = parcel->message_key,
		.offset = offset_at(parcel, now_ms),
		.reply_to = parcel->reply_to,
		.handoff_id = "",
		.checkpoint = "",
		.sealed = parcel_encrypted(parcel) };
}
