/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "letters.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <string.h>

#include "db_take.h"
#include "limits.h"

#define COLUMNS \
	"id, mailbox, validity, uid, name, digest, size, institution," \
	" delivery, state, proof, due_at, moved, why, code"

static const struct db_query add = { "INSERT INTO letter (" COLUMNS
				     ", sealed) VALUES (?1,?2,?3,?4,?5,?6,"
				     "?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)" };
static const struct db_query again = {
	"UPDATE letter SET moved = ?5 WHERE id = ("
	"SELECT id FROM letter WHERE name = ?1 AND mailbox = ?2"
	" AND validity = ?3 AND uid = ?4 LIMIT 1)"
};
static const struct db_query by_name = {
	"SELECT id FROM letter WHERE name = ?1 LIMIT 1"
};
/* Whose letters wait, and the first of each: what a look costs does not grow
 * with how many wait. */
#define WHOSE \
	"WITH RECURSIVE whose(k) AS (" \
	"SELECT min(institution) FROM letter WHERE state < 3" \
	" UNION ALL SELECT (SELECT min(institution) FROM letter" \
	" WHERE state < 3 AND institution > whose.k)" \
	" FROM whose WHERE whose.k IS NOT NULL) "
static const struct db_query due = { WHOSE
	"SELECT " COLUMNS " FROM letter WHERE id = ("
	"SELECT first.id FROM whose CROSS JOIN letter AS first"
	" ON first.id = (SELECT id FROM letter WHERE state < 3"
	" AND institution = whose.k AND due_at <= ?1"
	" ORDER BY due_at, id LIMIT 1)"
	" WHERE whose.k NOT IN (?2, ?3, ?4, ?5)"
	" ORDER BY first.due_at, first.id LIMIT 1)" };
static const struct db_query next_due = { WHOSE
	"SELECT min((SELECT min(due_at) FROM letter WHERE state < 3"
	" AND institution = whose.k AND due_at > ?1)) FROM whose" };
static const struct db_query get = { "SELECT " COLUMNS
				     " FROM letter WHERE id = ?1" };
static const struct db_query by_code = {
	"SELECT " COLUMNS " FROM letter WHERE state = 3 AND institution = ?1"
	" AND code = ?2 LIMIT 1"
};
static const struct db_query kept = {
	"SELECT " COLUMNS " FROM letter WHERE state = ?1"
	" AND state BETWEEN 3 AND 9 ORDER BY id LIMIT ?2"
};
static const struct db_query count_kept = {
	"SELECT count(*) FROM letter WHERE state = ?1 AND state BETWEEN 3 AND 9"
};
static const struct db_query set = {
	"UPDATE letter SET institution = ?3, delivery = ?4, state = ?5,"
	" proof = ?6, due_at = ?7, moved = ?8, why = ?9, code = ?10"
	" WHERE id = ?1 AND state = ?2"
};
static const struct db_query sealed_of = {
	"SELECT sealed FROM letter WHERE id = ?1"
};
static const struct db_query answer_of = {
	"SELECT answer FROM letter WHERE id = ?1"
};
static const struct db_query set_answer = {
	"UPDATE letter SET answer = ?2 WHERE id = ?1"
};
static const struct db_query empty = {
	"UPDATE letter SET sealed = x'', answer = x'' WHERE id = ?1"
};

/* A digest from a column. */
static void
take_digest(const struct db_row *row, int column, uint8_t to[DIGEST_SIZE])
{
	size_t len;
	const void *bytes = db_row_blob(row, column, &len);

	if (bytes != NULL && len == DIGEST_SIZE)
		memcpy(to, bytes, DIGEST_SIZE);
}

/* A letter from the columns of COLUMNS. */
void
letters_row_read(const struct db_row *row, struct letter_row *ret)
{
	memset(ret, 0, sizeof(*ret));
	ret->id = db_row_int(row, 0);
	(void)snprintf(ret->mailbox, sizeof(ret->mailbox), "%s",
	    db_row_text(row, 1));
	ret->validity = db_row_int(row, 2);
	ret->uid = db_row_int(row, 3);
	take_digest(row, 4, ret->name);
	take_digest(row, 5, ret->digest);
	ret->size = db_row_int(row, 6);
	ret->institution = db_row_int(row, 7);
	ret->delivery = db_row_int(row, 8);
	ret->state = (enum letter_state)db_row_int(row, 9);
	ret->proof = db_row_int(row, 10);
	ret->due_at = db_row_int(row, 11);
	ret->moved = db_row_int(row, 12) != 0;
	(void)snprintf(ret->why, sizeof(ret->why), "%s", db_row_text(row, 13));
	(void)snprintf(ret->code, sizeof(ret->code), "%s",
	    db_row_text(row, 14));
}

