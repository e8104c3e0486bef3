/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "heard.h"

#include <openssl/crypto.h>
#include <string.h>
#include <strings.h>

#include "content.h"
#include "db_take.h"
#include "frame_words.h"
#include "limits.h"

static const struct db_query add = {
	"INSERT INTO heard (id, case_id, institution, what, delivery, step)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
};
static const struct db_query news = {
	"SELECT id FROM heard WHERE institution = ?1 AND delivery = 0"
	" ORDER BY id DESC LIMIT ?2"
};
static const struct db_query one = {
	"SELECT what, case_id FROM heard WHERE id = ?1"
};
static const struct db_query of_step = {
	"SELECT id FROM heard WHERE delivery = ?1 AND step = ?2"
	" AND delivery <> 0 ORDER BY id DESC LIMIT 1"
};
/* ids grow with time, and the words have the id of their row. */
static const struct db_query drop_words = {
	"DELETE FROM content WHERE id IN"
	" (SELECT id FROM heard WHERE id < ?1 ORDER BY id LIMIT ?2)"
};
static const struct db_query drop = {
	"DELETE FROM heard WHERE id IN"
	" (SELECT id FROM heard WHERE id < ?1 ORDER BY id LIMIT ?2)"
};

/* Headers that say what a body is. */
static const char *const kept[] = { "Content-Type", "Date", "ETag", "Link",
	"Location", "Retry-After" };

/* Takes away what says more than that. */
static void
strip(struct hub_headers *headers)
{
	size_t count = 0;

	for (size_t i = 0; i < headers->count; i++)
		for (size_t k = 0; k < sizeof(kept) / sizeof(kept[0]); k++)
			if (strcasecmp(headers->rows[i].name, kept[k]) == 0)
				headers->rows[count++] = headers->rows[i];
	headers->count = count;
}

/* Reads the frame of a worker's call. */
static bool
read_call(const struct heard_note *note, struct heard *h)
{
	struct hub_dispatch what;
	struct arena arena;
	struct frame_in in;

	frame_in_init(&in, note->call->data, note->call->len);
	if (note->what == HEARD_MESSAGE)
		return frame_message(&in, &h->headers, &h->message) &&
		    frame_at(&in, &h->at);
	arena_init(&arena, PARCEL_MAX);
	if (frame_int(&in) != 0)
		(void)frame_dispatch(&in, &arena, &what);
	arena_release(&arena);
	return frame_at(&in, &h->at) &&
	    frame_answer(&in, &h->headers, &h->answer);
}

/* Whether it is kept: no file, and not too long. */
static bool
is_kept(const struct heard *h)
{
	size_t len = h->answer.body_len + h->message.body_len;

	return len <= HEARD_MAX &&
	    hub_header(&h->headers, "Content-Disposition")[0] == '\0';
}

/* The frame that is stored. */
static void
put_frame(struct hub_buf *out, const struct heard *h)
{
	frame_put_at(out, &h->at);
	if (h->what == HEARD_MESSAGE)
		frame_put_message(out, &h->message);
	else
		frame_put_answer(out, &h->answer);
}

/* Stores the frame under the case's key, and its row. */
static enum db_code
put_rows(struct ledger_room *room, const struct heard_note *note,
    const struct hub_buf *frame)
{
	struct content_row row = { .id = ident_new(&room->ident),
		.case_id = note->case_id,
		.kind = CONTENT_HEARD,
		.bytes = frame->data,
		.len = frame->len };
	uint8_t key[CONTENT_KEY_SIZE];
	enum db_code code;

	code = content_key_get(room->content, room->db, note->case_id, key);
	if (code != DB_OK)
		return code;
	code = content_put(room->db, room->clock, key, &row);
	OPENSSL_cleanse(key, sizeof(key));
	if (code != DB_OK)
		return code;
	return db_put(room->db, &add,
	    DB_ARGS(db_int(row.id), db_int(note->case_id),
		db_int(note->institution), db_int(note->what),
		db_int(note->delivery), db_int((int64_t)note->step)));
}

/* Forgets a few of those that are too old. */
static enum db_code
drop_old(struct ledger_room *room)
{
	const int64_t before = ident_at(room->now_ms - HEARD_KEPT_MS);
	enum db_code code = db_put(room->db, &drop_words,
	    DB_ARGS(db_int(before), db_int(HEARD_DROPPED)));

	if (code == DB_OK || code == DB_NONE)
		code = db_put(room->db, &drop,
		    DB_ARGS(db_int(before), db_int(HEARD_DROPPED)));
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
heard_put(struct ledger_room *room, const struct heard_note *note)
{
	struct heard h = { .what = note->what };
	struct hub_buf frame;
	enum db_code code = DB_OK;

	if (!read_call(note, &h) || !is_kept(&h))
		return DB_OK;
	strip(&h.headers);
	hub_buf_init(&frame, HEARD_FRAME_MAX);
	put_frame(&frame, &h);
	if (hub_buf_ok(&frame))
		code = put_rows(room, note, &frame);
	if (code == DB_OK)
		code = drop_old(room);
	hub_buf_release(&frame);
	return code == DB_NONE ? DB_OK : code;
}

void
heard_init(struct heard *heard)
{
	memset(heard, 0, sizeof(*heard));
	hub_buf_init(&heard->frame, HEARD_FRAME_MAX);
}

void
heard_release(struct heard *heard)
{
	hub_buf_release(&heard->frame);
}

/* Numbers on their way out. */
struct numbers {
	int64_t *ids;
	size_t count, most;
};

/* db_row_fn: one number. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	struct numbers *n = ctx;

	n->ids[n->count++] = db_row_int(row, 0);
	return n->count < n->most;
}

enum db_code
heard_last(struct db *db, int64_t institution, size_t most, int64_t *ret_ids,
    size_t *ret_count)
{
	struct numbers n = { .ids = ret_ids, .most = most };
	enum db_code code = db_get(db, &news,
	    DB_ARGS(db_int(institution), db_int((int64_t)most)), take_number,
	    &n);

	if (code == DB_OK || code == DB_NONE)
		*ret_count = n.count;
	return code == DB_NONE ? DB_OK : code;
}

/* db_row_fn: what it is and whose. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	struct heard *h = ctx;

	h->what = (enum heard_what)db_row_int(row, 0);
	h->case_id = db_row_int(row, 1);
	return false;
}

/* Reads the stored frame. */
static bool
read_frame(struct heard *h)
{
	struct frame_in in;

	frame_in_init(&in, h->frame.data, h->frame.len);
	return frame_at(&in, &h->at) &&
	    (h->what == HEARD_MESSAGE
		    ? frame_message(&in, &h->headers, &h->message)
		    : frame_answer(&in, &h->headers, &h->answer));
}

enum db_code
heard_get(struct db *db, const struct content *content, int64_t id,
    struct heard *ret)
{
	uint8_t key[CONTENT_KEY_SIZE];
	enum db_code code = db_get(db, &one, DB_ARGS(db_int(id)), take_row,
	    ret);

	ret->id = id;
	if (code == DB_OK)
		code = content_key_get(content, db, ret->case_id, key);
	if (code != DB_OK)
		return code;
	code = content_get(db, key, id, &ret->frame);
	OPENSSL_cleanse(key, sizeof(key));
	if (code == DB_OK && !read_frame(ret))
		code = DB_CORRUPT;
	return code;
}

enum db_code
heard_step(struct db *db, int64_t delivery, unsigned step, int64_t *ret_id)
{
	return db_get(db, &of_step,
	    DB_ARGS(db_int(delivery), db_int((int64_t)step)), db_take_int,
	    ret_id);
}
