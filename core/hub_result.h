/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_result.h - what the hub made of what an institution said or asked.
 */
#ifndef HUB_RESULT_H
#define HUB_RESULT_H

#include "hub_event.h"

enum hub_applied {
	HUB_APPLIED,   /* done */
	HUB_DUPLICATE, /* was already done */
	HUB_ILLEGAL,   /* not from this state: see allowed */
	HUB_UNKNOWN,   /* no such handoff */
	HUB_FORBIDDEN, /* not theirs */
	HUB_BOUND,     /* a decision binds: see decision */
	HUB_LATE,      /* kept, but another holds the case */
	HUB_INVALID,   /* a member is missing or wrong: see detail */
	HUB_HELD,      /* of a letter without proof: waits until a CONFIRMED
			* comes with the code in detail */
};

/* What the hub made of one event. */
struct hub_result {
	enum hub_applied applied;
	const char *id;	      /* the hub's id of the handoff, or "" */
	const char *case_id;  /* or "" */
	const char *state;    /* the handoff's state now */
	const char *allowed;  /* ILLEGAL: event names, space between */
	const char *decision; /* BOUND: the decision's text */
	const char *holder;   /* institution that holds the case now */
	const char *detail;   /* one sentence, or "" */
	const struct hub_handoff *found; /* LOOKUP: their own cases */
	size_t found_count;
};

/* What may be told of a case that was found: where the case stands and, where
 * it was asked for by id or by what was said, that as far as it is for the
 * asker's ears, oldest first.  Of each event said, their_id is the hub's id of
 * it and claimed_at when the hub heard it. */
struct hub_story {
	const char *handoff_id; /* of the one found */
	const char *case_state;
	const struct hub_event *said;
	size_t said_count;
};

struct hub_results {
	const struct hub_result *rows; /* one per event, in order */
	size_t count;
	const struct hub_story *stories; /* one per case found, in order */
	size_t story_count;
	/* LOOKUP by window: the carry of the question after what did not fit
	 * into one answer, "" where nothing is left. */
	const char *next;
};

#endif
