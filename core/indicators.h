/* SPDX-License-Identifier: Apache-2.0 */
/*
 * indicators.h - the indicators of a period, counted from the database step by
 * step: each step is a short look of the reader, so that others are not held
 * up, however many cases there are.
 *
 * Cases are counted by the day on which they were first received, as they
 * stand at their step; institutions as they stand, and by what they said in
 * the month before the period's end.
 */
#ifndef INDICATORS_H
#define INDICATORS_H

#include "measure.h"
#include "period.h"
#include "reader.h"

/* Rows of one step, grown as needed. */
struct indicators_page {
	struct case_row cases[INDICATORS_CASES];
	struct workday_pause pauses[PAUSES_MAX];
	struct handoff_row *handoffs;
	struct dispute_row *disputes;
	size_t case_count, handoff_count, handoff_room;
	size_t dispute_count, dispute_room;
	bool failed; /* no memory */
};

enum indicators_phase {
	INDICATORS_OF_CASES,
	INDICATORS_SPEAKERS,
	INDICATORS_SOURCES,
	INDICATORS_DONE,
};

struct indicators {
	struct conf *conf; /* held */
	struct period period;
	int64_t now_ms;
	struct tally tally; /* set what is asked for before the first step */
	/* For each of conf's institutions; linked is the maker's to set. */
	bool *linked, *active;
	enum indicators_phase phase;
	int64_t after; /* id that was looked at last */
	int64_t seen;  /* cases looked at */
	struct indicators_page page;
};

/* Holds conf; NULL: no memory. */
struct indicators *indicators_new(struct conf *conf,
    const struct period *period, int64_t now_ms);
void indicators_free(struct indicators *of);
/* One step; again until the phase is INDICATORS_DONE.  DB_FULL: more groups
 * than there is room for. */
enum db_code indicators_step(struct indicators *of, struct reader_room *room);

#endif
