/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "relations.h"

#define COLUMNS "id, a, b, kind, undone_at"

static const struct db_query add = {
	"INSERT INTO relation (id, a, b, kind) VALUES (?1,?2,?3,?4)"
};
static const struct db_query between = {
	"SELECT " COLUMNS " FROM relation WHERE a = ?1 AND b = ?2"
	" AND kind = ?3 AND undone_at = 0"
};
static const struct db_query undo = {
	"UPDATE relation SET undone_at = ?2 WHERE id = ?1"
};
static const struct db_query of_case = {
	"SELECT " COLUMNS " FROM relation WHERE a = ?1 AND undone_at = 0"
	" UNION SELECT " COLUMNS " FROM relation WHERE b = ?1"
	" AND undone_at = 0 ORDER BY id"
};
static const struct db_query joined = {
	"SELECT b FROM relation WHERE a = ?1 AND kind = 1 AND undone_at = 0"
	" ORDER BY b LIMIT ?2"
};

const char *
relation_name(unsigned kind)
{
	static const char *const names[] = { "", "same", "related" };

	return kind < sizeof(names) / sizeof(names[0]) ? names[kind] : "";
}

void
relation_row_read(const struct db_row *row, struct relation_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->a = db_row_int(row, 1);
	ret->b = db_row_int(row, 2);
	ret->kind = (enum relation_kind)db_row_int(row, 3);
	ret->undone_at = db_row_int(row, 4);
}

/* db_row_fn: one relation. */
static bool
take_relation(void *ctx, const struct db_row *row)
{
	relation_row_read(row, ctx);
	return false;
}

/* db_row_fn: the id of a joined case. */
static bool
take_joined(void *ctx, const struct db_row *row)
{
	struct relations_joined *list = ctx;

	list->ids[list->count++] = db_row_int(row, 0);
	return list->count < RELATIONS_MAX;
}

enum db_code
relations_add(struct db *db, const struct relation_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->a), db_int(row->b),
		db_int(row->kind)));
}

enum db_code
relations_between(struct db *db, int64_t x, int64_t y, enum relation_kind kind,
    struct relation_row *ret)
{
	return db_get(db, &between,
	    DB_ARGS(db_int(x < y ? x : y), db_int(x < y ? y : x), db_int(kind)),
	    take_relation, ret);
}

enum db_code
relations_undo(struct db *db, int64_t id, int64_t now_ms)
{
	return db_put(db, &undo, DB_ARGS(db_int(id), db_int(now_ms)));
}

enum db_code
relations_of(struct db *db, int64_t case_id, db_row_fn *each, void *ctx)
{
	enum db_code code = db_get(db, &of_case, DB_ARGS(db_int(case_id)), each,
	    ctx);

	return code == DB_NONE ? DB_OK : code;
}

enum db_code
relations_joined(struct db *db, int64_t lead, struct relations_joined *ret)
{
	enum db_code code;

	ret->count = 0;
	code = db_get(db, &joined, DB_ARGS(db_int(lead), db_int(RELATIONS_MAX)),
	    take_joined, ret);
	return code == DB_NONE ? DB_OK : code;
}
