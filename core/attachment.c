/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "attachment.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "db_take.h"
#include "frame.h"
#include "limits.h"

#define COLUMNS "id, case_id, owner, file, size, received, meta, expires"

static const struct db_query add = { "INSERT INTO attachment (" COLUMNS
				     ") VALUES (?1,?2,?3,?4,?5,?6,?7,?8)" };
static const struct db_query get = { "SELECT " COLUMNS
				     " FROM attachment WHERE id = ?1" };
static const struct db_query of_case = {
	"SELECT " COLUMNS " FROM attachment WHERE case_id = ?1 AND case_id <> 0"
	" ORDER BY id"
};
static const struct db_query expired = {
	"SELECT " COLUMNS " FROM attachment WHERE case_id = 0 AND expires < ?1"
	" ORDER BY expires LIMIT ?2"
};
static const struct db_query loose = {
	"SELECT count(*) FROM attachment WHERE case_id = 0 AND owner = ?1"
	" AND expires > 0"
};
static const struct db_query advance = {
	"UPDATE attachment SET received = ?2, meta = ?4 WHERE id = ?1"
	" AND received = ?3 AND case_id = 0"
};
static const struct db_query set = {
	"UPDATE attachment SET case_id = ?2, owner = ?3, meta = ?4,"
	" expires = ?5 WHERE id = ?1"
};
static const struct db_query drop = { "DELETE FROM attachment WHERE id = ?1" };
static const struct db_query drop_content = {
	"DELETE FROM content WHERE id = (SELECT meta FROM attachment"
	" WHERE id = ?1)"
};

/* A row from the columns of COLUMNS. */
void
attachment_row_read(const struct db_row *row, struct attachment_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->case_id = db_row_int(row, 1);
	ret->owner = db_row_int(row, 2);
	(void)snprintf(ret->file, sizeof(ret->file), "%s", db_row_text(row, 3));
	ret->size = db_row_int(row, 4);
	ret->received = db_row_int(row, 5);
	ret->meta = db_row_int(row, 6);
	ret->expires = db_row_int(row, 7);
}

/* db_row_fn: one attachment. */
static bool
take(void *ctx, const struct db_row *row)
{
	attachment_row_read(row, ctx);
	return false;
}

/* One by its id. */
enum db_code
attachment_get(struct db *db, int64_t id, struct attachment_row *ret)
{
	return db_get(db, &get, DB_ARGS(db_int(id)), take, ret);
}

enum db_code
attachment_of_case(struct db *db, int64_t case_id, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(
	    db_get(db, &of_case, DB_ARGS(db_int(case_id)), each, ctx));
}

enum db_code
attachment_expired(struct db *db, int64_t now_ms, int64_t limit,
    db_row_fn *each, void *ctx)
{
	return db_none_is_ok(db_get(db, &expired,
	    DB_ARGS(db_int(now_ms), db_int(limit)), each, ctx));
}

enum db_code
attachment_loose(struct db *db, int64_t owner, int64_t *ret_count)
{
	return db_get(db, &loose, DB_ARGS(db_int(owner)), db_take_int,
	    ret_count);
}

enum db_code
attachment_add(struct db *db, const struct attachment_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id), db_int(row->owner),
		db_text(row->file), db_int(row->size), db_int(row->received),
		db_int(row->meta), db_int(row->expires)));
}

enum db_code
attachment_advance(struct db *db, const struct attachment_row *row,
    int64_t from)
{
	return db_put(db, &advance,
	    DB_ARGS(db_int(row->id), db_int(row->received), db_int(from),
		db_int(row->meta)));
}

enum db_code
attachment_set(struct db *db, const struct attachment_row *row)
{
	return db_put(db, &set,
	    DB_ARGS(db_int(row->id), db_int(row->case_id), db_int(row->owner),
		db_int(row->meta), db_int(row->expires)));
}

enum db_code
attachment_drop(struct db *db, int64_t id)
{
	enum db_code code;

	code = db_none_is_ok(db_put(db, &drop_content, DB_ARGS(db_int(id))));
	return code == DB_OK ? db_put(db, &drop, DB_ARGS(db_int(id))) : code;
}

/* The bytes of a frame's field into a fixed place; false: not as many. */
static bool
take_bytes(struct frame_in *in, uint8_t *to, size_t size)
{
	size_t len;
	const char *bytes = frame_bytes(in, &len);

	if (len != size)
		return false;
	memcpy(to, bytes, size);
	return true;
}

/* What was sealed. */
static bool
read_meta(const struct hub_buf *plain, struct attachment_meta *ret)
{
	struct frame_in in;
	bool good;

	frame_in_init(&in, plain->data, plain->len);
	good = take_bytes(&in, ret->key, sizeof(ret->key)) &&
	    take_bytes(&in, ret->sha256, sizeof(ret->sha256));
	(void)snprintf(ret->name, sizeof(ret->name), "%s", frame_text(&in));
	(void)snprintf(ret->type, sizeof(ret->type), "%s", frame_text(&in));
	return good && frame_ok(&in);
}

enum db_code
attachment_open(struct db *db, const struct content *content,
    const struct attachment_row *row, struct attachment_meta *ret)
{
	uint8_t key[CONTENT_KEY_SIZE];
	struct hub_buf plain;
	enum db_code code;

	code = content_key_get(content, db,
	    row->case_id != 0 ? row->case_id : row->id, key);
	if (code != DB_OK)
		return code;
	hub_buf_init(&plain, ATTACHMENT_META_MAX);
	code = content_get(db, key, row->meta, &plain);
	if (code == DB_OK && !read_meta(&plain, ret))
		code = DB_CORRUPT;
	OPENSSL_cleanse(key, sizeof(key));
	if (plain.data != NULL)
		OPENSSL_cleanse(plain.data, plain.len);
	hub_buf_release(&plain);
	return code;
}

enum db_code
attachment_seal(struct db *db, const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], const struct attachment_row *row,
    const struct attachment_meta *meta)
{
	struct content_row said = { .id = row->meta,
		.case_id = row->case_id != 0 ? row->case_id : row->id,
		.kind = CONTENT_FILE };
	struct hub_buf frame;
	enum db_code code;

	code = db_none_is_ok(
	    db_put(db, &drop_content, DB_ARGS(db_int(row->id))));
	if (code != DB_OK)
		return code;
	hub_buf_init(&frame, ATTACHMENT_META_MAX);
	frame_put_bytes(&frame, meta->key, sizeof(meta->key));
	frame_put_bytes(&frame, meta->sha256, sizeof(meta->sha256));
	frame_put_text(&frame, meta->name);
	frame_put_text(&frame, meta->type);
	said.bytes = frame.data;
	said.len = frame.len;
	code = hub_buf_ok(&frame) ? content_put(db, clock, key, &said)
				  : DB_FAILED;
	if (frame.data != NULL)
		OPENSSL_cleanse(frame.data, frame.len);
	hub_buf_release(&frame);
	return code;
}
