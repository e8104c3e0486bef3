/* SPDX-License-Identifier: Apache-2.0 */
/*
 * conf_diff.h - what a reload would change, told before anything changes.
 *
 * An institution with open cases or deliveries may be retired, or renamed by
 * `was`, but its section cannot go: that is a refusal, and the reload does
 * not happen.  Values are never told, only names of settings.
 */
#ifndef CONF_DIFF_H
#define CONF_DIFF_H

#include "conf.h"

enum conf_change_kind {
	CHANGE_ADDED,
	CHANGE_RENAMED, /* detail: its old name */
	CHANGE_RETIRED,
	CHANGE_REVIVED, /* was retired, is not any more */
	CHANGE_SETTING, /* detail: the setting, "limits.timeout" */
	CHANGE_WORKER,	/* gets a new worker: plugin or options changed */
	CHANGE_REMOVED,
	CHANGE_RULES,	/* routes, deadlines, coordinator... */
	CHANGE_RESTART, /* detail: a setting of the hub, at the next start */
	CHANGE_REFUSED, /* the reload cannot be done; detail: why */
};

struct conf_change {
	enum conf_change_kind kind;
	const char *what;   /* "hub", "rules", or an institution's id */
	const char *detail; /* "" for none */
};

/* Borrowed for the call. */
typedef void conf_change_fn(void *ctx, const struct conf_change *change);

/* Work that is still open at an institution. */
struct conf_open {
	const char *institution;
	uint64_t cases, deliveries;
};

struct conf_diff {
	const struct conf *old, *fresh;
	const struct conf_open *open; /* one an institution, any order */
	size_t open_count;
	conf_change_fn *tell;
	void *ctx;
};

/* Tells every change; how many of them are refusals. */
unsigned conf_diff_tell(const struct conf_diff *diff);
/* "added", "renamed"... */
const char *conf_change_name(enum conf_change_kind kind);

#endif
