/* SPDX-License-Identifier: Apache-2.0 */
/*
 * roster.h - a configuration's institutions get their numbers in the database
 * before it comes into force, and at a start what another life of the hub
 * left under way is marked as unknown.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include "conf.h"
#include "ledger.h"

struct roster {
	struct ledger_job ledger; /* ledger.job.done: the maker's */
	struct conf *conf;	  /* not shared yet: its keys are written */
	void *ctx;		  /* the maker's */
	bool recover;		  /* at a start */
	bool look;		  /* only `refused` is wanted */
	int64_t recovered;	  /* deliveries that are unknown now */
	/* Institutions of `old` that are gone and still have work. */
	const struct conf *old; /* or NULL */
	char refused[400];	/* why it cannot come into force, or "" */
};

void roster_init(struct roster *roster, struct conf *conf);

#endif
