/* SPDX-License-Identifier: Apache-2.0 */
/*
 * custody_walk.h - a random life of many cases: institutions, the coordinator,
 * wires, crashes and time do whatever comes, legal or not, by a seed that
 * makes the same walk each time.
 */
#ifndef CUSTODY_WALK_H
#define CUSTODY_WALK_H

#include "hub_scene.h"

struct custody_walk {
	struct hub_scene *scene;
	uint64_t random;  /* state of the generator: the seed at first */
	uint64_t cases;	  /* handed in so far */
	uint64_t applied; /* events that led somewhere */
	uint64_t put_off, joined; /* cases that were postponed, or related */
	bool may_move;		  /* the last step may have changed a holder */
	char last[96];		  /* the last step, in words */
};

/* One random step. */
void custody_walk_step(struct custody_walk *walk);

#endif
