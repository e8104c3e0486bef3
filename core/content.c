/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "content.h"

#include "content_cipher.h"
#include "limits.h"

static const char blank[CONTENT_OVERHEAD];

/* Appends the sealed bytes, sealed where they stand. */
void
content_seal(const struct clock *clock, const uint8_t key[CONTENT_KEY_SIZE],
    const struct content_row *row, struct hub_buf *out)
{
	const size_t start = out->len;
	uint8_t *to;

	hub_buf_add(out, blank, CONTENT_NONCE_SIZE);
	hub_buf_add(out, row->bytes, row->len);
	hub_buf_add(out, blank, CONTENT_OVERHEAD - CONTENT_NONCE_SIZE);
	if (!hub_buf_ok(out))
		return;
	to = (uint8_t *)out->data + start;
	content_cipher_seal(clock, key, row->id,
	    (struct cipher_bytes){ to + CONTENT_NONCE_SIZE, row->len }, to);
}

/* Opens sealed bytes into out; what does not open leaves nothing there. */
bool
content_unseal(const uint8_t key[CONTENT_KEY_SIZE], int64_t id,
    const void *sealed, size_t len, struct hub_buf *out)
{
	hub_buf_clear(out);
	if (len < CONTENT_OVERHEAD)
		return false;
	hub_buf_add(out, blank, 0); /* memory, though nothing was said */
	hub_buf_add(out, (const char *)sealed + CONTENT_NONCE_SIZE,
	    len - CONTENT_OVERHEAD);
	if (!hub_buf_ok(out))
		return false;
	if (content_cipher_open(key, id, (struct cipher_bytes){ sealed, len },
		(uint8_t *)out->data))
		return true;
	hub_buf_clear(out);
	return false;
}

/* Seals and stores one thing said. */
enum db_code
content_put(struct db *db, const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], const struct content_row *row)
{
	static const struct db_query add = {
		"INSERT INTO content (id, case_id, kind, sealed)"
		" VALUES (?1, ?2, ?3, ?4)"
	};
	const size_t len = row->len + CONTENT_OVERHEAD;
	uint8_t *sealed = malloc(len);
	enum db_code code;

	if (sealed == NULL)
		return DB_FAILED;
	content_cipher_seal(clock, key, row->id,
	    (struct cipher_bytes){ row->bytes, row->len }, sealed);
	code = db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->case_id), db_int(row->kind),
		db_blob(sealed, len)));
	free(sealed);
	return code;
}

enum db_code
content_put_long(struct db *db, const struct clock *clock,
    const uint8_t key[CONTENT_KEY_SIZE], struct ident *ident,
    const struct content_row *row)
{
	struct content_row piece = *row;
	size_t left = row->len;
	enum db_code code;

	do {
		piece.id = ident_new(ident);
		piece.len = left < CONTENT_PIECE_MAX ? left : CONTENT_PIECE_MAX;
		code = content_put(db, clock, key, &piece);
		piece.bytes = (const char *)piece.bytes + piece.len;
		left -= piece.len;
	} while (left > 0 && code == DB_OK);
	return code;
}

struct wanted {
	const uint8_t *key;
	int64_t id;
	struct hub_buf *out;
	bool opens;
};

/* db_row_fn: opens the row. */
static bool
open_row(void *ctx, const struct db_row *row)
{
	struct wanted *wanted = ctx;
	size_t len;
	const void *sealed = db_row_blob(row, 0, &len);

	wanted->opens = content_unseal(wanted->key, wanted->id, sealed, len,
	    wanted->out);
	return false;
}

/* Reads and opens one thing said. */
enum db_code
content_get(struct db *db, const uint8_t key[CONTENT_KEY_SIZE], int64_t id,
    struct hub_buf *out)
{
	static const struct db_query get = {
		"SELECT sealed FROM content WHERE id = ?1"
	};
	struct wanted wanted = { key, id, out, false };
	enum db_code code;

	hub_buf_clear(out);
	code = db_get(db, &get, DB_ARGS(db_int(id)), open_row, &wanted);
	if (code == DB_OK && !wanted.opens)
		return DB_CORRUPT;
	return code;
}

/* Erases the key that would open what was said.  The zeros of secure_delete
 * reach the file with the next checkpoint. */
enum db_code
content_forget(struct db *db, int64_t case_id)
{
	static const struct db_query forget = {
		"DELETE FROM case_key WHERE case_id = ?1"
	};
	enum db_code code = db_script(db, "PRAGMA secure_delete = ON");
	enum db_code off;

	if (code != DB_OK)
		return code;
	code = db_put(db, &forget, DB_ARGS(db_int(case_id)));
	off = db_script(db, "PRAGMA secure_delete = OFF");
	return code == DB_OK ? off : code;
}
