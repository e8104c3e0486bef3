/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "outages.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "pauses.h"

#define COLUMNS "id, institution, since, until, told_at, reason, person"

static const struct db_query add = { "INSERT INTO outage (" COLUMNS
				     ") VALUES (?1,?2,?3,?4,?5,?6,?7)" };
static const struct db_query at = {
	"SELECT " COLUMNS " FROM outage WHERE institution = ?1"
	" AND since <= ?2 AND (until = 0 OR until > ?2)"
	" ORDER BY since DESC LIMIT 1"
};
static const struct db_query set = {
	"UPDATE outage SET until = ?2, told_at = ?3, reason = ?4, person = ?5"
	" WHERE id = ?1"
};
static const struct db_query since = {
	"SELECT since, until FROM outage WHERE institution IN (0, ?1)"
	" AND (until = 0 OR until > ?2) ORDER BY since DESC LIMIT ?3"
};
static const struct db_query each_row = {
	"SELECT " COLUMNS " FROM outage WHERE (?1 = 0 OR institution = ?1)"
	" AND (until = 0 OR until > ?2) ORDER BY since, id"
};
static const struct db_query alive = {
	"SELECT value FROM setting WHERE name = 'alive'"
};
static const struct db_query set_alive = {
	"INSERT INTO setting (name, value) VALUES ('alive', ?1)"
	" ON CONFLICT (name) DO UPDATE SET value = ?1"
};

void
outage_row_read(const struct db_row *row, struct outage_row *ret)
{
	ret->id = db_row_int(row, 0);
	ret->institution = db_row_int(row, 1);
	ret->since = db_row_int(row, 2);
	ret->until = db_row_int(row, 3);
	ret->told_at = db_row_int(row, 4);
	(void)snprintf(ret->reason, sizeof(ret->reason), "%s",
	    db_row_text(row, 5));
	ret->person = db_row_int(row, 6);
}

/* db_row_fn: one outage. */
static bool
take_outage(void *ctx, const struct db_row *row)
{
	outage_row_read(row, ctx);
	return false;
}

/* A new one. */
enum db_code
outages_add(struct db *db, const struct outage_row *row)
{
	return db_put(db, &add,
	    DB_ARGS(db_int(row->id), db_int(row->institution),
		db_int(row->since), db_int(row->until), db_int(row->told_at),
		db_text(row->reason), db_int(row->person)));
}

enum db_code
outages_at(struct db *db, int64_t institution, int64_t at_ms,
    struct outage_row *ret)
{
	return db_get(db, &at, DB_ARGS(db_int(institution), db_int(at_ms)),
	    take_outage, ret);
}

enum db_code
outages_set(struct db *db, const struct outage_row *row)
{
	return db_put(db, &set,
	    DB_ARGS(db_int(row->id), db_int(row->until), db_int(row->told_at),
		db_text(row->reason), db_int(row->person)));
}

enum db_code
outages_since(struct db *db, int64_t institution, int64_t since_ms,
    struct workday_pause ret[OUTAGES_MAX], size_t *ret_count)
{
	struct pauses_taking t = { ret, 0, OUTAGES_MAX };
	enum db_code code = db_get(db, &since,
	    DB_ARGS(db_int(institution), db_int(since_ms), db_int(OUTAGES_MAX)),
	    pauses_take, &t);

	*ret_count = t.count;
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
outages_each(struct db *db, int64_t institution, int64_t since_ms,
    db_row_fn *each, void *ctx)
{
	enum db_code code = db_get(db, &each_row,
	    DB_ARGS(db_int(institution), db_int(since_ms)), each, ctx);

	return code == DB_NONE ? DB_OK : code;
}

/* db_row_fn: a number that is stored as text. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = strtoll(db_row_text(row, 0), NULL, 10);
	return false;
}

enum db_code
outages_alive(struct db *db, int64_t *ret_ms)
{
	int64_t at_ms = 0;
	enum db_code code = db_get(db, &alive, DB_NO_ARGS, take_number, &at_ms);

	if (code != DB_OK && code != DB_NONE)
		return code;
	*ret_ms = at_ms;
	return DB_OK;
}

enum db_code
outages_set_alive(struct db *db, int64_t now_ms)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%" PRId64, now_ms);
	return db_put(db, &set_alive, DB_ARGS(db_text(text)));
}
