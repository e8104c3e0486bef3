/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "letters_place.h"

#include "db_take.h"

static const struct db_query cursor_of = {
	"SELECT validity, uid FROM mailbox WHERE name = ?1"
};
static const struct db_query set_cursor = {
	"INSERT INTO mailbox (name, validity, uid) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (name) DO UPDATE SET validity = excluded.validity,"
	" uid = excluded.uid"
};
static const struct db_query unmoved = {
	"SELECT id, validity, uid FROM letter WHERE mailbox = ?1 AND moved = 0"
	" AND state >= 2 ORDER BY id LIMIT ?2"
};
static const struct db_query set_moved = {
	"UPDATE letter SET moved = 1 WHERE id = ?1"
};

/* db_row_fn: where it stands. */
static bool
take_cursor(void *ctx, const struct db_row *row)
{
	struct letters_cursor *cursor = ctx;

	cursor->validity = db_row_int(row, 0);
	cursor->uid = db_row_int(row, 1);
	return false;
}

enum db_code
letters_cursor(struct db *db, const char *mailbox, struct letters_cursor *ret)
{
	return db_get(db, &cursor_of, DB_ARGS(db_text(mailbox)), take_cursor,
	    ret);
}

enum db_code
letters_set_cursor(struct db *db, const char *mailbox,
    const struct letters_cursor *cursor)
{
	return db_put(db, &set_cursor,
	    DB_ARGS(db_text(mailbox), db_int(cursor->validity),
		db_int(cursor->uid)));
}

/* Places to be filled. */
struct places {
	struct letter_place *all;
	size_t most, count;
};

/* db_row_fn: one more. */
static bool
take_place(void *ctx, const struct db_row *row)
{
	struct places *places = ctx;

	places->all[places->count++] = (struct letter_place){
		.id = db_row_int(row, 0),
		.validity = db_row_int(row, 1),
		.uid = db_row_int(row, 2),
	};
	return places->count < places->most;
}

enum db_code
letters_unmoved(struct db *db, const char *mailbox, struct letter_place *all,
    size_t most, size_t *ret_count)
{
	struct places places = { all, most, 0 };
	enum db_code code = db_none_is_ok(db_get(db, &unmoved,
	    DB_ARGS(db_text(mailbox), db_int((int64_t)most)), take_place,
	    &places));

	if (code == DB_OK)
		*ret_count = places.count;
	return code;
}

enum db_code
letters_set_moved(struct db *db, int64_t id)
{
	return db_put(db, &set_moved, DB_ARGS(db_int(id)));
}
