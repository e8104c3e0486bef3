/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tally.h - the sums behind indicators: in all, and for each institution or
 * each region with those within it.
 *
 * What is added says whose it is and where; what another institution or region
 * is asked about is left out.
 */
#ifndef TALLY_H
#define TALLY_H

#include "indicator.h"
#include "limits.h"

enum tally_by { TALLY_ALL, TALLY_INSTITUTION, TALLY_REGION };

/* "", "institution", "region", in the order of the enum, NULL at the end. */
extern const char *const tally_by_words[];

struct tally_group {
	int64_t institution;		  /* or 0 */
	char region[REGION_CODE_MAX + 1]; /* or "" */
	int64_t sums[SUM_COUNT];
};

struct tally {
	enum tally_by by;
	int64_t institution;		  /* only of it; 0: of all */
	char region[REGION_CODE_MAX + 1]; /* only within it; "": all */
	struct tally_group total;
	struct tally_group *groups; /* owned; in order of their keys */
	size_t count, room;
	bool failed; /* no memory, or more groups than TALLY_GROUPS_MAX */
};

/* Whose it is: an institution's (0: nobody's) in a region ("": nowhere). */
struct tally_mark {
	int64_t institution;
	const char *region;
};

void tally_init(struct tally *tally);
void tally_release(struct tally *tally);
void tally_add(struct tally *tally, const struct tally_mark *mark, enum sum sum,
    int64_t amount);
/* A group that is listed even if nothing is added to it. */
void tally_open(struct tally *tally, const struct tally_mark *mark);

#endif
