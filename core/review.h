/* SPDX-License-Identifier: Apache-2.0 */
/*
 * review.h - whether the entries of an audit log are all there and tell a
 * possible story: numbers without gaps, steps that custody.h allows, holders
 * that follow each other, time that goes on, a hub that was never silent.
 *
 * Entries are handed in one after the other and are not kept; memory grows
 * with cases and handoffs, some 100 bytes each.  Behind a gap of a case its
 * next entry is believed, so that one that is missing is told once.
 */
#ifndef REVIEW_H
#define REVIEW_H

#include "canon.h"
#include "namebook.h"
#include "rowmap.h"

#define REVIEW_NONE UINT64_MAX /* no such entry */

enum review_kind {
	REVIEW_CASE_GAP,      /* numbers of a case are missing */
	REVIEW_CASE_REPEATED, /* or stand twice, or go back */
	REVIEW_CHANNEL_GAP,   /* the same of a sender and a receiver */
	REVIEW_CHANNEL_REPEATED,
	REVIEW_STEP,	/* custody knows no such step, or not from there */
	REVIEW_HOLDER,	/* it was with somebody else */
	REVIEW_TIME,	/* earlier than the entry before it */
	REVIEW_SILENCE, /* no sign that the hub lived */
	REVIEW_ID,	/* a name that no hub gives */
	REVIEW_KINDS
};

struct review_finding {
	enum review_kind kind;
	uint64_t from, to; /* entries; from may be REVIEW_NONE */
	const char *text;
};

typedef void review_find_fn(void *ctx, const struct review_finding *finding);

struct review {
	review_find_fn *find;
	void *ctx;
	int64_t silence_ms; /* longest between two heartbeats; 0: any */
	/* What was counted. */
	uint64_t entries, handoffs;
	/* Inner. */
	struct namebook names;
	struct rowmap cases, steps, channels;
	uint64_t index; /* present entry */
	uint64_t beat;	/* entry of the last sign of life */
	int64_t beat_ms, last_ms;
};

/* find, ctx and silence_ms are set by the caller afterwards. */
void review_init(struct review *review);
void review_release(struct review *review);
/* The next entry; false without memory. */
bool review_add(struct review *review, uint64_t index,
    const struct canon_entry *entry);
/* No more come. */
void review_end(struct review *review);
/* "case-gap"... */
const char *review_kind_name(enum review_kind kind);

/* Inner verb: one finding, between that entry and the present one. */
void review_tell(const struct review *review, enum review_kind kind,
    uint64_t from, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
