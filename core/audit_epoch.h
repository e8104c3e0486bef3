/* SPDX-License-Identifier: Apache-2.0 */
/*
 * audit_epoch.h - when a log begins, and begins anew.
 *
 * A log's first entry opens epoch 1.  A hub restored from a backup may have
 * forgotten entries that others saw, so its log goes on in a new epoch whose
 * first entry says how much was known.
 */
#ifndef AUDIT_EPOCH_H
#define AUDIT_EPOCH_H

#include "audit.h"
#include "logbook_last.h"

/* Opens epoch 1 in an empty log; nothing in any other. */
enum db_code audit_epoch_open(struct audit *audit, struct db *db,
    int64_t now_ms);
/* Opens the next epoch, behind that of the last checkpoint known, which its
 * entry tells; an epoch 0 is none known. */
enum db_code audit_epoch_next(struct audit *audit, struct db *db,
    int64_t now_ms, const struct logbook_known *known);
/* The epoch that the log is in; 0: none was opened yet. */
enum db_code audit_epoch_number(struct db *db, uint64_t *ret);
/* Remembers who writes the log, for tools that have no configuration. */
enum db_code audit_writer_set(struct db *db, const char *source,
    const char *observer);
/* The log as its last writer had it. */
enum db_code audit_writer_open(struct db *db, const struct clock *clock,
    struct audit **ret);

#endif
