/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hub_reading.h - one reading of a configuration, on a thread of its own for
 * as long as that takes.
 *
 * A hub does one at a time, because no more than one thread may read: a
 * second one is refused while hub->reading is set.
 */
#ifndef HUB_READING_H
#define HUB_READING_H

#include "hub.h"
#include "hub_buf.h"

struct hub_reading {
	struct job job;		  /* ours */
	struct job_thread thread; /* while it is the hub's */
	struct hub *hub;
	const char *file;      /* owned by the asker */
	bool quiet;	       /* mistakes do not go to the log */
	struct conf *fresh;    /* held; NULL: it has mistakes */
	struct hub_buf report; /* them, a line each */
	void (*done)(struct hub_reading *reading); /* on the loop */
};

/* Starts reading->file, then done comes once; false: another reading is under
 * way, or there is no thread; *ret_why says which. */
bool hub_reading_begin(struct hub *hub, struct hub_reading *reading,
    const char **ret_why);
/* Adds a line to the report. */
void hub_reading_say(struct hub_reading *reading, const char *sentence);
/* Lets go of what it has brought. */
void hub_reading_release(struct hub_reading *reading);
/* The hub stops: waits for what is being read; done still comes. */
void hub_reading_stop(struct hub *hub);

#endif
