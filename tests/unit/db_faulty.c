/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "db_faulty.h"

#include "db_driver.h"

static const struct db_driver *real;
static struct db_driver faulty;
static unsigned left;
static enum db_code what;
static bool fired;

/* Whether this call is the one. */
static bool
fails(void)
{
	if (left == 0 || --left > 0)
		return false;
	fired = true;
	return true;
}

/* begin, unless it fails. */
static enum db_code
begin(struct db *db)
{
	return fails() ? what : real->begin(db);
}

/* commit, unless it fails. */
static enum db_code
commit(struct db *db)
{
	return fails() ? what : real->commit(db);
}

/* put, unless it fails. */
static enum db_code
put(struct db *db, const struct db_query *query, struct db_args args)
{
	return fails() ? what : real->put(db, query, args);
}

/* get, unless it fails. */
static enum db_code
get(struct db *db, const struct db_query *query, struct db_args args,
    db_row_fn *each, void *ctx)
{
	return fails() ? what : real->get(db, query, args, each, ctx);
}

/* script, unless it fails. */
static enum db_code
script(struct db *db, const char *sql)
{
	return fails() ? what : real->script(db, sql);
}

/* Puts the driver before the real one. */
void
db_faulty_arm(struct db *db, unsigned nth, enum db_code code)
{
	if (db->driver != &faulty)
		real = db->driver;
	faulty = *real;
	faulty.begin = begin;
	faulty.commit = commit;
	faulty.put = put;
	faulty.get = get;
	faulty.script = script;
	left = nth;
	what = code;
	fired = false;
	db->driver = &faulty;
}

/* Whether it failed. */
bool
db_faulty_fired(void)
{
	return fired;
}

/* Takes the driver away. */
void
db_faulty_disarm(struct db *db)
{
	if (db->driver == &faulty)
		db->driver = real;
}
