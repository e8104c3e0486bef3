/* SPDX-License-Identifier: Apache-2.0 */
/*
 * besides.h - rows of the handoffs that stand beside the custody of a case:
 * its copies, the parts of co-handlers, its watchers; and the lead's answer
 * that is held until the parts are in.
 *
 * A case with any has the flag CASE_BESIDE; without it nothing is looked up.
 */
#ifndef BESIDES_H
#define BESIDES_H

#include "cases.h"
#include "ledger.h"

/* Open ones that a case may have. */
#define BESIDES_MAX 32

struct besides {
	struct handoff_row rows[BESIDES_MAX]; /* in the order they were made */
	size_t count;
};

/* All that are open, whatever their kind. */
enum db_code besides_open(struct db *db, int64_t case_id, struct besides *ret);
/* Whether a row is a co-handler's part that is still to come. */
bool besides_is_part(const struct handoff_row *row);

/* The newest answer of that speaker that is held; DB_NONE: none. */
enum db_code besides_held(struct db *db, int64_t case_id, int64_t speaker,
    struct event_row *ret);
/* It is held no longer: it was said, or another was said instead. */
enum db_code besides_settle(struct ledger_room *room, int64_t event_id,
    enum event_applied applied);

#endif
