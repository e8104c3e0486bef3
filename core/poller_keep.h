/* SPDX-License-Identifier: Apache-2.0 */
/*
 * poller_keep.h - a poll's looks at the database: where it starts, which
 * reference of theirs comes next, and keeping what was said together with
 * where the next one starts.
 */
#ifndef POLLER_KEEP_H
#define POLLER_KEEP_H

#include "apply.h"
#include "institutions.h"
#include "outbox.h"
#include "poller_news.h"
#include "reader.h"

struct poller_read {
	struct reader_job reader; /* reader.job.done: the maker's */
	int64_t institution;
	bool is_first; /* the round begins: with the cover */
	struct institution_cover cover;
	/* An open reference; becomes the first one behind it, or "". */
	char ref[OUTBOX_REF_MAX + 1];
};
void poller_read_init(struct poller_read *read);

/* The maker fills in apply as for any message; cover is written when ends. */
struct poller_keep {
	struct apply apply; /* ledger.job.done: the maker's */
	enum db_code (
	    *events)(struct ledger_job *job, struct ledger_room *room);
	bool ends; /* it was the last step: the cursor moves */
	const char *cursor;
	int64_t until_ms;
	/* Of the institution itself, a line each; kept among its words. */
	const char *notice;
};
/* What an answer says, which stays the maker's; apply_release() gives back
 * what it holds. */
void poller_keep_init(struct poller_keep *keep, const struct poller_news *news,
    const struct hub_events *events);

#endif
