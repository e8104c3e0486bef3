/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_epoch.h"

#include "limits.h"

static const struct db_query get_setting = {
	"SELECT value FROM setting WHERE name = ?1"
};
static const struct db_query set_setting = {
	"INSERT INTO setting (name, value) VALUES (?1, ?2)"
	" ON CONFLICT (name) DO UPDATE SET value = excluded.value"
};

/* db_row_fn: a setting's text. */
static bool
take_text(void *ctx, const struct db_row *row)
{
	snprintf(ctx, CANON_TEXT_MAX + 1, "%s", db_row_text(row, 0));
	return false;
}

/* Reads a setting; "" when it was never set. */
static enum db_code
read_setting(struct db *db, const char *name, char text[CANON_TEXT_MAX + 1])
{
	enum db_code code;

	text[0] = '\0';
	code = db_get(db, &get_setting, DB_ARGS(db_text(name)), take_text,
	    text);
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
audit_epoch_number(struct db *db, uint64_t *ret)
{
	char text[CANON_TEXT_MAX + 1];
	enum db_code code = read_setting(db, "log.epoch", text);

	if (code == DB_OK)
		*ret = strtoull(text, NULL, 10);
	return code;
}

/* Appends the entry that begins an epoch, within a transaction. */
static enum db_code
append(struct audit *audit, struct db *db, int64_t now_ms,
    const struct logbook_known *known)
{
	const char *type = known == NULL ? "simpul.log.opened.v1"
					 : "simpul.log.recovered.v1";
	char root[TLOG_HASH_TEXT_SIZE];
	struct audit_note note = audit_note_init(type);
	char text[24];
	uint64_t epoch = 0;
	enum db_code code = audit_epoch_number(db, &epoch);

	if (code != DB_OK)
		return code;
	if (known != NULL && known->epoch > epoch)
		epoch = known->epoch;
	note.entry.log_epoch = epoch + 1;
	note.entry.log_size = audit_size(audit);
	if (known != NULL && known->epoch > 0) {
		tlog_hash_text(&known->head.root, root);
		note.entry.log_size = known->head.size;
		note.entry.log_root = root;
	}
	snprintf(text, sizeof(text), "%llu",
	    (unsigned long long)note.entry.log_epoch);
	code = db_put(db, &set_setting,
	    DB_ARGS(db_text("log.epoch"), db_text(text)));
	if (code != DB_OK)
		return code;
	note.entry.action = "open";
	note.entry.outcome = "success";
	code = audit_append(audit, db, now_ms, &note);
	return code == DB_OK ? audit_before_commit(audit, db) : code;
}

/* Begins an epoch, both its number and its entry or neither. */
static enum db_code
begin_epoch(struct audit *audit, struct db *db, int64_t now_ms,
    const struct logbook_known *known)
{
	enum db_code code = db_begin(db);

	if (code == DB_OK)
		code = append(audit, db, now_ms, known);
	if (code == DB_OK)
		code = db_commit(db);
	if (code == DB_OK) {
		audit_committed(audit);
		return DB_OK;
	}
	db_rollback(db);
	audit_rolled_back(audit);
	return code;
}

/* Begins a log. */
enum db_code
audit_epoch_open(struct audit *audit, struct db *db, int64_t now_ms)
{
	if (audit_size(audit) > 0)
		return DB_OK;
	return begin_epoch(audit, db, now_ms, NULL);
}

/* Begins anew after a restore. */
enum db_code
audit_epoch_next(struct audit *audit, struct db *db, int64_t now_ms,
    const struct logbook_known *known)
{
	return begin_epoch(audit, db, now_ms, known);
}

/* Remembers the writer. */
enum db_code
audit_writer_set(struct db *db, const char *source, const char *observer)
{
	enum db_code code = db_put(db, &set_setting,
	    DB_ARGS(db_text("log.source"), db_text(source)));

	if (code != DB_OK)
		return code;
	return db_put(db, &set_setting,
	    DB_ARGS(db_text("log.observer"), db_text(observer)));
}

/* Opens the log in the name of its last writer. */
enum db_code
audit_writer_open(struct db *db, const struct clock *clock, struct audit **ret)
{
	char source[CANON_TEXT_MAX + 1], observer[CANON_TEXT_MAX + 1];
	enum db_code code = read_setting(db, "log.source", source);

	if (code == DB_OK)
		code = read_setting(db, "log.observer", observer);
	if (code != DB_OK)
		return code;
	return audit_open(db, clock, source, observer, ret);
}
