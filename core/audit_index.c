/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_index.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "audit_fields.h"
#include "db_take.h"
#include "hub_buf.h"
#include "tlog.h"

#define FORMAT 2
#define TEXT(n) TEXT_OF(n)
#define TEXT_OF(n) #n
#define CHECKPOINT_BYTES (8u << 20)
#define WORDS 64u /* remembered; 2^n */

/* A type, an outcome or an institution, and its number. */
struct word {
	char text[AUDIT_FIELD_MAX];
	int64_t id;
};

struct audit_index {
	struct db *db;
	uint64_t size;
	struct tlog_hash last; /* leaf hash of the last entry */
	uint64_t checkpoint_at;
	struct word words[WORDS];
};

static const char tables[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
    "PRAGMA cache_size = -4096;"
    "CREATE TABLE IF NOT EXISTS word ("
    " id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS entry ("
    " seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, case_id INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS entry_case ON entry (case_id, seq)"
    " WHERE case_id <> 0;"
    "CREATE TABLE IF NOT EXISTS party ("
    /* The entry's columns again: or each would be looked up. */
    " word INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
    " type INTEGER NOT NULL, outcome INTEGER NOT NULL,"
    " PRIMARY KEY (word, seq)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS mark ("
    " id INTEGER PRIMARY KEY, size INTEGER NOT NULL, leaf BLOB NOT NULL);"
    "PRAGMA user_version = " TEXT(FORMAT) ";";

/* db_row_fn: where the index ends. */
static bool
take_mark(void *ctx, const struct db_row *row)
{
	struct audit_index *index = ctx;
	const void *leaf;
	size_t len;

	leaf = db_row_blob(row, 1, &len);
	if (len != sizeof(index->last.bytes))
		return false;
	index->size = (uint64_t)db_row_int(row, 0);
	memcpy(index->last.bytes, leaf, len);
	return false;
}

/* Opens the file, with tables of this version. */
static bool
open_file(struct audit_index *index, const char *path)
{
	static const struct db_query version = {
		"SELECT user_version FROM pragma_user_version()"
	};
	static const struct db_query mark = {
		"SELECT size, leaf FROM mark WHERE id = 0"
	};
	int64_t number = 0;
	enum db_code code;

	if (db_open(path, DB_CREATE, &index->db, NULL) != DB_OK)
		return false;
	code = db_get(index->db, &version, DB_NO_ARGS, db_take_int, &number);
	if (code != DB_OK || (number != 0 && number != FORMAT) ||
	    db_script(index->db, tables) != DB_OK)
		return false;
	code = db_get(index->db, &mark, DB_NO_ARGS, take_mark, index);
	return code == DB_OK || code == DB_NONE;
}

/* Removes a file that cannot be used. */
static void
discard(struct audit_index *index, const char *path)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	char name[PATH_MAX];

	db_close(index->db);
	index->db = NULL;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (snprintf(name, sizeof(name), "%s%s", path, ends[i]) <
		    (int)sizeof(name))
			(void)unlink(name);
}

enum hub_status
audit_index_open(const char *path, struct audit_index **ret,
    struct hub_error *err)
{
	struct audit_index *index = calloc(1, sizeof(*index));

