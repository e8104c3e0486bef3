/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seen.h"

#include "digest.h"

#define DAYS 8 /* seven that are kept, one that is empty */
#define DAY_MS INT64_C(86400000)

/* clang-format off */
#define IN(day) " AND NOT EXISTS (SELECT 1 FROM seen_" day " WHERE key = ?1)"
/* The day's own table is not looked at: that would make SQLite write through
 * a temporary table. */
#define PUT(day, a, b, c, d, e, f, g) \
	{ "INSERT INTO seen_" day " (key, digest, id) SELECT ?1, ?2, ?3" \
	  " WHERE TRUE" IN(a) IN(b) IN(c) IN(d) IN(e) IN(f) IN(g) \
	  " ON CONFLICT (key) DO NOTHING" }
#define LOOK(day) "SELECT digest, id FROM seen_" day " WHERE key = ?1"
#define UNION " UNION ALL "

static const struct db_query put[DAYS] = {
	PUT("0", "1", "2", "3", "4", "5", "6", "7"),
	PUT("1", "0", "2", "3", "4", "5", "6", "7"),
	PUT("2", "0", "1", "3", "4", "5", "6", "7"),
	PUT("3", "0", "1", "2", "4", "5", "6", "7"),
	PUT("4", "0", "1", "2", "3", "5", "6", "7"),
	PUT("5", "0", "1", "2", "3", "4", "6", "7"),
	PUT("6", "0", "1", "2", "3", "4", "5", "7"),
	PUT("7", "0", "1", "2", "3", "4", "5", "6"),
};
static const struct db_query look = {
	LOOK("0") UNION LOOK("1") UNION LOOK("2") UNION LOOK("3")
	UNION LOOK("4") UNION LOOK("5") UNION LOOK("6") UNION LOOK("7")
};
static const struct db_query empty[DAYS] = {
	{ "DELETE FROM seen_0" }, { "DELETE FROM seen_1" },
	{ "DELETE FROM seen_2" }, { "DELETE FROM seen_3" },
	{ "DELETE FROM seen_4" }, { "DELETE FROM seen_5" },
	{ "DELETE FROM seen_6" }, { "DELETE FROM seen_7" },
};
static const struct db_query drop[DAYS] = {
	{ "DELETE FROM seen_0 WHERE key = ?1" },
	{ "DELETE FROM seen_1 WHERE key = ?1" },
	{ "DELETE FROM seen_2 WHERE key = ?1" },
	{ "DELETE FROM seen_3 WHERE key = ?1" },
	{ "DELETE FROM seen_4 WHERE key = ?1" },
	{ "DELETE FROM seen_5 WHERE key = ?1" },
	{ "DELETE FROM seen_6 WHERE key = ?1" },
	{ "DELETE FROM seen_7 WHERE key = ?1" },
};
/* clang-format on */

/* Days since 1970. */
static int64_t
day_of(int64_t ms)
{
	return ms / DAY_MS - (ms % DAY_MS < 0);
}

/* The table of a day. */
static size_t
table_of(int64_t day)
{
	return (size_t)((uint64_t)day % DAYS);
}

/* The key of what was said; the NULs between keep the three apart. */
void
seen_key(const char *scope, const char *principal, const char *text,
    uint8_t out[SEEN_KEY_SIZE])
{
	const size_t sizes[] = { strlen(scope) + 1, strlen(principal) + 1,
		strlen(text) + 1 };
	const size_t size = sizes[0] + sizes[1] + sizes[2];
	char here[512], *all = size <= sizeof(here) ? here : malloc(size);
	uint8_t sha256[DIGEST_SIZE];

	if (all == NULL)
		abort();
	memcpy(all, scope, sizes[0]);
	memcpy(all + sizes[0], principal, sizes[1]);
	memcpy(all + sizes[0] + sizes[1], text, sizes[2]);
	digest_sha256(all, size, sha256);
	memcpy(out, sha256, SEEN_KEY_SIZE);
	if (all != here)
		free(all);
}

/* db_row_fn: what came of it then. */
static bool
take_entry(void *ctx, const struct db_row *row)
{
	struct seen_entry *entry = ctx;
	size_t len;
	const void *digest = db_row_blob(row, 0, &len);

	if (len == SEEN_KEY_SIZE)
		memcpy(entry->digest, digest, SEEN_KEY_SIZE);
	entry->id = db_row_int(row, 1);
	return false;
}

/* Stores the entry unless its key is known. */
enum db_code
seen_put(struct db *db, int64_t now_ms, const struct seen_entry *entry,
    struct seen_entry *ret_before)
{
	const struct db_value key = db_blob(entry->key, SEEN_KEY_SIZE);
	struct seen_entry before = *entry;
	enum db_code code;

	code = db_put(db, &put[table_of(day_of(now_ms))],
	    DB_ARGS(key, db_blob(entry->digest, SEEN_KEY_SIZE),
		db_int(entry->id)));
	if (code != DB_NONE)
		return code;
	code = db_get(db, &look, DB_ARGS(key), take_entry, &before);
	if (code != DB_OK)
		return code == DB_NONE ? DB_FAILED : code;
	*ret_before = before;
	return DB_CONFLICT;
}

/* Forgets a key of the day. */
enum db_code
seen_drop(struct db *db, int64_t now_ms, const uint8_t key[SEEN_KEY_SIZE])
{
	return db_put(db, &drop[table_of(day_of(now_ms))],
	    DB_ARGS(db_blob(key, SEEN_KEY_SIZE)));
}

/* db_row_fn: a number. */
static bool
take_number(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

/* Empties the tables that the days since the last turn, and the next one,
 * will use. */
enum db_code
seen_turn(struct db *db, int64_t now_ms)
{
	static const struct db_query get = {
		"SELECT CAST(value AS INTEGER) FROM setting"
		" WHERE name = 'seen.day'"
	};
	static const struct db_query set = {
		"INSERT INTO setting (name, value) VALUES ('seen.day', ?1)"
		" ON CONFLICT (name) DO UPDATE SET value = excluded.value"
	};
	const int64_t today = day_of(now_ms);
	int64_t last = today - DAYS, day;
	char text[24];
	enum db_code code = db_get(db, &get, DB_NO_ARGS, take_number, &last);

	if (code != DB_OK && code != DB_NONE)
		return code;
	if (last >= today && last < today + DAYS)
		return DB_OK;
	if (last < today - DAYS)
		last = today - DAYS;
	/* The table of last + 1 was emptied when `last` began; none is after a
	 * clock that ran far ahead. */
	for (day = last + 2; day <= today + 1; day++) {
		code = db_put(db, &empty[table_of(day)], DB_NO_ARGS);
		if (code != DB_OK && code != DB_NONE)
			return code;
	}
	snprintf(text, sizeof(text), "%lld", (long long)today);
	return db_put(db, &set, DB_ARGS(db_text(text)));
}
