/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "seen.h"

#include "db_take.h"
#include "digest.h"
#include "seen_map.h"

#define DAYS 8 /* seven that are kept, one that is empty */
#define DAY_MS INT64_C(86400000)

/* clang-format off */
#define PUT(day) { "INSERT INTO seen_" day " (nr, key, digest, id)" \
		   " VALUES (?1, ?2, ?3, ?4)" }
#define LOOK(day) { "SELECT key, digest, id FROM seen_" day " WHERE nr = ?1" }
#define DROP(day) { "DELETE FROM seen_" day " WHERE nr = ?1" }
#define EMPTY(day) { "DELETE FROM seen_" day }
#define ALL(day) { "SELECT nr, key FROM seen_" day }
#define A_DAY(q) { q("0"), q("1"), q("2"), q("3"), q("4"), q("5"), q("6"), \
		   q("7") }
/* clang-format on */

static const struct db_query put[DAYS] = A_DAY(PUT);
static const struct db_query look[DAYS] = A_DAY(LOOK);
static const struct db_query drop[DAYS] = A_DAY(DROP);
static const struct db_query empty[DAYS] = A_DAY(EMPTY);
static const struct db_query all[DAYS] = A_DAY(ALL);

/* What a transaction did to the map. */
struct seen_change {
	struct seen_place place;
	bool added;
};

struct seen {
	struct db *db; /* borrowed */
	struct seen_map map;
	int64_t last[DAYS];	     /* row of each table */
	struct seen_change *changes; /* owned; since the last commit */
	size_t count, room;
	bool turned; /* in this transaction */
	bool stale;  /* the map does not follow the database any more */
};

/* Days since 1970. */
static int64_t
day_of(int64_t ms)
{
	return ms / DAY_MS - (ms % DAY_MS < 0);
}

/* The table of a day. */
static unsigned
table_of(int64_t day)
{
	return (unsigned)((uint64_t)day % DAYS);
}

/* The key of what was said; the NULs between keep the three apart. */
void
seen_key(const char *scope, const char *principal, const char *text,
    uint8_t out[SEEN_KEY_SIZE])
{
	const size_t sizes[] = { strlen(scope) + 1, strlen(principal) + 1,
		strlen(text) + 1 };
	const size_t size = sizes[0] + sizes[1] + sizes[2];
	char here[512], *whole = size <= sizeof(here) ? here : malloc(size);
	uint8_t sha256[DIGEST_SIZE];

	if (whole == NULL)
		abort();
	memcpy(whole, scope, sizes[0]);
	memcpy(whole + sizes[0], principal, sizes[1]);
	memcpy(whole + sizes[0] + sizes[1], text, sizes[2]);
	digest_sha256(whole, size, sha256);
	memcpy(out, sha256, SEEN_KEY_SIZE);
	if (whole != here)
		free(whole);
}

/* The part of a key that stands in memory. */
static uint64_t
mark_of(const uint8_t key[SEEN_KEY_SIZE])
{
	uint64_t mark;

	memcpy(&mark, key, sizeof(mark));
	return mark;
}

struct loading {
	struct seen *seen;
	unsigned table;
	bool failed;
};

/* db_row_fn: one key. */
static bool
take_key(void *ctx, const struct db_row *row)
{
	struct loading *loading = ctx;
	struct seen *seen = loading->seen;
	int64_t nr = db_row_int(row, 0);
	size_t len;
	const void *key = db_row_blob(row, 1, &len);

	if (len != SEEN_KEY_SIZE || nr <= 0)
		return true;
	if (nr > seen->last[loading->table])
		seen->last[loading->table] = nr;
	loading->failed = !seen_map_add(&seen->map,
	    seen_place_of(mark_of(key), loading->table, nr));
	return !loading->failed;
}

/* Makes memory what the database is. */
static enum db_code
load(struct seen *seen)
{
	struct loading loading = { .seen = seen };
	enum db_code code;

	seen_map_release(&seen->map);
	memset(seen->last, 0, sizeof(seen->last));
	for (unsigned i = 0; i < DAYS && !loading.failed; i++) {
		loading.table = i;
		code = db_get(seen->db, &all[i], DB_NO_ARGS, take_key,
		    &loading);
		if (code != DB_OK && code != DB_NONE)
			return code;
	}
	seen->count = 0;
	seen->stale = loading.failed;
	return loading.failed ? DB_FAILED : DB_OK;
}

/* The keys as the database has them. */
enum db_code
seen_open(struct db *db, int64_t now_ms, struct seen **ret)
{
	struct seen *seen = calloc(1, sizeof(*seen));
	enum db_code code;

	if (seen == NULL)
		return DB_FAILED;
	seen->db = db;
	code = seen_turn(seen, now_ms);
	if (code == DB_OK)
		code = load(seen);
	if (code != DB_OK) {
		seen_free(seen);
		return code;
	}
	seen_committed(seen);
	*ret = seen;
	return DB_OK;
}

/* Forgets what stood in memory. */
void
seen_free(struct seen *seen)
{
	if (seen == NULL)
		return;
	seen_map_release(&seen->map);
	free(seen->changes);
	free(seen);
}

/* Room to note one more change. */
static bool
make_room(struct seen *seen)
{
	size_t room = seen->room == 0 ? 64 : seen->room * 2;
	struct seen_change *changes;

	if (seen->count < seen->room)
		return true;
	changes = realloc(seen->changes, room * sizeof(*changes));
	if (changes == NULL)
		return false;
	seen->changes = changes;
	seen->room = room;
	return true;
}

/* Notes a change of the map that a rollback undoes. */
static void
note(struct seen *seen, struct seen_place place, bool added)
{
	seen->changes[seen->count++] = (struct seen_change){ place, added };
}

