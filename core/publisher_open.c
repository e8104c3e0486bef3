/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a log may go on: what is checked before anything is signed. */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "audit_edge.h"
#include "audit_epoch.h"
#include "canon.h"
#include "limits.h"
#include "log.h"
#include "logbook_drop.h"
#include "logbook_key.h"
#include "logbook_last.h"
#include "logbook_round.h"
#include "publisher.h"

/* A start, with what is known so far. */
struct opening {
	const struct publisher_conf *conf;
	struct publisher *p;
	struct db *db;
	uint64_t epoch;
	struct tlog_frontier ledger, tree; /* tree: as of p->head */
	struct hub_error *err;
};

#define SIZE(n) ((unsigned long long)(n))

/* Signing would contradict what was signed. */
static enum hub_status
refuse(const struct opening *o, const char *why)
{
	return hub_fail(o->err, HUB_MISCONFIGURED,
	    "the audit log would fork: %llu entries were signed, %s; bring a"
	    " copy of the data back with simpulctl restore only",
	    SIZE(o->p->head.size), why);
}

/* The key under the name that the log has in this epoch. */
static enum hub_status
take_key(struct opening *o)
{
	char name[NOTE_NAME_MAX + 1];
	int len;

	if (audit_epoch_number(o->db, &o->epoch) != DB_OK)
		return hub_fail(o->err, HUB_FAULT, "%s", db_error(o->db));
	if (o->epoch == 0)
		o->epoch = 1; /* a log that no hub has opened */
	len = o->epoch == 1
	    ? snprintf(name, sizeof(name), "%s", o->conf->origin)
	    : snprintf(name, sizeof(name), "%s/%llu", o->conf->origin,
		  SIZE(o->epoch));
	if (len >= (int)sizeof(name))
		return hub_fail(o->err, HUB_MISCONFIGURED,
		    "the audit log's origin is too long");
	return logbook_key_read(o->conf->key_file, name, NOTE_ED25519,
	    &o->p->signer, o->err);
}

/* Opens the log's folder. */
static enum hub_status
open_folder(struct opening *o)
{
	char path[LOGBOOK_PATH_SIZE];

	if (snprintf(path, sizeof(path), "%s/" PUBLISHER_FOLDER,
		o->conf->data_dir) >= (int)sizeof(path))
		return hub_fail(o->err, HUB_MISCONFIGURED,
		    "data_dir is too long");
	return logbook_make(path, &o->p->book.dir, o->err);
}

/* Takes a note that was signed before as what the log must go on from; where
 * names it for people. */
static enum hub_status
take_note(struct opening *o, const struct hub_buf *bytes, const char *where)
{
	struct hub_error why = { "" };
	struct checkpoint found;
	struct note note;
	uint64_t epoch;

	if (note_parse((struct note_span){ bytes->data, bytes->len }, &note,
		&why) != HUB_OK ||
	    checkpoint_parse(note.text, &found, &why) != HUB_OK)
		return hub_fail(o->err, HUB_MISCONFIGURED, "%.100s: %.120s",
		    where, why.text);
	epoch = logbook_last_epoch(found.origin, o->conf->origin);
	if (epoch == 0)
		return hub_fail(o->err, HUB_MISCONFIGURED,
		    "%.120s is of another log than %.100s", where,
		    o->conf->origin);
	if (epoch > o->epoch)
		return hub_fail(o->err, HUB_MISCONFIGURED,
		    "the audit log would fork: %.80s is of epoch %llu and the"
		    " database of %llu; bring a copy back with simpulctl"
		    " restore only",
		    where, SIZE(epoch), SIZE(o->epoch));
	if (epoch < o->epoch)
		return HUB_OK; /* a new log: nothing of it was signed yet */
	if (checkpoint_open(&note, &o->p->signer.key, &found, &why) != HUB_OK)
		return hub_fail(o->err, HUB_MISCONFIGURED,
		    "%.100s was not signed by this key: %.100s", where,
		    why.text);
	o->p->head = found.head;
	return HUB_OK;
}

/* Without the last signed checkpoint the one in the folder counts; both may
 * have come from a copy, and who has a later one will see it. */
static enum hub_status
take_shown(struct opening *o)
{
	struct hub_buf bytes;
	enum hub_status status;

	hub_buf_init(&bytes, NOTE_MAX);
	status = logbook_checkpoint(&o->p->book, &bytes, o->err);
	if (status == HUB_UNSAYABLE) {
		log_note("audit log %s: nothing of it was signed yet",
		    o->p->signer.key.name);
		status = HUB_OK;
	} else if (status == HUB_OK) {
		log_error("ALERT audit log: %s is missing; going on from the "
			  "checkpoint in data_dir, which forks the log if the "
			  "data were brought back from a copy",
		    o->conf->last_file);
		status = take_note(o, &bytes,
		    PUBLISHER_FOLDER "/" LOGBOOK_CHECKPOINT);
	}
	hub_buf_release(&bytes);
	return status;
}

/* What was signed before. */
static enum hub_status
take_last(struct opening *o)
{
	enum hub_status status = logbook_last_read(o->conf->last_file,
	    &o->p->last, o->err);

	if (status != HUB_OK)
		return status;
	if (o->p->last.len == 0)
		return take_shown(o);
	return take_note(o, &o->p->last, o->conf->last_file);
}

