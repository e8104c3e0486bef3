/* SPDX-License-Identifier: Apache-2.0 */
/*
 * logbook_last.h - the last signed checkpoint, in a file of its own that no
 * backup of the data brings back.
 *
 * It is exchanged by whoever still has what stands there, and by nobody else:
 * two signers of one log cannot both go on, and a database of yesterday is
 * found out before it signs.
 */
#ifndef LOGBOOK_LAST_H
#define LOGBOOK_LAST_H

#include "hub_buf.h"
#include "hub_error.h"
#include "note_span.h"
#include "tlog.h"

/* What stands there; out is empty when there is no such file. */
enum hub_status logbook_last_read(const char *path, struct hub_buf *out,
    struct hub_error *err);
/* Puts `fresh` in the place of `old` (empty: there is no file), durably.
 * HUB_MISCONFIGURED: something else stands there. */
enum hub_status logbook_last_swap(const char *path, const struct hub_buf *old,
    const struct hub_buf *fresh, struct hub_error *err);

/* The epoch of a log by its name, which is the origin, or ORIGIN/2 and so on;
 * 0: it is another log. */
uint64_t logbook_last_epoch(struct note_span name, const char *origin);

/* What stands there, by its words alone; epoch 0: nothing. */
struct logbook_known {
	uint64_t epoch;
	struct tlog_head head;
};
enum hub_status logbook_last_known(const char *path, const char *origin,
    struct logbook_known *ret, struct hub_error *err);

#endif
