/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "institutions.h"

#include <stdio.h>

#include "db_take.h"

static const struct db_query by_name = {
	"SELECT id FROM institution WHERE name = ?1"
};
static const struct db_query rename_row = {
	"UPDATE institution SET name = ?2 WHERE name = ?1"
};
static const struct db_query add = {
	"INSERT INTO institution (name) VALUES (?1)"
};
static const struct db_query each_row = {
	"SELECT id, name FROM institution ORDER BY id"
};
static const struct db_query cover = {
	"SELECT cursor, covered_until FROM institution WHERE id = ?1"
};
static const struct db_query set_cover = {
	"UPDATE institution SET cursor = ?2, covered_until = ?3 WHERE id = ?1"
};
static const struct db_query open_work = {
	"SELECT (SELECT count(*) FROM cases WHERE state < 10 AND (holder = ?1"
	" OR source = ?1 OR id IN (SELECT case_id FROM handoff"
	" WHERE receiver = ?1 AND state < 10))),"
	" (SELECT count(*) FROM delivery WHERE institution = ?1"
	" AND state < 10)"
};

enum db_code
institutions_key(struct db *db, const char *name, const char *was,
    int64_t *ret_key, bool *ret_renamed)
{
	enum db_code code = db_get(db, &by_name, DB_ARGS(db_text(name)),
	    db_take_int, ret_key);

	*ret_renamed = false;
	if (code != DB_NONE)
		return code;
	if (was[0] != '\0')
		code = db_put(db, &rename_row,
		    DB_ARGS(db_text(was), db_text(name)));
	*ret_renamed = code == DB_OK;
	if (code == DB_NONE)
		code = db_put(db, &add, DB_ARGS(db_text(name)));
	if (code != DB_OK)
		return code;
	return db_get(db, &by_name, DB_ARGS(db_text(name)), db_take_int,
	    ret_key);
}

/* db_row_fn: two numbers. */
static bool
take_two(void *ctx, const struct db_row *row)
{
	int64_t *two = ctx;

	two[0] = db_row_int(row, 0);
	two[1] = db_row_int(row, 1);
	return false;
}

enum db_code
institutions_open_work(struct db *db, int64_t key, int64_t *ret_cases,
    int64_t *ret_deliveries)
{
	int64_t two[2] = { 0, 0 };
	enum db_code code = db_get(db, &open_work, DB_ARGS(db_int(key)),
	    take_two, two);

	if (code != DB_OK)
		return code;
	*ret_cases = two[0];
	*ret_deliveries = two[1];
	return DB_OK;
}

/* db_row_fn: where the next poll starts. */
static bool
take_cover(void *ctx, const struct db_row *row)
{
	struct institution_cover *c = ctx;

	(void)snprintf(c->cursor, sizeof(c->cursor), "%s", db_row_text(row, 0));
	c->until_ms = db_row_int(row, 1);
	return false;
}

enum db_code
institutions_cover(struct db *db, int64_t key, struct institution_cover *ret)
{
	return db_get(db, &cover, DB_ARGS(db_int(key)), take_cover, ret);
}

enum db_code
institutions_set_cover(struct db *db, int64_t key, const char *cursor,
    int64_t until_ms)
{
	return db_put(db, &set_cover,
	    DB_ARGS(db_int(key), db_text(cursor), db_int(until_ms)));
}

enum db_code
institutions_each(struct db *db, db_row_fn *each, void *ctx)
{
	return db_get(db, &each_row, DB_NO_ARGS, each, ctx);
}
