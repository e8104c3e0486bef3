/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "schema.h"

#include "schema_1.h"
#include "schema_2.h"
#include "schema_3.h"
#include "schema_4.h"
#include "schema_5.h"
#include "schema_6.h"
#include "schema_7.h"
#include "schema_8.h"
#include "schema_9.h"

/* What leads from version i to i + 1. */
static const char *const steps[] = { schema_1, schema_2, schema_3, schema_4,
	schema_5, schema_6, schema_7, schema_8, schema_9 };
#define STEPS (sizeof(steps) / sizeof(steps[0]))

/* What a file says it is. */
struct identity {
	int64_t application, version, tables;
};

/* Takes the numbers of the one row. */
static bool
on_identity(void *ctx, const struct db_row *row)
{
	struct identity *id = ctx;

	id->application = db_row_int(row, 0);
	id->version = db_row_int(row, 1);
	id->tables = db_row_int(row, 2);
	return false;
}

/* Reads what the file says it is. */
static enum db_code
identify(struct db *db, struct identity *ret_id, struct hub_error *err)
{
	static const struct db_query query = {
		"SELECT a.application_id, v.user_version,"
		" (SELECT count(*) FROM sqlite_schema)"
		" FROM pragma_application_id() a, pragma_user_version() v"
	};
	enum db_code code = db_get(db, &query, DB_NO_ARGS, on_identity, ret_id);

	if (code != DB_OK)
		hub_fail(err, HUB_FAULT, "database cannot be read: %s",
		    db_error(db));
	return code;
}

/* Whether we may work with such a file; an empty one is new. */
static enum db_code
judge(const struct identity *id, struct hub_error *err)
{
	if (id->application == 0 && id->version == 0 && id->tables == 0)
		return DB_NONE;
	if (id->application != SCHEMA_APPLICATION_ID) {
		hub_fail(err, HUB_MISCONFIGURED,
		    "database belongs to another program: application_id is"
		    " 0x%08x, expected 0x%08x",
		    (unsigned)id->application, SCHEMA_APPLICATION_ID);
		return DB_CORRUPT;
	}
	if (id->version > (int64_t)STEPS) {
		hub_fail(err, HUB_MISCONFIGURED,
		    "database is of a younger hub: version %lld, this hub"
		    " knows up to %zu",
		    (long long)id->version, STEPS);
		return DB_FAILED;
	}
	if (id->version < 1) {
		hub_fail(err, HUB_MISCONFIGURED,
		    "database is half made: version %lld, expected 1 to %zu",
		    (long long)id->version, STEPS);
		return DB_CORRUPT;
	}
	return DB_OK;
}

/* Runs one step and writes down that it was run, both or neither. */
static enum db_code
run_step(struct db *db, size_t version)
{
	char mark[96];
	enum db_code code = db_begin(db);

	if (code != DB_OK)
		return code;
	snprintf(mark, sizeof(mark),
	    "PRAGMA application_id = %d; PRAGMA user_version = %zu",
	    SCHEMA_APPLICATION_ID, version + 1);
	code = db_script(db, steps[version]);
	if (code == DB_OK)
		code = db_script(db, mark);
	if (code == DB_OK)
		code = db_commit(db);
	if (code != DB_OK)
		db_rollback(db);
	return code;
}

/* Brings the tables to the present version. */
enum db_code
schema_open(struct db *db, struct hub_error *err)
{
	struct identity id = { 0, 0, 0 };
	enum db_code code = identify(db, &id, err);
	size_t version;

	if (code != DB_OK)
		return code;
	code = judge(&id, err);
	if (code != DB_OK && code != DB_NONE)
		return code;
	/* Only now is the file surely ours to change. */
	code = db_script(db, "PRAGMA journal_mode = WAL");
	for (version = (size_t)id.version; version < STEPS && code == DB_OK;
	     version++)
		code = run_step(db, version);
	if (code != DB_OK)
		hub_fail(err, HUB_FAULT, "database cannot be prepared: %s",
		    db_error(db));
	return code;
}

/* Says whether the tables are those of the present version. */
enum db_code
schema_check(struct db *db, struct hub_error *err)
{
	struct identity id = { 0, 0, 0 };
	enum db_code code = identify(db, &id, err);

	if (code != DB_OK)
		return code;
	code = judge(&id, err);
	if (code == DB_NONE) {
		hub_fail(err, HUB_MISCONFIGURED, "database is empty");
		return DB_CORRUPT;
	}
	if (code == DB_OK && id.version < (int64_t)STEPS) {
		hub_fail(err, HUB_MISCONFIGURED,
		    "database is of an older hub: version %lld; start simpuld"
		    " once to bring it to %zu",
		    (long long)id.version, STEPS);
		return DB_FAILED;
	}
	return code;
}