/* audit_entry_fn: one leaf more. */
static bool
add_leaf(void *ctx, const void *entry, size_t len)
{
	struct tlog_hash leaf;

	tlog_leaf(entry, len, &leaf);
	return tlog_append(ctx, &leaf);
}

/* Adds entries of the database to a tree. */
static enum hub_status
add_entries(const struct opening *o, struct tlog_frontier *tree, uint64_t to)
{
	enum db_code code = audit_entries(o->db, tree->size, to, add_leaf,
	    tree);

	if (code == DB_OK)
		return HUB_OK;
	return hub_fail(o->err, HUB_FAULT,
	    "audit log: its entries could not be read: %s",
	    code == DB_NONE ? "one is missing" : db_error(o->db));
}

/* Whether a tree has that root. */
static bool
has_root(const struct tlog_frontier *tree, const struct tlog_hash *root)
{
	struct tlog_hash made;

	tlog_root(tree, &made);
	return tlog_equal(&made, root);
}

/* The files are not those that were signed; if the entries still are, all
 * files are held against them and mended. */
static enum hub_status
mend(struct opening *o)
{
	struct hub_error *why = &o->p->book.error;
	enum hub_status status;

	log_error("ALERT audit log: the files do not give the root that was "
		  "signed%s%s; they are written again from the database",
	    why->text[0] == '\0' ? "" : ": ", why->text);
	logbook_edge_init(&o->p->edge);
	tlog_init(&o->tree);
	status = add_entries(o, &o->tree, o->p->head.size);
	if (status == HUB_OK && !has_root(&o->tree, &o->p->head.root))
		return refuse(o, "and the database has other entries");
	return status;
}

/* Whether files, ledger and what was signed are of one log. */
static enum hub_status
check_tree(struct opening *o)
{
	struct publisher *p = o->p;
	struct tlog_hash root;
	enum hub_status status = HUB_OK;
	char why[64];

	if (audit_edge_load(o->db, &o->ledger) != DB_OK)
		return hub_fail(o->err, HUB_FAULT,
		    "audit log: its end could not be read: %s",
		    db_error(o->db));
	if (o->ledger.size < p->head.size) {
		(void)snprintf(why, sizeof(why), "and the database has %llu",
		    SIZE(o->ledger.size));
		return refuse(o, why);
	}
	if (logbook_edge_load(&p->edge, &p->book, p->head.size) &&
	    (p->head.size == 0 || has_root(&p->edge.tree, &p->head.root)))
		o->tree = p->edge.tree;
	else
		status = mend(o);
	if (status == HUB_OK)
		status = add_entries(o, &o->tree, o->ledger.size);
	if (status != HUB_OK)
		return status;
	tlog_root(&o->ledger, &root);
	return has_root(&o->tree, &root)
	    ? HUB_OK
	    : refuse(o, "and the database goes on from others");
}

/* Shows what was signed, where a crash came between. */
static void
heed_crash(struct publisher *p)
{
	struct hub_buf shown;

	hub_buf_init(&shown, NOTE_MAX);
	p->shown = logbook_checkpoint(&p->book, &shown, NULL) == HUB_OK &&
	    shown.len == p->last.len &&
	    memcmp(shown.data, p->last.data, shown.len) == 0;
	hub_buf_release(&shown);
	logbook_drop_left(p->book.dir, p->edge.tree.size);
}

/* What an entry may hold, beside the log, so that an auditor need not ask. */
static enum hub_status
put_schema(const struct opening *o)
{
	struct logbook_round round;
	struct hub_buf schema;
	enum hub_status status;

	hub_buf_init(&schema, NOTE_MAX);
	canon_schema(&schema);
	logbook_round_init(&round, o->p->book.dir);
	status = logbook_round_add(&round, PUBLISHER_SCHEMA,
	    (struct logbook_bytes){ LOGBOOK_CHANGING, schema.data, schema.len },
	    o->err);
	if (status == HUB_OK)
		status = logbook_round_end(&round, o->err);
	logbook_round_release(&round);
	hub_buf_release(&schema);
	return status;
}

enum hub_status
publisher_open(const struct publisher_conf *conf, struct db *db,
    struct publisher **ret, struct hub_error *err)
{
	struct opening o = { .conf = conf, .db = db, .err = err };
	enum hub_status status;

	o.p = calloc(1, sizeof(*o.p));
	if (o.p == NULL)
		return hub_fail(err, HUB_FAULT, "out of memory");
	logbook_init(&o.p->book);
	hub_buf_init(&o.p->last, NOTE_MAX);
	o.p->last_file = strdup(conf->last_file);
	status = o.p->last_file == NULL
	    ? hub_fail(err, HUB_FAULT, "out of memory")
	    : take_key(&o);
	if (status == HUB_OK)
		status = open_folder(&o);
	if (status == HUB_OK)
		status = take_last(&o);
	if (status == HUB_OK)
		status = check_tree(&o);
	if (status == HUB_OK)
		status = put_schema(&o);
	if (status != HUB_OK) {
		publisher_free(o.p);
		return status;
	}
	heed_crash(o.p);
	*ret = o.p;
	return HUB_OK;
}
