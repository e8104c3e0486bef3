/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "ledger_base.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */

#include "audit_epoch.h"
#include "db_take.h"
#include "dirlock.h"
#include "schema.h"

/* The largest id of all tables: each look is at the right edge of one. */
static enum db_code
read_last_id(struct ledger_base *base)
{
	static const struct db_query query = {
		"SELECT max(id) FROM ("
		"SELECT max(id) AS id FROM cases"
		" UNION ALL SELECT max(id) FROM handoff"
		" UNION ALL SELECT max(id) FROM delivery"
		" UNION ALL SELECT max(id) FROM content"
		" UNION ALL SELECT max(id) FROM event"
		" UNION ALL SELECT max(id) FROM attachment"
		" UNION ALL SELECT max(id) FROM inbound"
		" UNION ALL SELECT max(id) FROM token)"
	};

	return db_get(base->db, &query, DB_NO_ARGS, db_take_int,
	    &base->last_id);
}

/* What a start writes and reads: keys of the last days, the log's writer and
 * beginning. */
static enum db_code
prepare(const struct ledger_conf *conf, struct ledger_base *base)
{
	const int64_t now_ms = clock_now_ms(conf->clock);
	enum db_code code = seen_open(base->db, now_ms, &base->seen);

	if (code == DB_OK)
		code = audit_writer_set(base->db, conf->source, conf->observer);
	if (code == DB_OK)
		code = audit_open(base->db, &base->clock.clock, conf->source,
		    conf->observer, &base->audit);
	if (code == DB_OK)
		code = audit_epoch_open(base->audit, base->db, now_ms);
	if (code == DB_OK)
		code = read_last_id(base);
	return code;
}

/* Opens the database and makes it ready for jobs. */
static enum hub_status
open_database(const struct ledger_conf *conf, struct ledger_base *base,
    struct hub_error *err)
{
	char path[PATH_MAX];
	enum hub_status status;

	if (snprintf(path, sizeof(path), "%s/simpul.db", conf->data_dir) >=
	    (int)sizeof(path))
		return hub_fail(err, HUB_MISCONFIGURED,
		    "the data directory's name is too long");
	if (db_open(path, DB_CREATE, &base->db, err) != DB_OK ||
	    schema_open(base->db, err) != DB_OK)
		return HUB_MISCONFIGURED;
	db_no_triggers(base->db);
	status = content_bind(base->content, base->db, conf->clock, err);
	if (status != HUB_OK)
		return status;
	if (prepare(conf, base) == DB_OK)
		return HUB_OK;
	return hub_fail(err, HUB_FAULT, "%s: %s", path, db_error(base->db));
}

/* Opens all that a ledger stands on. */
enum hub_status
ledger_base_open(const struct ledger_conf *conf, struct ledger_base *base,
    struct hub_error *err)
{
	enum hub_status status;

	*base = (struct ledger_base){ .lock = -1 };
	clock_pool_init(&base->clock, conf->clock);
	status = content_open(conf->key_file, &base->content, err);
	if (status == HUB_OK)
		status = dirlock_take(conf->data_dir, &base->lock, err);
	if (status == HUB_OK)
		status = open_database(conf, base, err);
	if (status != HUB_OK)
		ledger_base_close(base);
	return status;
}

/* Closes all, the lock last. */
void
ledger_base_close(struct ledger_base *base)
{
	audit_free(base->audit);
	seen_free(base->seen);
	db_close(base->db);
	content_free(base->content);
	dirlock_release(base->lock);
	clock_pool_release(&base->clock);
	*base = (struct ledger_base){ .lock = -1 };
}
