/* SPDX-License-Identifier: Apache-2.0 */
/*
 * word_map.h - a person says what a word of an institution's means: what was
 * said in it and is held takes effect in order, with the day on which it was
 * claimed, and whatever comes later at once.
 *
 * One job takes a page; word_map_next() says whether to submit it once more.
 * The tables of custody decide what comes of each: it may be late by now.
 */
#ifndef WORD_MAP_H
#define WORD_MAP_H

#include "act.h"
#include "words.h"

/* What came of the held ones. */
struct word_map_count {
	unsigned applied, late, illegal; /* illegal: kept as they came late */
};

struct word_map {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct conf *conf;	  /* held by the maker */
	struct word_row word;	  /* institution, word, meaning, reason */
	int64_t person;		  /* who says so, 0: nobody known */
	bool changed;		  /* it meant something else before */
	struct word_map_count count;
	struct act_wake wake; /* of the last page */

	/* Of the page that was run last. */
	int64_t after, page_last;
	struct word_map_count page;
	bool first, full;
	struct arena arena;
};

/* Everything 0, and the job's run set. */
void word_map_init(struct word_map *map);
void word_map_release(struct word_map *map);
/* After a page that was kept: whether there may be more. */
bool word_map_next(struct word_map *map);

#endif
