/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_round.h - new files of a published log, which come to stand all at
 * once: written beside their places, brought to the disk together, then named.
 *
 * A file that stands already with the same bytes is left alone.  One with
 * other bytes has been damaged: the log tells of it, and it is written again.
 * After a crash what was not named is gone with the next start.
 */
#ifndef LOGBOOK_ROUND_H
#define LOGBOOK_ROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "hub_error.h"

struct logbook_new; /* a file that waits for its name */

struct logbook_round {
	int dir;		   /* of the log; borrowed */
	struct logbook_new *files; /* owned */
	size_t count, room;
	bool lasts; /* some of them have to be on the disk */
};

/* Whether the file may change: tiles and bundles never do.  What is shown is
 * made anew by the next start, and need not be on the disk. */
enum logbook_kind { LOGBOOK_FIXED, LOGBOOK_CHANGING, LOGBOOK_SHOWN };

struct logbook_bytes {
	enum logbook_kind kind;
	const void *data; /* borrowed for the call */
	size_t len;
};

/* Makes the folder where there is none and forgets what was never named; the
 * folder is for its owner alone. */
enum hub_status logbook_make(const char *path, int *ret_dir,
    struct hub_error *err);

/* A round without files. */
void logbook_round_init(struct logbook_round *round, int dir);
/* One file; its folders are made. */
enum hub_status logbook_round_add(struct logbook_round *round, const char *path,
    struct logbook_bytes bytes, struct hub_error *err);
/* All that were added stand when it returns HUB_OK, and are on the disk unless
 * they are shown only. */
enum hub_status logbook_round_end(struct logbook_round *round,
    struct hub_error *err);
/* Forgets what has no name yet. */
void logbook_round_release(struct logbook_round *round);

#endif
