/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expiry_watch.h - says in time that a certificate ends: a month before, a
 * week before, and when it happened; each once, and again after a start or
 * another configuration.
 */
#ifndef EXPIRY_WATCH_H
#define EXPIRY_WATCH_H

#include "conf.h"

/* All 0: nothing was looked at yet. */
struct expiry_watch {
	uint64_t generation; /* of the configuration looked at last */
	int64_t now;	     /* then */
};

/* Says what has come nearer since the last look. */
void expiry_watch_look(struct expiry_watch *watch, const struct conf *conf,
    int64_t now);

#endif
