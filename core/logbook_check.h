/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_check.h - everything of a published log made again from its entries
 * and held against its files and against every checkpoint that anybody has.
 *
 * One pass over the entries in constant memory.  What was found is told at
 * once, and the pass goes on as far as it can: a damaged tile does not condemn
 * the tiles above it.
 */
#ifndef LOGBOOK_CHECK_H
#define LOGBOOK_CHECK_H

#include "logbook.h"
#include "logbook_damage.h"
#include "policy.h"

/* A checkpoint that the log must agree with. */
struct logbook_witnessed {
	struct tlog_head head;
	bool kept;   /* in the log's own history; else the auditor brought it */
	char *where; /* owned */
};

struct logbook_check {
	struct logbook *book;	     /* borrowed */
	const struct policy *policy; /* borrowed */
	logbook_find_fn *find;
	/* Told how far the pass is; may be NULL. */
	void (*progress)(void *ctx, uint64_t done, uint64_t total);
	void *ctx; /* of both */
	/* Results. */
	uint64_t found;	       /* findings */
	struct tlog_head head; /* of the log's checkpoint */
	char origin[NOTE_NAME_MAX + 1];
	size_t cosigned;
	/* Inner. */
	struct logbook_witnessed *others; /* owned */
	size_t count, room;
};

/* find, progress and ctx are set by the caller afterwards. */
void logbook_check_init(struct logbook_check *check, struct logbook *book,
    const struct policy *policy);
void logbook_check_release(struct logbook_check *check);

/* The log's own checkpoint and those that it kept; false: that cannot be, and
 * nothing else can be compared. */
bool logbook_check_begin(struct logbook_check *check);
/* Checkpoints in bytes that came from elsewhere (checkpoint_find.h), for
 * logbook_check_run to compare; where names them. */
void logbook_check_old(struct logbook_check *check, struct note_span bytes,
    const char *where);
/* Checks all; HUB_FAULT: it could not go on, and what was found is not all. */
enum hub_status logbook_check_run(struct logbook_check *check,
    struct hub_error *err);

/* Inner verbs: every entry and tile; files that should not be there. */
/* Puts one more checkpoint aside; its size, or UINT64_MAX when it is none. */
uint64_t logbook_check_other(struct logbook_check *check,
    struct note_span bytes, const char *where, bool kept);
enum hub_status logbook_check_tree(struct logbook_check *check,
    struct hub_error *err);
void logbook_check_files(struct logbook_check *check);
/* Tells one finding. */
void logbook_check_tell(struct logbook_check *check, enum logbook_damage damage,
    const char *where, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
