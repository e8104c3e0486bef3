/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_map_replay.h - what was said and heard once, through two mappings
 * side by side.
 *
 * A delivery is said step by step; each mapping goes on from what it makes of
 * the answer that came then, so that what it carries on is its own.  An answer
 * that the hub has not kept ends this: the last step is then said with what
 * the hub itself carried there, and steps in between are counted as unknown.
 */
#ifndef SIMPULCTL_MAP_REPLAY_H
#define SIMPULCTL_MAP_REPLAY_H

#include "heard.h"
#include "parcel.h"
#include "simpulctl_compare.h"
#include "trial.h"

struct replay_pair {
	struct trial *old, *fresh;
	struct compare *compare;
	const struct reader_room *room; /* where answers are */
	json_t *found;			/* what differs */
	json_t *unknown;		/* steps that could not be said again */
	size_t steps, answers;
};

/* A delivery. */
void replay_delivery(struct replay_pair *pair, const struct parcel *parcel);
/* News of theirs, or a message. */
void replay_news(struct replay_pair *pair, const struct heard *heard);

#endif