/* A stored entry, and the key that it must have. */
struct found {
	struct seen_entry entry;
	bool same;
};

/* db_row_fn: whether it is that key, and what came of it then. */
static bool
take_entry(void *ctx, const struct db_row *row)
{
	struct found *found = ctx;
	size_t key_len, digest_len;
	const void *key = db_row_blob(row, 0, &key_len);
	const void *digest = db_row_blob(row, 1, &digest_len);

	found->same = key_len == SEEN_KEY_SIZE &&
	    memcmp(key, found->entry.key, SEEN_KEY_SIZE) == 0;
	if (digest_len == SEEN_KEY_SIZE)
		memcpy(found->entry.digest, digest, SEEN_KEY_SIZE);
	found->entry.id = db_row_int(row, 2);
	return false;
}

/* Where the key stands and what came of it; DB_NONE: nowhere. */
static enum db_code
find(struct seen *seen, const uint8_t key[SEEN_KEY_SIZE],
    struct seen_place *ret_place, struct seen_entry *ret_entry)
{
	const struct seen_place *place;
	struct found found = { .same = false };
	size_t at = 0;
	enum db_code code = seen->stale ? load(seen) : DB_OK;

	if (code != DB_OK)
		return code;
	memcpy(found.entry.key, key, SEEN_KEY_SIZE);
	while ((place = seen_map_next(&seen->map, mark_of(key), &at)) != NULL) {
		code = db_get(seen->db, &look[seen_place_table(place)],
		    DB_ARGS(db_int(seen_place_row(place))), take_entry, &found);
		if (code != DB_OK)
			return code == DB_NONE ? DB_CORRUPT : code;
		if (!found.same)
			continue;
		*ret_place = *place;
		*ret_entry = found.entry;
		return DB_OK;
	}
	return DB_NONE;
}

/* Stores the entry unless its key is known. */
enum db_code
seen_put(struct seen *seen, int64_t now_ms, const struct seen_entry *entry,
    struct seen_entry *ret_before)
{
	const unsigned table = table_of(day_of(now_ms));
	struct seen_place place;
	enum db_code code = find(seen, entry->key, &place, ret_before);

	if (code != DB_NONE)
		return code == DB_OK ? DB_CONFLICT : code;
	place = seen_place_of(mark_of(entry->key), table,
	    seen->last[table] + 1);
	if (!make_room(seen))
		return DB_FAILED;
	code = db_put(seen->db, &put[table],
	    DB_ARGS(db_int(seen->last[table] + 1),
		db_blob(entry->key, SEEN_KEY_SIZE),
		db_blob(entry->digest, SEEN_KEY_SIZE), db_int(entry->id)));
	if (code != DB_OK)
		return code;
	if (!seen_map_add(&seen->map, place))
		return DB_FAILED;
	seen->last[table]++;
	note(seen, place, true);
	return DB_OK;
}

/* Forgets a key. */
enum db_code
seen_drop(struct seen *seen, const uint8_t key[SEEN_KEY_SIZE])
{
	struct seen_place place;
	struct seen_entry entry;
	enum db_code code = find(seen, key, &place, &entry);

	if (code != DB_OK)
		return code;
	if (!make_room(seen))
		return DB_FAILED;
	code = db_put(seen->db, &drop[seen_place_table(&place)],
	    DB_ARGS(db_int(seen_place_row(&place))));
	if (code != DB_OK)
		return code;
	seen_map_remove(&seen->map, place);
	note(seen, place, false);
	return DB_OK;
}

enum db_code
seen_renew(struct seen *seen, int64_t now_ms, const uint8_t key[SEEN_KEY_SIZE])
{
	struct seen_place place;
	struct seen_entry entry, before;
	enum db_code code = find(seen, key, &place, &entry);

	if (code != DB_OK ||
	    seen_place_table(&place) == table_of(day_of(now_ms)))
		return code;
	code = seen_drop(seen, key);
	return code == DB_OK ? seen_put(seen, now_ms, &entry, &before) : code;
}

/* Empties one day's table. */
static enum db_code
empty_table(struct seen *seen, unsigned table)
{
	enum db_code code = db_put(seen->db, &empty[table], DB_NO_ARGS);

	if (code == DB_OK || code == DB_NONE)
		seen_map_empty(&seen->map, table);
	return code == DB_NONE ? DB_OK : code;
}

/* Empties the tables that the days since the last turn, and the next one,
 * will use. */
enum db_code
seen_turn(struct seen *seen, int64_t now_ms)
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
	enum db_code code = db_get(seen->db, &get, DB_NO_ARGS, db_take_int,
	    &last);

	if (code != DB_OK && code != DB_NONE)
		return code;
	if (last >= today && last < today + DAYS)
		return DB_OK;
	if (last < today - DAYS)
		last = today - DAYS;
	/* Memory cannot undo this: a rollback has it read again. */
	seen->turned = true;
	/* The table of last + 1 was emptied when `last` began; none is after a
	 * clock that ran far ahead. */
	for (day = last + 2; day <= today + 1; day++) {
		code = empty_table(seen, table_of(day));
		if (code != DB_OK)
			return code;
	}
	snprintf(text, sizeof(text), "%lld", (long long)today);
	return db_put(seen->db, &set, DB_ARGS(db_text(text)));
}

/* What was changed stays. */
void
seen_committed(struct seen *seen)
{
	seen->count = 0;
	seen->turned = false;
}

/* What was changed never was. */
void
seen_rolled_back(struct seen *seen)
{
	while (seen->count > 0) {
		const struct seen_change *c = &seen->changes[--seen->count];

		if (c->added)
			seen_map_remove(&seen->map, c->place);
		else if (!seen_map_add(&seen->map, c->place))
			seen->stale = true;
	}
	seen->stale |= seen->turned;
	seen->turned = false;
}
