/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_watch.h"

/* CPU that the process has used so far; 0 when it is gone. */
static int64_t
cpu_ms(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t) != 0)
		return 0;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Begins now. */
void
worker_watch_init(struct worker_watch *watch, pid_t pid, int64_t now_ms)
{
	watch->answers = 0;
	watch->wall_ms = now_ms;
	watch->cpu_ms = 0;
	if (clock_getcpuclockid(pid, &watch->cpu) != 0)
		watch->cpu = CLOCK_MONOTONIC;
}

/* Takes a look. */
const char *
worker_watch_look(struct worker_watch *watch, int64_t now_ms, bool busy,
    uint64_t answers, const struct worker_watch_limits *limits)
{
	int64_t cpu = cpu_ms(watch->cpu);

	if (answers != watch->answers) {
		watch->answers = answers;
		watch->wall_ms = now_ms;
		watch->cpu_ms = cpu;
		return NULL;
	}
	if (!busy)
		watch->wall_ms = now_ms;
	if (cpu - watch->cpu_ms > limits->cpu_ms)
		return "too much CPU without an answer";
	if (now_ms - watch->wall_ms > limits->wall_ms)
		return "too long without an answer";
	return NULL;
}
