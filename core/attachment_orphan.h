/* SPDX-License-Identifier: Apache-2.0 */
/*
 * attachment_orphan.h - files of attachments that no row names: what a hub
 * left that was killed between writing a file and saying so in the ledger.
 * Their keys went with it, so that nobody can read them.
 *
 * A file goes only where this database took a case before it was written and
 * one after, up to this start: beside an older copy of the database, or a new
 * one, files wait for the right one.
 */
#ifndef ATTACHMENT_ORPHAN_H
#define ATTACHMENT_ORPHAN_H

#include "files.h"

/* The maker sets files.job.done. */
struct attachment_orphans {
	struct files_job files;
	int64_t start_ms; /* of this life of the hub */

	enum db_code code; /* anything else: nothing was done */
	size_t removed;
};
void attachment_orphans_init(struct attachment_orphans *orphans,
    int64_t start_ms);

#endif
