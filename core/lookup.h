/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup.h - an institution asks after its own cases, in the reader: by the
 * hub's id of a handoff, by its own reference, or by a window of time, of when
 * they came or of what was said about them.
 *
 * At most 32 questions by id, or one by window with at most 200 cases a page;
 * a case in which it has no part is `forbidden`.  Disclosure applies.  A window
 * sees all that was heard before the question came.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "arena.h"
#include "conf.h"
#include "events.h"
#include "hub_exchange.h"
#include "ledger.h"
#include "reader.h"

#define LOOKUP_BY_ID_MAX 32
#define LOOKUP_WINDOW_MAX 200
#define LOOKUP_STORIES (LOOKUP_BY_ID_MAX + LOOKUP_WINDOW_MAX)

struct lookup {
	struct reader_job reader; /* reader.job.done: the maker's */
	struct ledger_job before; /* what is still being written */
	struct reader *into;
	const struct conf *conf;
	int64_t institution;
	const struct hub_event *events; /* each of kind LOOKUP */
	size_t count;
	int64_t now; /* seconds UTC */

	/* What was found: rows[count], NULL before; texts in the arena. */
	struct arena arena;
	struct hub_result *rows;
	struct hub_story *stories; /* one per case found */
	size_t story_count;
	const char *next; /* carry of a window's next page, or "" */
};

void lookup_init(struct lookup *lookup);
void lookup_release(struct lookup *lookup);
/* Reads; a window waits for what the ledger has in hand. */
void lookup_start(struct lookup *lookup, struct ledger *ledger,
    struct reader *reader);
/* Whether a message asks rather than tells. */
bool lookup_asked(const struct hub_events *events);

#endif
