/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "attachment_job.h"

#include <openssl/crypto.h>
#include <string.h>

#include "limits.h"
#include "pickup.h"

/* ledger run: a new attachment with a new key. */
static enum db_code
run_begin(struct ledger_job *job, struct ledger_room *room)
{
	struct attachment_begin *b = (struct attachment_begin *)job;
	int64_t loose = 0;
	enum db_code code;

	code = attachment_loose(room->db, b->row.owner, &loose);
	if (code != DB_OK)
		return code;
	b->too_many = loose >= ATTACHMENT_LOOSE_MAX;
	if (b->too_many)
		return DB_OK;
	b->row.id = ident_new(&room->ident);
	b->row.meta = ident_new(&room->ident);
	b->row.case_id = b->row.received = 0;
	b->row.expires = room->now_ms + ATTACHMENT_LOOSE_MS;
	files_name(room->clock, b->row.file);
	code = content_key_new(room->content, room->db, room->clock, b->row.id,
	    b->meta.key);
	if (code == DB_OK)
		code = attachment_add(room->db, &b->row);
	if (code == DB_OK)
		code = attachment_seal(room->db, room->clock, b->meta.key,
		    &b->row, &b->meta);
	OPENSSL_cleanse(b->meta.key, sizeof(b->meta.key));
	return code;
}

void
attachment_begin_init(struct attachment_begin *begin)
{
	memset(begin, 0, sizeof(*begin));
	begin->ledger.run = run_begin;
}

/* Its fingerprint, sealed with the rest. */
static enum db_code
keep_fingerprint(struct attachment_grow *g, struct ledger_room *room)
{
	struct attachment_meta meta;
	enum db_code code = attachment_open(room->db, room->content, &g->row,
	    &meta);

	if (code != DB_OK)
		return code;
	memcpy(meta.sha256, g->sha256, sizeof(meta.sha256));
	code = attachment_seal(room->db, room->clock, meta.key, &g->row, &meta);
	OPENSSL_cleanse(&meta, sizeof(meta));
	return code;
}

/* ledger run: it has grown. */
static enum db_code
run_grow(struct ledger_job *job, struct ledger_room *room)
{
	struct attachment_grow *g = (struct attachment_grow *)job;
	enum db_code code;

	code = attachment_advance(room->db, &g->row, g->from);
	if (code == DB_OK && g->complete)
		code = keep_fingerprint(g, room);
	return code;
}

void
attachment_grow_init(struct attachment_grow *grow)
{
	memset(grow, 0, sizeof(*grow));
	grow->ledger.run = run_grow;
}

/* db_row_fn: one whose time is over. */
static bool
take(void *ctx, const struct db_row *row)
{
	struct attachment_sweep *s = ctx;

	attachment_row_read(row, &s->rows[s->count++]);
	return s->count < ATTACHMENT_SWEEP;
}

/* ledger run: their rows and keys go, and addresses that are over. */
static enum db_code
run_sweep(struct ledger_job *job, struct ledger_room *room)
{
	struct attachment_sweep *s = (struct attachment_sweep *)job;
	enum db_code code;

	s->count = 0;
	code = attachment_expired(room->db, room->now_ms, ATTACHMENT_SWEEP,
	    take, s);
	for (size_t i = 0; i < s->count && code == DB_OK; i++) {
		code = attachment_drop(room->db, s->rows[i].id);
		if (code == DB_OK)
			code = content_forget(room->db, s->rows[i].id);
	}
	if (code == DB_OK)
		code = pickup_sweep(room->db, room->now_ms, ATTACHMENT_SWEEP);
	return code;
}

void
attachment_sweep_init(struct attachment_sweep *sweep)
{
	memset(sweep, 0, sizeof(*sweep));
	sweep->ledger.run = run_sweep;
}
