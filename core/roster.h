/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roster.h - a configuration's institutions get their numbers in the database
 * before it comes into force, and at a start what another life of the hub
 * left under way is marked as unknown.
 *
 * Names that have no section any more are looked at first: what is still open
 * there is told in `open`, and with an old configuration nothing is changed
 * then.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include "arena.h"
#include "conf.h"
#include "conf_diff.h"
#include "ledger.h"

#define ROSTER_OPEN_MAX 64 /* that are listed */

struct roster {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct conf *conf;	  /* not shared yet: its keys are written */
	void *ctx;		  /* the maker's */
	bool recover;		  /* at a start */
	bool look;		  /* only `open` is wanted */
	int64_t recovered;	  /* deliveries that are unknown now */
	const struct conf *old;	  /* that it replaces, or NULL */

	/* Open work of those that are gone; of old only, if there is one. */
	struct conf_open open[ROSTER_OPEN_MAX];
	size_t open_count;
	const char *taken; /* whose name has been another's, or "" */
	struct arena arena;
};

void roster_init(struct roster *roster, struct conf *conf);
void roster_release(struct roster *roster);

#endif
