/* SPDX-License-Identifier: Apache-2.0 */
/*
 * custody_replay.h - who held which case at an instant, told from the entries
 * of an audit log alone.
 *
 * Pure: entries go in one by one, in their order.  What an entry between two
 * others would have said is not guessed: a case whose numbers have a gap is
 * not known from there until an entry says its holder again.
 */
#ifndef CUSTODY_REPLAY_H
#define CUSTODY_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "canon.h"

#define CUSTODY_BEGINNING UINT64_MAX /* of a gap: before the first entry */

struct custody_replay; /* opaque */

struct custody_holder {
	const char *case_id; /* without "case/" */
	const char *holder;  /* "": not known, or nobody was ever told */
	const char *joined;  /* the case that has its custody, or "" */
	uint64_t since;	     /* entry that said so */
	int64_t since_ms;
	bool known; /* at the instant */
	bool gap;   /* some entry is missing, of it or of who leads it */
	uint64_t gap_from, gap_to; /* entries between which */
};

/* At that instant in ms; INT64_MAX: at the end.  NULL without memory. */
struct custody_replay *custody_replay_new(int64_t at_ms);
void custody_replay_free(struct custody_replay *replay);
/* The next entry; false without memory, or for a case whose name no hub gives:
 * nothing more can be told then. */
bool custody_replay_add(struct custody_replay *replay, uint64_t index,
    const struct canon_entry *entry);
/* False: the log does not speak of the case up to then. */
bool custody_replay_find(const struct custody_replay *replay,
    const char *case_id, struct custody_holder *ret);

typedef void custody_holder_fn(void *ctx, const struct custody_holder *holder);
/* Every case, in the order of their first entries. */
void custody_replay_each(const struct custody_replay *replay,
    custody_holder_fn *each, void *ctx);

#endif