	if (index == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	if (!open_file(index, path)) {
		discard(index, path);
		if (!open_file(index, path)) {
			audit_index_free(index);
			return hub_fail(err, HUB_FAULT,
			    "%s cannot be made for searches", path);
		}
	}
	*ret = index;
	return HUB_OK;
}

void
audit_index_free(struct audit_index *index)
{
	if (index == NULL)
		return;
	db_close(index->db);
	free(index);
}

uint64_t
audit_index_size(const struct audit_index *index)
{
	return index->size;
}

bool
audit_index_ends_with(const struct audit_index *index, const void *entry,
    size_t len)
{
	struct tlog_hash leaf;

	if (index->size == 0)
		return true;
	tlog_leaf(entry, len, &leaf);
	return tlog_equal(&leaf, &index->last);
}

enum db_code
audit_index_clear(struct audit_index *index)
{
	enum db_code code = db_script(index->db,
	    "DELETE FROM entry; DELETE FROM party; DELETE FROM mark;");

	if (code == DB_OK)
		index->size = 0;
	return code;
}

enum db_code
audit_index_begin(struct audit_index *index)
{
	return db_begin(index->db);
}

void
audit_index_undo(struct audit_index *index)
{
	static const struct db_query mark = {
		"SELECT size, leaf FROM mark WHERE id = 0"
	};

	db_rollback(index->db);
	memset(index->words, 0, sizeof(index->words));
	index->size = 0;
	(void)db_get(index->db, &mark, DB_NO_ARGS, take_mark, index);
}

enum db_code
audit_index_end(struct audit_index *index)
{
	static const struct db_query mark = {
		"INSERT INTO mark (id, size, leaf) VALUES (0, ?1, ?2)"
		" ON CONFLICT (id) DO UPDATE"
		" SET size = excluded.size, leaf = excluded.leaf"
	};
	enum db_code code = db_put(index->db, &mark,
	    DB_ARGS(db_int((int64_t)index->size),
		db_blob(index->last.bytes, sizeof(index->last.bytes))));

	if (code == DB_OK)
		code = db_commit(index->db);
	if (code == DB_OK && db_wal_bytes(index->db) > index->checkpoint_at) {
		(void)db_checkpoint(index->db, false);
		index->checkpoint_at = db_wal_bytes(index->db) +
		    CHECKPOINT_BYTES;
	}
	return code;
}

/* Finds a word's number; DB_NONE: it never came up. */
static enum db_code
find_word(struct audit_index *index, const char *text, int64_t *ret)
{
	static const struct db_query find = {
		"SELECT id FROM word WHERE text = ?1"
	};

	return db_get(index->db, &find, DB_ARGS(db_text(text)), db_take_int,
	    ret);
}

/* A place among the remembered words. */
static struct word *
place_of(struct audit_index *index, const char *text)
{
	uint32_t mixed = 2166136261u;

	for (; *text != '\0'; text++)
		mixed = (mixed ^ (unsigned char)*text) * 16777619u;
	return &index->words[mixed & (WORDS - 1)];
}

/* A word's number, a new one for a new word; 0 for "". */
static enum db_code
number_of(struct audit_index *index, const char *text, int64_t *ret)
{
	static const struct db_query add = {
		"INSERT INTO word (text) VALUES (?1)"
	};
	struct word *word = place_of(index, text);
	enum db_code code;

	*ret = 0;
	if (text[0] == '\0')
		return DB_OK;
	if (word->id == 0 || strcmp(word->text, text) != 0) {
		code = find_word(index, text, &word->id);
		if (code == DB_NONE) {
			code = db_put(index->db, &add, DB_ARGS(db_text(text)));
			if (code == DB_OK)
				code = find_word(index, text, &word->id);
		}
		if (code != DB_OK) {
			word->id = 0;
			return code;
		}
		(void)snprintf(word->text, sizeof(word->text), "%s", text);
	}
	*ret = word->id;
	return DB_OK;
}

/* Who had part in an entry. */
static enum db_code
add_parties(struct audit_index *index, const struct audit_fields *fields,
    int64_t type, int64_t outcome)
{
	static const struct db_query add = {
		"INSERT INTO party (word, seq, at, type, outcome)"
		" VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"
	};
	enum db_code code = DB_OK;

	for (size_t i = 0; i < AUDIT_PARTIES && code == DB_OK; i++) {
		int64_t word = 0;

		code = number_of(index, fields->parties[i], &word);
		if (code != DB_OK || word == 0)
			continue;
		code = db_put(index->db, &add,
		    DB_ARGS(db_int(word), db_int((int64_t)index->size),
			db_int(fields->time_ms), db_int(type),
			db_int(outcome)));
		if (code == DB_NONE)
			code = DB_OK;
	}
	return code;
}

enum db_code
audit_index_add(struct audit_index *index, const void *entry, size_t len)
{
	static const struct db_query add = {
		"INSERT INTO entry (seq, at, type, outcome, case_id)"
		" VALUES (?1, ?2, ?3, ?4, ?5)"
	};
	struct audit_fields fields;
	int64_t type = 0, outcome = 0;
	enum db_code code;

	audit_fields_read(entry, len, &fields);
	code = number_of(index, fields.type, &type);
	if (code == DB_OK)
		code = number_of(index, fields.outcome, &outcome);
	if (code == DB_OK)
		code = db_put(index->db, &add,
		    DB_ARGS(db_int((int64_t)index->size),
			db_int(fields.time_ms), db_int(type), db_int(outcome),
			db_int(fields.case_id)));
	if (code == DB_OK)
		code = add_parties(index, &fields, type, outcome);
	if (code != DB_OK)
		return code;
	tlog_leaf(entry, len, &index->last);
	index->size++;
	return DB_OK;
}

#define REST \
	" AND (?2 = 0 OR type = ?2) AND (?3 = 0 OR outcome = ?3)" \
	" AND (?4 = 0 OR at >= ?4) AND (?5 = 0 OR at < ?5)" \
	" AND seq < ?6 ORDER BY seq DESC LIMIT ?7"
#define HAS_PARTY \
	" AND (?8 = 0 OR EXISTS (SELECT 1 FROM party p" \
	" WHERE p.word = ?8 AND p.seq = e.seq))"

enum db_code
audit_index_search(struct audit_index *index, const struct audit_wanted *wanted,
    db_row_fn *each, void *ctx)
{
	static const struct db_query of_case = {
		"SELECT seq FROM entry e WHERE case_id = ?1"
		" AND case_id <> 0" HAS_PARTY REST
	};
	static const struct db_query of_party = {
		"SELECT seq FROM party WHERE word = ?8 AND ?1 = 0" REST
	};
	static const struct db_query of_all = {
		"SELECT seq FROM entry WHERE ?1 = 0 AND ?8 = 0" REST
	};
	const struct db_query *query = &of_all;
	const char *const words[] = { wanted->kind, wanted->outcome,
		wanted->institution };
	int64_t ids[3] = { 0, 0, 0 };
	enum db_code code;

	for (size_t i = 0; i < 3; i++) {
		if (words[i][0] == '\0')
			continue;
		code = find_word(index, words[i], &ids[i]);
		if (code != DB_OK)
			return code == DB_NONE ? DB_OK : code;
	}
	if (wanted->case_id != 0)
		query = &of_case;
	else if (ids[2] != 0)
		query = &of_party;
	code = db_get(index->db, query,
	    DB_ARGS(db_int(wanted->case_id), db_int(ids[0]), db_int(ids[1]),
		db_int(wanted->from_ms), db_int(wanted->to_ms),
		db_int(wanted->before == 0 ? INT64_MAX : wanted->before),
		db_int(wanted->limit), db_int(ids[2])),
	    each, ctx);
	return code == DB_NONE ? DB_OK : code;
}
