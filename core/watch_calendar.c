/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "watch_calendar.h"

#include <stdio.h>
#include <string.h>

#include "cases_due.h"
#include "limits.h"

static const struct db_query get = {
	"SELECT value FROM setting WHERE name = 'calendar'"
};
static const struct db_query set = {
	"INSERT INTO setting (name, value) VALUES ('calendar', ?1)"
	" ON CONFLICT (name) DO UPDATE SET value = ?1"
};

/* db_row_fn: the digest of the rules. */
static bool
take_rules(void *ctx, const struct db_row *row)
{
	(void)snprintf(ctx, DIGEST_HEX_SIZE, "%s", db_row_text(row, 0));
	return false;
}

/* It is done for these rules; told to the database.  Who is asked to decide a
 * dispute may be another by them. */
static enum db_code
end(struct watch_calendar *at, const char *rules, struct ledger_room *room)
{
	enum db_code code = cases_look_disputed(room->db, room->now_ms);

	if (code != DB_OK)
		return code;
	(void)snprintf(at->done, sizeof(at->done), "%s", rules);
	return db_put(room->db, &set, DB_ARGS(db_text(rules)));
}

enum db_code
watch_calendar_look(struct watch_calendar *at, const struct conf *conf,
    struct ledger_room *room, bool *ret_more)
{
	const char *rules = conf->rules_sha256;
	enum db_code code = DB_OK;

	*ret_more = false;
	if (at->done[0] == '\0')
		code = db_get(room->db, &get, DB_NO_ARGS, take_rules, at->done);
	if (code != DB_OK && code != DB_NONE)
		return code;
	if (strcmp(at->done, rules) == 0)
		return DB_OK;
	if (strcmp(at->doing, rules) != 0) {
		(void)snprintf(at->doing, sizeof(at->doing), "%s", rules);
		at->from = 0;
	}
	code = cases_look_provisional(room->db, &at->from, WATCH_BATCH,
	    room->now_ms);
	if (code == DB_NONE)
		return end(at, rules, room);
	*ret_more = code == DB_OK;
	return code;
}
