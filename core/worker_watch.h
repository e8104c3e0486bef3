/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_watch.h - the watchdog of one worker: so much CPU and so much time
 * without an answer, and no more.
 *
 * Looked at now and then; an answer in between counts, so a call may take one
 * look longer than its limit.
 */
#ifndef WORKER_WATCH_H
#define WORKER_WATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

struct worker_watch {
	clockid_t cpu;
	int64_t cpu_ms, wall_ms; /* at the last answer that was seen */
	uint64_t answers;
};

void worker_watch_init(struct worker_watch *watch, pid_t pid, int64_t now_ms);

struct worker_watch_limits {
	int64_t cpu_ms, wall_ms;
};

/* What was exceeded, as a sentence, or NULL.  busy: an answer is awaited;
 * answers: how many came so far. */
const char *worker_watch_look(struct worker_watch *watch, int64_t now_ms,
    bool busy, uint64_t answers, const struct worker_watch_limits *limits);

#endif
