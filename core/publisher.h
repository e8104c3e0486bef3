/* SPDX-License-Identifier: Apache-2.0 */
/*
 * publisher.h - whoever turns the ledger's entries into a published log: files
 * in data_dir/log, and checkpoints signed over them.
 *
 * In this order: entries are committed, their tiles are on the disk, the
 * checkpoint is signed, put in the place of the last one (logbook_last.h), and
 * published.  A log that would fork is not signed: what is signed was held
 * against the ledger's own tree, and against what was signed before.
 *
 * A log is named by its origin; each epoch (audit_epoch.h) after the first is
 * a log of its own, ORIGIN/2 and so on.  One thread at a time.
 */
#ifndef PUBLISHER_H
#define PUBLISHER_H

#include "checkpoint.h"
#include "db.h"
#include "logbook_edge.h"

#define PUBLISHER_FOLDER "log"
#define PUBLISHER_SCHEMA "schema/event.v1.json" /* JSON Schema of an entry */

struct publisher_conf {
	const char *data_dir;
	const char *origin;    /* of epoch 1 */
	const char *key_file;  /* logbook_key.h */
	const char *last_file; /* logbook_last.h */
};

struct publisher {
	struct logbook book; /* of data_dir/log */
	struct note_signer signer;
	char *last_file;	  /* owned */
	struct hub_buf last;	  /* the last signed note; empty: none */
	struct tlog_head head;	  /* of it */
	bool shown;		  /* it is in the file `checkpoint` */
	int64_t history_ms;	  /* when one was last kept for good */
	struct logbook_edge edge; /* of what is on the disk */
	struct logbook_edge work; /* in a round */
};

/* Holds the ledger, the files and the last signed checkpoint against each
 * other, and mends files; HUB_MISCONFIGURED says why the log must not go on.
 * The publisher belongs to the caller. */
enum hub_status publisher_open(const struct publisher_conf *conf, struct db *db,
    struct publisher **ret, struct hub_error *err);
void publisher_free(struct publisher *publisher);

/* Publishes what was committed since, a part of it where that is much: then
 * *ret_more.  HUB_FAULT: it may be tried again; anything else: the log must
 * not go on. */
enum hub_status publisher_round(struct publisher *publisher, struct db *db,
    int64_t now_ms, bool *ret_more, struct hub_error *err);

#endif
