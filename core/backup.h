/* SPDX-License-Identifier: Apache-2.0 */
/*
 * backup.h - a folder that a hub can be restored from.
 *
 * It holds simpul.db, the attachment files and a manifest with their digests;
 * never the key-encryption key.
 */
#ifndef BACKUP_H
#define BACKUP_H

#include "db.h"
#include "logbook_last.h"

/* From a running or stopped hub into a new, empty folder. */
enum hub_status backup_make(const char *data_dir, const char *to,
    struct hub_error *err);
/* Into an empty data directory, under its lock.  Deliveries that may have
 * left after the backup become `unknown`, and the log opens a new epoch behind
 * that of the last checkpoint known. */
enum hub_status backup_restore(const char *from, const char *data_dir,
    const struct logbook_known *known, struct hub_error *err);

#endif