/* db_row_fn: one letter. */
static bool
take_row(void *ctx, const struct db_row *row)
{
	letters_row_read(row, ctx);
	return false;
}

/* Writes a row with its sealed bytes. */
static enum db_code
insert(struct db *db, const struct letter_row *row, const void *sealed,
    size_t len)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_text(row->mailbox),
		db_int(row->validity), db_int(row->uid),
		db_blob(row->name, DIGEST_SIZE),
		db_blob(row->digest, DIGEST_SIZE), db_int(row->size),
		db_int(row->institution), db_int(row->delivery),
		db_int(row->state), db_int(row->proof), db_int(row->due_at),
		db_int(row->moved), db_text(row->why), db_text(row->code),
		db_blob(sealed, len)));
}

/* Writes down that a double came, unless it is the very letter again. */
static enum db_code
add_double(struct db *db, const struct letter_row *row, int64_t first)
{
	struct letter_row twin = *row;
	enum db_code code = db_put(db, &again,
	    DB_ARGS(db_blob(row->name, DIGEST_SIZE), db_text(row->mailbox),
		db_int(row->validity), db_int(row->uid), db_int(row->moved)));

	if (code != DB_NONE)
		return code == DB_OK ? DB_CONFLICT : code;
	twin.state = LETTER_DONE;
	(void)snprintf(twin.why, sizeof(twin.why), "the double of %lld",
	    (long long)first);
	code = insert(db, &twin, "", 0);
	return code == DB_OK ? DB_CONFLICT : code;
}

enum db_code
letters_add(struct db *db, const struct content *content,
    const struct clock *clock, const struct letter_row *row, const void *bytes)
{
	const struct content_row said = { .id = row->id,
		.case_id = row->id,
		.kind = CONTENT_INBOUND,
		.bytes = bytes,
		.len = (size_t)row->size };
	uint8_t key[CONTENT_KEY_SIZE];
	struct hub_buf sealed;
	int64_t first = 0;
	enum db_code code;

	code = db_get(db, &by_name, DB_ARGS(db_blob(row->name, DIGEST_SIZE)),
	    db_take_int, &first);
	if (code == DB_OK)
		return add_double(db, row, first);
	if (code == DB_NONE)
		code = content_key_new(content, db, clock, row->id, key);
	if (code != DB_OK)
		return code;
	hub_buf_init(&sealed, said.len + CONTENT_OVERHEAD);
	content_seal(clock, key, &said, &sealed);
	OPENSSL_cleanse(key, sizeof(key));
	code = hub_buf_ok(&sealed) ? insert(db, row, sealed.data, sealed.len)
				   : DB_FAILED;
	hub_buf_release(&sealed);
	return code;
}

enum db_code
letters_due(struct db *db, int64_t now_ms, const int64_t busy[LETTERS_BUSY_MAX],
    struct letter_row *ret)
{
	return db_get(db, &due,
	    DB_ARGS(db_int(now_ms), db_int(busy[0]), db_int(busy[1]),
		db_int(busy[2]), db_int(busy[3])),
	    take_row, ret);
}

enum db_code
letters_next_due(struct db *db, int64_t now_ms, int64_t *ret_due)
{
	return db_none_is_ok(db_get(db, &next_due, DB_ARGS(db_int(now_ms)),
	    db_take_int, ret_due));
}

enum db_code
letters_get(struct db *db, int64_t id, struct letter_row *ret)
{
	return db_get(db, &get, DB_ARGS(db_int(id)), take_row, ret);
}

enum db_code
letters_by_code(struct db *db, int64_t institution, const char *code,
    struct letter_row *ret)
{
	return db_get(db, &by_code, DB_ARGS(db_int(institution), db_text(code)),
	    take_row, ret);
}

