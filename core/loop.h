/* SPDX-License-Identifier: Apache-2.0 */
/*
 * loop.h - the event loop (libevent): sockets, timers, signals and the jobs
 * that come home.  One a process, used on its own thread only, but for
 * loop_home(), through which other threads send their finished jobs.
 */
#ifndef LOOP_H
#define LOOP_H

#include <stdint.h>

#include "clock.h"
#include "hub_error.h"
#include "job.h"

struct event_base;
struct loop;
struct loop_timer;

enum hub_status loop_new(const struct clock *clock, struct loop **ret,
    struct hub_error *err);
void loop_free(struct loop *loop);
/* Runs until loop_stop(). */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

struct event_base *loop_base(struct loop *loop);
struct job_home *loop_home(struct loop *loop);
const struct clock *loop_clock(const struct loop *loop);

typedef void loop_fn(void *ctx);

/* A timer that is off until armed; its fn runs once an arming. Owned by the
 * caller. */
struct loop_timer *loop_timer_new(struct loop *loop, loop_fn *fn, void *ctx);
void loop_timer_free(struct loop_timer *timer);
/* Arms anew: after_ms from now, 0 = at the end of this turn of the loop. */
void loop_timer_arm(struct loop_timer *timer, int64_t after_ms);
void loop_timer_cancel(struct loop_timer *timer);
/* The clock was set by hand (tests): timers that are due now fire. */
void loop_clock_moved(struct loop *loop);

/* Calls fn at each arrival of the signal. */
enum hub_status loop_signal(struct loop *loop, int signal, loop_fn *fn,
    void *ctx, struct hub_error *err);

#endif
