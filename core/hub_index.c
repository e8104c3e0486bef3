/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "hub_index.h"

#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdlib.h>

#include "audit_edge.h"
#include "audit_list.h"
#include "files.h"
#include "limits.h"
#include "log.h"

struct hub_index {
	struct files_job files; /* first: its job is what comes home */
	struct hub *hub;
	struct audit_index *index;
	struct loop_timer *timer;
	uint64_t seen; /* entries there were a moment ago */
	uint64_t size; /* of the ledger, for the job */
	bool checked;  /* it is an index of this ledger */
	bool idle, more, failing, ended;
	enum db_code code;
};

/* db_row_fn: whether the index ends with the ledger's entry. */
static bool
take_end(void *ctx, const struct db_row *row)
{
	struct hub_index *i = ctx;
	const void *body;
	size_t len;

	body = db_row_blob(row, 1, &len);
	i->checked = audit_index_ends_with(i->index, body, len);
	return false;
}

/* An index of another ledger, or of one that went on otherwise, is begun
 * anew. */
static enum db_code
check(struct hub_index *i, struct db *db)
{
	uint64_t size = audit_index_size(i->index);
	enum db_code code;

	if (i->checked)
		return DB_OK;
	i->checked = size == 0;
	if (size > 0) {
		code = audit_entry_get(db, size - 1, take_end, i);
		if (code != DB_OK && code != DB_NONE)
			return code;
	}
	if (i->checked)
		return DB_OK;
	log_note("audit log: its index is made anew");
	code = audit_index_clear(i->index);
	i->checked = code == DB_OK;
	return code;
}

/* audit_entry_fn: one entry more. */
static bool
add(void *ctx, const void *entry, size_t len)
{
	struct hub_index *i = ctx;

	i->code = audit_index_add(i->index, entry, len);
	return i->code == DB_OK;
}

/* files run: feeds what is due. */
static void
run(struct files_job *job, struct files_room *room)
{
	struct hub_index *i = (struct hub_index *)job;
	uint64_t most = i->idle ? INDEX_IDLE : INDEX_BUSY, from, to;
	enum db_code code;

	i->code = check(i, room->db);
	if (i->code != DB_OK)
		return;
	from = audit_index_size(i->index);
	to = from + most < i->size ? from + most : i->size;
	i->more = to < i->size;
	if (to <= from)
		return;
	i->code = audit_index_begin(i->index);
	if (i->code != DB_OK)
		return;
	code = audit_entries(room->db, from, to, add, i);
	if (i->code == DB_OK)
		i->code = code;
	if (i->code == DB_OK)
		i->code = audit_index_end(i->index);
	if (i->code != DB_OK)
		audit_index_undo(i->index);
}

/* job done: again soon while more waits and nothing else happens. */
static void
on_fed(struct job *job)
{
	struct hub_index *i = (struct hub_index *)job;

	if (i->code != DB_OK && !i->failing)
		log_error("audit log: its index is not fed: %s",
		    db_code_name(i->code));
	i->failing = i->code != DB_OK;
	if (!i->ended)
		loop_timer_arm(i->timer,
		    i->more && i->idle && !i->failing ? INDEX_MORE_MS
						      : INDEX_MS);
}

/* loop_fn: has the log grown? */
static void
on_timer(void *ctx)
{
	struct hub_index *i = ctx;
	uint64_t size = ledger_counts(i->hub->ledger).audit_size;

	i->idle = size == i->seen;
	if (i->idle && !i->more && !i->failing && i->checked) {
		loop_timer_arm(i->timer, INDEX_MS);
		return;
	}
	i->seen = i->size = size;
	files_submit(i->hub->files, &i->files);
}

struct hub_index *
hub_index_start(struct hub *hub)
{
	struct hub_index *i = calloc(1, sizeof(*i));
	struct hub_error err = { "out of memory" };
	char path[PATH_MAX];

	if (i == NULL)
		return NULL;
	i->hub = hub;
	i->files.run = run;
	i->files.job.done = on_fed;
	i->timer = loop_timer_new(hub->loop, on_timer, i);
	(void)snprintf(path, sizeof(path), "%s/" AUDIT_INDEX_FILE,
	    hub->relay.conf->hub.data_dir);
	if (i->timer == NULL ||
	    audit_index_open(path, &i->index, &err) != HUB_OK) {
		log_error("the audit log cannot be searched: %s", err.text);
		hub_index_stop(i);
		return NULL;
	}
	loop_timer_arm(i->timer, 0);
	return i;
}

void
hub_index_drain(struct hub_index *index)
{
	if (index == NULL)
		return;
	index->ended = true;
	loop_timer_cancel(index->timer);
}

void
hub_index_stop(struct hub_index *index)
{
	if (index == NULL)
		return;
	loop_timer_free(index->timer);
	audit_index_free(index->index);
	free(index);
}

struct audit_index *
hub_index_of(struct hub_index *index, struct db *db)
{
	return check(index, db) == DB_OK ? index->index : NULL;
}