enum db_code
letters_kept(struct db *db, enum letter_state state, db_row_fn *each, void *ctx)
{
	return db_none_is_ok(db_get(db, &kept,
	    DB_ARGS(db_int(state), db_int(CONTROL_ROWS_MAX)), each, ctx));
}

enum db_code
letters_count(struct db *db, enum letter_state state, int64_t *ret_count)
{
	return db_get(db, &count_kept, DB_ARGS(db_int(state)), db_take_int,
	    ret_count);
}

enum db_code
letters_set(struct db *db, const struct letter_row *row, enum letter_state from)
{
	return db_put(db, &set,
	    DB_ARGS(db_int(row->id), db_int(from), db_int(row->institution),
		db_int(row->delivery), db_int(row->state), db_int(row->proof),
		db_int(row->due_at), db_int(row->moved), db_text(row->why),
		db_text(row->code)));
}

/* What a sealed column is opened with, and into. */
struct opening {
	const uint8_t *key;
	int64_t id;
	struct hub_buf *out;
	bool good;
};

/* db_row_fn: opens the one column. */
static bool
open_row(void *ctx, const struct db_row *row)
{
	struct opening *o = ctx;
	size_t len;
	const void *sealed = db_row_blob(row, 0, &len);

	o->good = sealed != NULL && len > 0 &&
	    content_unseal(o->key, o->id, sealed, len, o->out);
	return false;
}

/* Opens a column of the letter's row. */
static enum db_code
open_column(struct db *db, const struct content *content, int64_t id,
    const struct db_query *query, struct opening *o)
{
	uint8_t key[CONTENT_KEY_SIZE];
	enum db_code code = content_key_get(content, db, id, key);

	if (code != DB_OK)
		return code;
	o->key = key;
	code = db_get(db, query, DB_ARGS(db_int(id)), open_row, o);
	OPENSSL_cleanse(key, sizeof(key));
	return code == DB_OK && !o->good ? DB_CORRUPT : code;
}

enum db_code
letters_open(struct db *db, const struct content *content, int64_t id,
    struct hub_buf *out)
{
	struct opening o = { .id = id, .out = out };

	return open_column(db, content, id, &sealed_of, &o);
}

/* The answer is sealed under a number of its own. */
enum db_code
letters_open_answer(struct db *db, const struct content *content, int64_t id,
    struct hub_buf *out)
{
	struct opening o = { .id = -id, .out = out };

	return open_column(db, content, id, &answer_of, &o);
}

enum db_code
letters_set_answer(struct db *db, const struct content *content,
    const struct clock *clock, int64_t id, const struct hub_buf *frame)
{
	const struct content_row said = { .id = -id,
		.case_id = id,
		.kind = CONTENT_REQUEST,
		.bytes = frame->data,
		.len = frame->len };
	uint8_t key[CONTENT_KEY_SIZE];
	struct hub_buf sealed;
	enum db_code code = content_key_get(content, db, id, key);

	if (code != DB_OK)
		return code;
	hub_buf_init(&sealed, frame->len + CONTENT_OVERHEAD);
	content_seal(clock, key, &said, &sealed);
	OPENSSL_cleanse(key, sizeof(key));
	code = hub_buf_ok(&sealed)
	    ? db_put(db, &set_answer,
		  DB_ARGS(db_int(id), db_blob(sealed.data, sealed.len)))
	    : DB_FAILED;
	hub_buf_release(&sealed);
	return code;
}

enum db_code
letters_drop(struct db *db, int64_t id)
{
	enum db_code code = db_put(db, &empty, DB_ARGS(db_int(id)));

	if (code != DB_OK)
		return code;
	return db_none_is_ok(content_forget(db, id));
}

const char *
letter_state_name(enum letter_state state)
{
	static const char *const names[] = {
		[LETTER_WAITING] = "waiting",
		[LETTER_ANSWERING] = "answering",
		[LETTER_HELD] = "held",
		[LETTER_TRAY] = "tray",
		[LETTER_DONE] = "done",
		[LETTER_DROPPED] = "dropped",
	};

	return (size_t)state < sizeof(names) / sizeof(names[0]) &&
		names[state] != NULL
	    ? names[state]
	    : "";
}
