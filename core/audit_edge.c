/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_edge.h"

#define PAGE UINT64_C(1024) /* entries of one look */

/* What the newest row says. */
struct newest {
	uint64_t size;
	bool whole; /* `tree` is that row's */
	struct tlog_frontier tree;
};

/* db_row_fn: the newest row. */
static bool
take_newest(void *ctx, const struct db_row *row)
{
	struct newest *newest = ctx;
	const void *edge;
	size_t len;

	newest->size = (uint64_t)db_row_int(row, 0) + 1;
	edge = db_row_blob(row, 1, &len);
	newest->whole = tlog_load(&newest->tree, newest->size, edge, len);
	return false;
}

/* Entries on their way to whoever asked. */
struct reading {
	uint64_t next;
	audit_entry_fn *each;
	void *ctx;
	bool ended, gap;
};

/* db_row_fn: the next entry. */
static bool
take_entry(void *ctx, const struct db_row *row)
{
	struct reading *r = ctx;
	const void *body;
	size_t len;

	r->gap = (uint64_t)db_row_int(row, 0) != r->next;
	if (r->gap)
		return false;
	body = db_row_blob(row, 1, &len);
	r->next++;
	r->ended = !r->each(r->ctx, body, len);
	return !r->ended;
}

enum db_code
audit_entries(struct db *db, uint64_t from, uint64_t to, audit_entry_fn *each,
    void *ctx)
{
	static const struct db_query query = {
		"SELECT seq, body FROM audit_entry"
		" WHERE seq >= ?1 AND seq < ?2 ORDER BY seq"
	};
	struct reading r = { .next = from, .each = each, .ctx = ctx };

	while (r.next < to && !r.ended) {
		uint64_t page = r.next + PAGE < to ? r.next + PAGE : to;
		enum db_code code = db_get(db, &query,
		    DB_ARGS(db_int((int64_t)r.next), db_int((int64_t)page)),
		    take_entry, &r);

		if (code != DB_OK)
			return code;
		if (r.gap || (r.next < page && !r.ended))
			return DB_NONE;
	}
	return DB_OK;
}

/* audit_entry_fn: one leaf more. */
static bool
add_leaf(void *ctx, const void *entry, size_t len)
{
	struct tlog_hash leaf;

	tlog_leaf(entry, len, &leaf);
	return tlog_append(ctx, &leaf);
}

enum db_code
audit_edge_load(struct db *db, struct tlog_frontier *ret)
{
	static const struct db_query query = {
		"SELECT seq, edge FROM audit_entry ORDER BY seq DESC LIMIT 1"
	};
	struct newest newest = { .size = 0 };
	enum db_code code = db_get(db, &query, DB_NO_ARGS, take_newest,
	    &newest);

	if (code != DB_OK && code != DB_NONE)
		return code;
	tlog_init(ret);
	if (newest.whole) {
		*ret = newest.tree;
		return DB_OK;
	}
	return audit_entries(db, 0, newest.size, add_leaf, ret);
}
