/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "log_copies.h"

#include <errno.h>
#include <linux/limits.h> /* not <limits.h>: ours hides it */
#include <stdlib.h>
#include <sys/stat.h>

#include "audit_index.h"
#include "canon_read.h"
#include "checkpoint.h"
#include "ident.h"
#include "logbook_edge.h"
#include "logbook_key.h"
#include "logbook_round.h"

#define ROUND 65536 /* entries that come to the disk together */
#define STEP_MS 3
#define LAP (INT64_C(1) << 40) /* between a case and its next copy */

/* A log on its way. */
struct making {
	const struct log_copies *copies;
	struct logbook from;
	uint64_t from_size, size, bytes;
	int64_t now_ms;
	struct canon_reader reader;
	struct logbook_edge edge;
	struct logbook_round round;
	struct hub_buf entry, bundle;
	struct audit_index *index;
	enum hub_status status;
	struct hub_error *err;
	int dir;
};

/* logbook_tile_fn: a tile, and below level 0 its bundle. */
static bool
on_tile(void *ctx, const struct tlog_tile *tile, const struct tlog_hash *hashes)
{
	struct making *m = ctx;
	struct tlog_tile bundle = *tile;
	char path[TLOG_TILE_PATH_SIZE];

	bundle.bundle = true;
	tlog_tile_path(&bundle, path);
	if (tile->level == 0)
		m->status = logbook_round_add(&m->round, path,
		    (struct logbook_bytes){ LOGBOOK_FIXED, m->bundle.data,
			m->bundle.len },
		    m->err);
	if (tile->level == 0)
		hub_buf_clear(&m->bundle);
	tlog_tile_path(tile, path);
	if (m->status == HUB_OK)
		m->status = logbook_round_add(&m->round, path,
		    (struct logbook_bytes){ LOGBOOK_FIXED, hashes,
			tile->width * sizeof(*hashes) },
		    m->err);
	return m->status == HUB_OK;
}

/* The same id of another case or handoff; texts that are none stay. */
static const char *
shift(const char *text, int64_t lap, char buf[IDENT_TEXT_SIZE])
{
	int64_t id;

	if (!ident_parse(text, &id))
		return text;
	ident_text((id + lap * LAP) & INT64_MAX, buf);
	return buf;
}

/* Writes the next entry: the first as it was, then copies of the others. */
static enum hub_status
write_entry(struct making *m)
{
	uint64_t others = m->from_size - 1;
	uint64_t at = m->size == 0 ? 0 : 1 + (m->size - 1) % others;
	int64_t lap = (int64_t)(m->size / others);
	char id[IDENT_UUID_SIZE], handoff[IDENT_TEXT_SIZE];
	char subject[IDENT_TEXT_SIZE + 5] = "case/", of[IDENT_TEXT_SIZE];
	struct canon_entry *e = &m->reader.entry;
	struct note_span bytes;

	if (!logbook_entry(&m->from, at, m->from_size, &bytes))
		return hub_fail(m->err, HUB_FAULT, "%s", m->from.error.text);
	if (canon_read(&m->reader, bytes.at, bytes.len, m->err) != HUB_OK)
		return HUB_MALFORMED;
	ident_uuid7(clock_system(), id);
	e->id = id;
	e->time_ms = m->now_ms += STEP_MS;
	e->handoff = shift(e->handoff, lap, handoff);
	if (strncmp(e->subject, subject, 5) == 0) {
		(void)snprintf(subject + 5, IDENT_TEXT_SIZE, "%s",
		    shift(e->subject + 5, lap, of));
		e->subject = subject;
	}
	hub_buf_clear(&m->entry);
	return canon_write(&m->entry, e, m->err);
}

/* Adds an entry to log and index. */
static bool
add_entry(struct making *m)
{
	struct tlog_hash leaf;

	m->status = write_entry(m);
	if (m->status != HUB_OK)
		return false;
	tlog_leaf(m->entry.data, m->entry.len, &leaf);
	m->bytes += m->entry.len;
	m->size++;
	if (!tlog_bundle_add(&m->bundle, m->entry.data, m->entry.len) ||
	    audit_index_add(m->index, m->entry.data, m->entry.len) != DB_OK)
		m->status = hub_fail(m->err, HUB_FAULT, "an entry is lost");
	return m->status == HUB_OK &&
	    logbook_edge_add(&m->edge, &leaf, on_tile, m);
}

