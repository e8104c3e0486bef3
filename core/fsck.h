/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fsck.h - whether a data directory is what it should be: its pages, the
 * numbers of the audit log, the custody of every case, the order of every
 * lane, and every content row under its key.
 *
 * Changes nothing, and may run beside a hub.
 */
#ifndef FSCK_H
#define FSCK_H

#include <stdint.h>

#include "hub_error.h"

/* One finding as a sentence. */
typedef void fsck_say_fn(void *ctx, const char *sentence);

struct fsck {
	const char *data_dir,
	    *key_file; /* key_file "": content is not opened */
	fsck_say_fn *say;
	void *ctx;
	uint64_t found; /* findings, those beyond FSCK_SAID too */
};

#define FSCK_SAID 20 /* sentences of one kind */

/* HUB_OK: everything was looked at, fsck->found says how it is. */
enum hub_status fsck_run(struct fsck *fsck, struct hub_error *err);

#endif
