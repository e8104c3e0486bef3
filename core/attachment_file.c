/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "attachment_file.h"

#include <openssl/crypto.h>
#include <string.h>

/* What a look at the database means for the job. */
enum attachment_end
attachment_end_of_db(enum db_code code)
{
	switch (code) {
	case DB_OK:
		return ATTACHMENT_DONE;
	case DB_NONE:
		return ATTACHMENT_UNKNOWN;
	case DB_BUSY:
		return ATTACHMENT_BUSY;
	default:
		return ATTACHMENT_BROKEN;
	}
}

/* What came of the file. */
enum attachment_end
attachment_end_of_file(enum files_code code)
{
	switch (code) {
	case FILES_OK:
		return ATTACHMENT_DONE;
	case FILES_FULL:
		return ATTACHMENT_FULL;
	default:
		return ATTACHMENT_BROKEN;
	}
}

/* The sealed file of a row. */
static struct files_sealed
file_of(const struct files_room *room, const struct attachment_row *row,
    const uint8_t *key)
{
	return (struct files_sealed){ .folder = room->folder,
		.name = row->file,
		.key = key,
		.clock = room->clock };
}

/* files_sink_fn: into a digest. */
static bool
digest_sink(void *ctx, const void *bytes, size_t len)
{
	digest_add(ctx, bytes, len);
	return true;
}

/* The fingerprint of what a file holds. */
static enum files_code
fingerprint(const struct files_sealed *file, uint64_t size,
    uint8_t sha256[DIGEST_SIZE])
{
	struct digest *d = digest_new();
	enum files_code code = files_read(file, 0, size, digest_sink, d);

	digest_final(d, sha256);
	digest_free(d);
	return code;
}

/* Whether the piece may be added where it is to go. */
static enum attachment_end
may_add(const struct attachment_piece *p)
{
	if (p->row.owner != p->owner || p->row.case_id != 0)
		return ATTACHMENT_FOREIGN;
	if (p->at != p->row.received)
		return ATTACHMENT_PLACE;
	if ((int64_t)p->len > p->row.size - p->row.received)
		return ATTACHMENT_LONG;
	return ATTACHMENT_DONE;
}

/* Adds it, and looks over the whole once it is complete. */
static enum attachment_end
add_piece(struct attachment_piece *p, const struct files_room *room,
    const uint8_t *key)
{
	struct files_sealed file = file_of(room, &p->row, key);
	enum files_code code;

	code = files_append(&file, (uint64_t)p->at, p->bytes, p->len);
	p->complete = p->row.received + (int64_t)p->len == p->row.size;
	if (code == FILES_OK && p->complete)
		code = fingerprint(&file, (uint64_t)p->row.size, p->sha256);
	return attachment_end_of_file(code);
}

/* files run: one piece. */
static void
run_piece(struct files_job *job, struct files_room *room)
{
	struct attachment_piece *p = (struct attachment_piece *)job;
	struct attachment_meta meta;
	enum db_code code;

	code = attachment_get(room->db, p->id, &p->row);
	p->end = attachment_end_of_db(code);
	if (code != DB_OK)
		return;
	p->end = may_add(p);
	if (p->end != ATTACHMENT_DONE || p->len == 0)
		return;
	code = attachment_open(room->db, room->content, &p->row, &meta);
	p->end = attachment_end_of_db(code);
	if (code == DB_OK)
		p->end = add_piece(p, room, meta.key);
	OPENSSL_cleanse(&meta, sizeof(meta));
}

void
attachment_piece_init(struct attachment_piece *piece)
{
	memset(piece, 0, sizeof(*piece));
	piece->files.run = run_piece;
}

/* Writes one file whole. */
static enum attachment_end
store_one(const struct files_room *room, struct attachment_new *a)
{
	struct files_sealed file = { room->folder, a->file, a->key,
		room->clock };

	files_name(room->clock, a->file);
	clock_random(room->clock, a->key, sizeof(a->key));
	digest_sha256(a->bytes, a->len, a->sha256);
	return attachment_end_of_file(files_append(&file, 0, a->bytes, a->len));
}

/* files run: all of them, or none. */
static void
run_store(struct files_job *job, struct files_room *room)
{
	struct attachment_store *s = (struct attachment_store *)job;
	size_t done;

	s->end = ATTACHMENT_DONE;
	for (done = 0; done < s->count && s->end == ATTACHMENT_DONE; done++)
		s->end = store_one(room, &s->all[done]);
	if (s->end == ATTACHMENT_DONE)
		return;
	for (size_t i = 0; i < done; i++)
		files_remove(room->folder, s->all[i].file);
}

/* A job that writes them all. */
void
attachment_store_init(struct attachment_store *store)
{
	memset(store, 0, sizeof(*store));
	store->files.run = run_store;
}

bool
attachment_store_of(struct attachment_store *store,
    const struct hub_events *events)
{
	attachment_store_init(store);
	store->all = calloc(events->file_count, sizeof(*store->all));
	if (store->all == NULL)
		return false;
	store->count = events->file_count;
	for (size_t i = 0; i < events->file_count; i++)
		store->all[i] = (struct attachment_new){
			.event = events->files[i].event,
			.name = events->files[i].name,
			.type = events->files[i].type,
			.bytes = events->files[i].data,
			.len = events->files[i].len,
		};
	return true;
}

bool
attachment_store_left(const struct attachment_store *store)
{
	for (size_t i = 0; i < store->count; i++)
		if (!store->all[i].kept)
			return true;
	return false;
}

/* files run: what nobody has kept goes. */
static void
run_clear(struct files_job *job, struct files_room *room)
{
	struct attachment_store *s = (struct attachment_store *)job;

	for (size_t i = 0; i < s->count; i++)
		if (!s->all[i].kept)
			files_remove(room->folder, s->all[i].file);
}

void
attachment_store_clear(struct attachment_store *store)
{
	store->files.run = run_clear;
}

/* files_sink_fn: into a buffer. */
static bool
buf_sink(void *ctx, const void *bytes, size_t len)
{
	hub_buf_add(ctx, bytes, len);
	return hub_buf_ok(ctx);
}

enum attachment_end
attachment_bytes(const struct files_room *room,
    const struct attachment_row *row, uint64_t from, uint64_t to,
    struct hub_buf *out)
{
	struct attachment_meta meta;
	struct files_sealed file = file_of(room, row, meta.key);
	enum attachment_end end;

	end = attachment_end_of_db(
	    attachment_open(room->db, room->content, row, &meta));
	if (end == ATTACHMENT_DONE)
		end = attachment_end_of_file(
		    files_read(&file, from, to, buf_sink, out));
	OPENSSL_cleanse(&meta, sizeof(meta));
	return end == ATTACHMENT_DONE && !hub_buf_ok(out) ? ATTACHMENT_LONG
							  : end;
}