/* Some more entries, on the disk. */
static enum hub_status
add_round(struct making *m)
{
	uint64_t to = m->size + ROUND;

	if (audit_index_begin(m->index) != DB_OK)
		return hub_fail(m->err, HUB_FAULT, "no index");
	while (m->size < to && m->size < m->copies->count)
		if (!add_entry(m))
			return m->status;
	if (m->size == m->copies->count)
		(void)logbook_edge_rest(&m->edge, 0, on_tile, m);
	if (m->status == HUB_OK)
		m->status = logbook_round_end(&m->round, m->err);
	if (m->status == HUB_OK && audit_index_end(m->index) != DB_OK)
		m->status = hub_fail(m->err, HUB_FAULT, "no index");
	return m->status;
}

/* Signs what was made. */
static enum hub_status
sign(struct making *m)
{
	struct note_signer signer;
	struct tlog_head head = { .size = m->size };
	struct hub_buf note;

	if (logbook_key_read(m->copies->key_file, m->copies->origin,
		NOTE_ED25519, &signer, m->err) != HUB_OK)
		return HUB_MISCONFIGURED;
	hub_buf_init(&note, NOTE_MAX);
	tlog_root(&m->edge.tree, &head.root);
	m->status = checkpoint_sign(&note, &head, &signer, m->err);
	if (m->status == HUB_OK)
		m->status = logbook_round_add(&m->round, LOGBOOK_CHECKPOINT,
		    (struct logbook_bytes){ LOGBOOK_CHANGING, note.data,
			note.len },
		    m->err);
	if (m->status == HUB_OK)
		m->status = logbook_round_end(&m->round, m->err);
	note_signer_clear(&signer);
	hub_buf_release(&note);
	return m->status;
}

/* How many entries the small log has. */
static enum hub_status
look(struct making *m)
{
	struct hub_buf bytes;
	struct checkpoint found;
	struct note note;
	enum hub_status status;

	hub_buf_init(&bytes, NOTE_MAX);
	status = logbook_checkpoint(&m->from, &bytes, m->err);
	if (status == HUB_OK)
		status = note_parse((struct note_span){ bytes.data, bytes.len },
		    &note, m->err);
	if (status == HUB_OK)
		status = checkpoint_parse(note.text, &found, m->err);
	if (status == HUB_OK)
		m->from_size = found.head.size;
	hub_buf_release(&bytes);
	if (status == HUB_OK && m->from_size < 2)
		return hub_fail(m->err, HUB_UNSAYABLE,
		    "%s has no entries to copy", m->copies->from);
	return status;
}

/* Opens the small log and makes the folders of the large one. */
static enum hub_status
begin(struct making *m)
{
	char path[PATH_MAX];

	if (mkdir(m->copies->to, 0700) != 0)
		return hub_fail(m->err, HUB_MISCONFIGURED, "%s: %s",
		    m->copies->to, strerror(errno));
	if (logbook_open(&m->from, m->copies->from, m->err) != HUB_OK ||
	    look(m) != HUB_OK)
		return HUB_MISCONFIGURED;
	(void)snprintf(path, sizeof(path), "%s/log", m->copies->to);
	if (logbook_make(path, &m->dir, m->err) != HUB_OK)
		return HUB_MISCONFIGURED;
	logbook_round_init(&m->round, m->dir);
	(void)snprintf(path, sizeof(path), "%s/" AUDIT_INDEX_FILE,
	    m->copies->to);
	return audit_index_open(path, &m->index, m->err);
}

enum hub_status
log_copies_make(const struct log_copies *copies, uint64_t *ret_bytes,
    struct hub_error *err)
{
	struct making *m = calloc(1, sizeof(*m));
	enum hub_status status;

	if (m == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	m->copies = copies;
	m->err = err;
	m->now_ms = clock_now_ms(clock_system());
	logbook_init(&m->from);
	logbook_edge_init(&m->edge);
	canon_reader_init(&m->reader);
	hub_buf_init(&m->entry, CANON_MAX);
	hub_buf_init(&m->bundle, TLOG_TILE_WIDTH * (2 + CANON_MAX));
	status = begin(m);
	while (status == HUB_OK && m->size < copies->count)
		status = add_round(m);
	if (status == HUB_OK)
		status = sign(m);
	*ret_bytes = m->bytes;
	logbook_round_release(&m->round);
	audit_index_free(m->index);
	logbook_close(&m->from);
	hub_buf_release(&m->entry);
	hub_buf_release(&m->bundle);
	free(m);
	return status;
}
