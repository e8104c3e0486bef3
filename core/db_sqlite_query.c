/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <limits.h>

#include "clock.h"
#include "db_sqlite.h"
#include "limits.h"

#define FIRST_SLOTS 256u /* a power of two */

/* Where in the table a query stands, or would. */
static struct sqlite_slot *
place(struct sqlite_slot *slots, size_t count, const struct db_query *query)
{
	size_t i = (size_t)((uintptr_t)query >> 3) * 0x9e3779b1u;

	for (;; i++) {
		struct sqlite_slot *slot = &slots[i & (count - 1)];

		if (slot->query == query || slot->query == NULL)
			return slot;
	}
}

/* Keeps the table at most half full. */
static bool
make_room(struct sqlite_db *db)
{
	size_t count = db->slot_count == 0 ? FIRST_SLOTS : db->slot_count * 2;
	struct sqlite_slot *slots;
	size_t i;

	if (db->slots_used * 2 < db->slot_count)
		return true;
	slots = calloc(count, sizeof(*slots));
	if (slots == NULL)
		return false;
	for (i = 0; i < db->slot_count; i++)
		if (db->slots[i].query != NULL)
			*place(slots, count, db->slots[i].query) = db->slots[i];
	free(db->slots);
	db->slots = slots;
	db->slot_count = count;
	return true;
}

/* The query, prepared now or before; NULL and db_error() when it is wrong. */
static const struct sqlite_slot *
prepared(struct sqlite_db *db, const struct db_query *query,
    enum db_code *ret_code)
{
	struct sqlite_slot *slot;
	int rc;

	if (!make_room(db)) {
		*ret_code = db_sqlite_code(db, SQLITE_NOMEM, query->sql);
		return NULL;
	}
	slot = place(db->slots, db->slot_count, query);
	if (slot->query != NULL)
		return slot;
	rc = sqlite3_prepare_v3(db->conn, query->sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &slot->stmt, NULL);
	if (rc != SQLITE_OK) {
		*ret_code = db_sqlite_code(db, rc, query->sql);
		return NULL;
	}
	slot->query = query;
	slot->params = sqlite3_bind_parameter_count(slot->stmt);
	db->slots_used++;
	return slot;
}

/* Gives one parameter its value; bytes stay the caller's. */
static int
bind(sqlite3_stmt *stmt, int index, const struct db_value *value)
{
	if (value->len > INT_MAX)
		return SQLITE_TOOBIG;
	switch (value->kind) {
	case DB_INT:
		return sqlite3_bind_int64(stmt, index, value->number);
	case DB_TEXT:
		return sqlite3_bind_text(stmt, index, value->bytes,
		    (int)value->len, SQLITE_STATIC);
	case DB_BLOB:
		return sqlite3_bind_blob(stmt, index, value->bytes,
		    (int)value->len, SQLITE_STATIC);
	case DB_NULL:
	default:
		return sqlite3_bind_null(stmt, index);
	}
}

/* A failure of the caller's, in the words of a failure of the database's. */
static enum db_code
misused(struct sqlite_db *db, const char *how, const struct db_query *query)
{
	snprintf(db->base.error, sizeof(db->base.error), "%s: %.100s", how,
	    query->sql);
	return DB_FAILED;
}

/* A statement ready to step. */
static enum db_code
ready(struct sqlite_db *db, const struct db_query *query, struct db_args args,
    sqlite3_stmt **ret_stmt)
{
	enum db_code code = DB_FAILED;
	const struct sqlite_slot *slot = prepared(db, query, &code);
	size_t i;

	if (slot == NULL)
		return code;
	if (sqlite3_stmt_busy(slot->stmt))
		return misused(db, "run from within its own rows", query);
	if ((size_t)slot->params != args.count)
		return misused(db, "wrong number of parameters", query);
	for (i = 0; i < args.count; i++) {
		int rc = bind(slot->stmt, (int)i + 1, &args.values[i]);

		if (rc != SQLITE_OK)
			return db_sqlite_code(db, rc, query->sql);
	}
	if (db->mode == DB_READ)
		db->deadline_ms = clock_steady_ms(clock_system()) + DB_READ_MS;
	*ret_stmt = slot->stmt;
	return DB_OK;
}

/* Runs a statement without rows; DB_NONE when no row was changed. */
enum db_code
db_sqlite_put(struct db *base, const struct db_query *query,
    struct db_args args)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	sqlite3_int64 before = sqlite3_total_changes64(db->conn);
	sqlite3_stmt *stmt = NULL;
	enum db_code code = ready(db, query, args, &stmt);
	int rc;

	if (code != DB_OK)
		return code;
	do
		rc = sqlite3_step(stmt);
	while (rc == SQLITE_ROW);
	code = db_sqlite_code(db, rc, query->sql);
	sqlite3_reset(stmt);
	if (code != DB_OK)
		return code;
	return sqlite3_total_changes64(db->conn) == before ? DB_NONE : DB_OK;
}

/* Runs a statement with rows.  One that writes is run to its end even when
 * the caller has seen enough. */
enum db_code
db_sqlite_get(struct db *base, const struct db_query *query,
    struct db_args args, db_row_fn *each, void *ctx)
{
	struct sqlite_db *db = (struct sqlite_db *)base;
	sqlite3_stmt *stmt = NULL;
	enum db_code code = ready(db, query, args, &stmt);
	struct db_row row = { base->driver, stmt };
	bool wanted = each != NULL;
	size_t rows = 0;
	int rc;

	if (code != DB_OK)
		return code;
	row.cursor = stmt;
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		rows++;
		if (wanted)
			wanted = each(ctx, &row);
		if (!wanted && sqlite3_stmt_readonly(stmt))
			break;
	}
	code = db_sqlite_code(db, rc, query->sql);
	sqlite3_reset(stmt);
	if (code != DB_OK)
		return code;
	return rows == 0 ? DB_NONE : DB_OK;
}

/* A column as a number. */
int64_t
db_sqlite_row_int(const struct db_row *row, int column)
{
	return sqlite3_column_int64(row->cursor, column);
}

/* A column as text. */
const char *
db_sqlite_row_text(const struct db_row *row, int column)
{
	const unsigned char *text = sqlite3_column_text(row->cursor, column);

	return text == NULL ? "" : (const char *)text;
}

/* A column as bytes. */
const void *
db_sqlite_row_blob(const struct db_row *row, int column, size_t *ret_len)
{
	const void *bytes = sqlite3_column_blob(row->cursor, column);

	*ret_len = (size_t)sqlite3_column_bytes(row->cursor, column);
	return bytes;
}

/* Forgets every prepared query. */
void
db_sqlite_forget_queries(struct sqlite_db *db)
{
	size_t i;

	for (i = 0; i < db->slot_count; i++)
		sqlite3_finalize(db->slots[i].stmt);
	free(db->slots);
	db->slots = NULL;
	db->slot_count = db->slots_used = 0;
}
