/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "lookup_said.h"

#include <openssl/crypto.h>

#include "cases_list.h"
#include "frame_words.h"
#include "ident.h"
#include "limits.h"
#include "part.h"

/* The newest rows that the asker may hear, as a ring. */
struct hearing {
	struct part_asker asker;
	enum part part;
	struct event_row rows[FRAME_SAID];
	size_t count; /* of all; the ring holds the last ones */
};

/* db_row_fn: one thing said.  What is held or came too late is no news. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct hearing *h = ctx;
	struct event_row event;

	event_row_read(row, &event);
	event.heard = db_row_int(row, EVENT_HEARD);
	if (part_hears(h->part, &h->asker, &event) && event.content != 0 &&
	    event.applied == EVENT_APPLIED)
		h->rows[h->count++ % FRAME_SAID] = event;
	return true;
}

enum db_code
lookup_said_row(struct lookup *l, struct reader_room *room, const uint8_t *key,
    const struct event_row *row, struct hub_event *ret)
{
	char id[IDENT_TEXT_SIZE];
	struct hub_buf plain;
	struct frame_in in;
	const char *kept;
	enum db_code code;

	hub_buf_init(&plain, INTAKE_FRAME_MAX);
	code = content_get(room->db, key, row->content, &plain);
	kept = code == DB_OK ? arena_bytes(&l->arena, plain.data, plain.len)
			     : "";
	if (code == DB_OK && !arena_ok(&l->arena))
		code = DB_FAILED;
	frame_in_init(&in, kept, code == DB_OK ? plain.len : 0);
	hub_buf_release(&plain);
	if (code == DB_OK && !frame_event(&in, &l->arena, ret))
		code = DB_CORRUPT;
	if (code != DB_OK)
		return code;
	ident_text(row->id, id);
	ret->their_id = arena_text(&l->arena, id);
	ret->claimed_at = ident_ms(row->heard != 0 ? row->heard : row->id) /
	    1000;
	return DB_OK;
}

/* Opens what is in the ring, the newest first, as far as there is room: a
 * question after several cases gives each its part. */
static enum db_code
open_all(struct lookup *l, struct reader_room *room, const uint8_t *key,
    const struct hearing *h, struct hub_story *story)
{
	size_t left = h->count < FRAME_SAID ? h->count : FRAME_SAID, at = left;
	struct hub_event *said = arena_take(&l->arena,
	    (left + 1) * sizeof(*said));
	size_t before = l->arena.used, room_each = LOOKUP_PAGE / l->count;
	enum db_code code = DB_OK;

	if (said == NULL)
		return DB_FAILED;
	for (size_t i = 1; i <= left && code == DB_OK; i++) {
		if (at < left && l->arena.used - before >= room_each)
			break;
		code = lookup_said_row(l, room, key,
		    &h->rows[(h->count - i) % FRAME_SAID], &said[at - 1]);
		if (code == DB_OK)
			at--;
		if (code == DB_NONE)
			code = DB_OK;
	}
	story->said = said + at;
	story->said_count = left - at;
	return code;
}

enum db_code
lookup_said(struct lookup *lookup, struct reader_room *room,
    const struct case_row *of_case, struct hub_story *ret_story)
{
	struct hearing h = { .asker = { .institution = lookup->institution },
		.part = PART_ALL };
	uint8_t key[CONTENT_KEY_SIZE];
	enum db_code code;

	code = part_find(room->db, &h.asker, of_case, &h.part);
	if (code == DB_OK)
		code = events_of_case(room->db, of_case->id, take_row, &h);
	if (code == DB_NONE)
		return DB_OK;
	if (code == DB_OK)
		code = content_key_get(room->content, room->db, of_case->id,
		    key);
	if (code == DB_NONE)
		return DB_OK;
	if (code == DB_OK)
		code = open_all(lookup, room, key, &h, ret_story);
	OPENSSL_cleanse(key, sizeof(key));
	return code;
}
