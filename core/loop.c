/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "loop.h"

#include <errno.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "log.h"

struct loop_timer {
	struct loop *loop;
	struct event *event;
	loop_fn *fn;
	void *ctx;
	int64_t due; /* steady time; of meaning only while armed */
	struct loop_timer *next, *prev; /* of all timers of the loop */
};

struct loop_watch {
	struct loop_watch *next;
	struct event *event;
	loop_fn *fn;
	void *ctx;
};

struct loop {
	const struct clock *clock;
	struct event_base *base;
	struct event *home_event;
	struct job_home home;
	bool have_home;
	struct loop_timer *timers;
	struct loop_watch *signals;
};

/* What libevent has to say goes where our own words go. */
static void
on_log(int severity, const char *text)
{
	if (severity == EVENT_LOG_ERR)
		log_error("libevent: %s", text);
	else if (severity == EVENT_LOG_WARN)
		log_warn("libevent: %s", text);
	else
		log_debug("libevent: %s", text);
}

/* A base without locks: only this thread uses it. */
static struct event_base *
base_new(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base;

	if (config == NULL)
		return NULL;
	event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST);
	base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

/* Jobs came home: run what follows them. */
static void
on_home(evutil_socket_t fd, short what, void *ctx)
{
	struct loop *loop = ctx;

	(void)fd;
	(void)what;
	job_home_run(&loop->home);
}

/* The base and the way home; false when the system refuses one of them. */
static bool
loop_open(struct loop *loop)
{
	loop->base = base_new();
	if (loop->base == NULL || job_home_init(&loop->home) != 0)
		return false;
	loop->have_home = true;
	loop->home_event = event_new(loop->base, loop->home.fd,
	    EV_READ | EV_PERSIST, on_home, loop);
	return loop->home_event != NULL &&
	    event_add(loop->home_event, NULL) == 0;
}

/* A loop that does not run yet. */
enum hub_status
loop_new(const struct clock *clock, struct loop **ret, struct hub_error *err)
{
	struct loop *loop = calloc(1, sizeof *loop);

	if (loop == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for the loop");
	loop->clock = clock;
	event_set_log_callback(on_log);
	if (!loop_open(loop)) {
		loop_free(loop);
		return hub_fail(err, HUB_FAULT, "cannot make an event loop: %s",
		    strerror(errno));
	}
	*ret = loop;
	return HUB_OK;
}

/* Frees the loop; its timers are freed by their owners first. */
void
loop_free(struct loop *loop)
{
	struct loop_watch *watch;

	if (loop == NULL)
		return;
	while ((watch = loop->signals) != NULL) {
		loop->signals = watch->next;
		event_free(watch->event);
		free(watch);
	}
	if (loop->home_event != NULL)
		event_free(loop->home_event);
	if (loop->have_home)
		job_home_release(&loop->home);
	if (loop->base != NULL)
		event_base_free(loop->base);
	free(loop);
}

/* Dispatches events, also while there are none to wait for. */
void
loop_run(struct loop *loop)
{
	event_base_loop(loop->base, EVLOOP_NO_EXIT_ON_EMPTY);
}

/* Ends loop_run after the present callback. */
void
loop_stop(struct loop *loop)
{
	event_base_loopbreak(loop->base);
}

/* libevent's own, for sockets. */
struct event_base *
loop_base(struct loop *loop)
{
	return loop->base;
}

/* Where other threads send finished jobs. */
struct job_home *
loop_home(struct loop *loop)
{
	return &loop->home;
}

/* The loop's time and randomness. */
const struct clock *
loop_clock(const struct loop *loop)
{
	return loop->clock;
}

/* A timer is due. */
static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct loop_timer *timer = ctx;

	(void)fd;
	(void)what;
	timer->fn(timer->ctx);
}

/* A timer, off; NULL when out of memory. */
struct loop_timer *
loop_timer_new(struct loop *loop, loop_fn *fn, void *ctx)
{
	struct loop_timer *timer = calloc(1, sizeof *timer);

	if (timer == NULL)
		return NULL;
	timer->event = evtimer_new(loop->base, on_timer, timer);
	if (timer->event == NULL) {
		free(timer);
		return NULL;
	}
	timer->loop = loop;
	timer->fn = fn;
	timer->ctx = ctx;
	timer->next = loop->timers;
	if (timer->next != NULL)
		timer->next->prev = timer;
	loop->timers = timer;
	return timer;
}

/* Cancels and frees. */
void
loop_timer_free(struct loop_timer *timer)
{
	if (timer == NULL)
		return;
	if (timer->next != NULL)
		timer->next->prev = timer->prev;
	if (timer->prev != NULL)
		timer->prev->next = timer->next;
	else
		timer->loop->timers = timer->next;
	event_free(timer->event);
	free(timer);
}

/* Lets libevent wait for the timer's due time. */
static void
timer_wait(struct loop_timer *timer, int64_t after_ms)
{
	struct timeval wait = { 0, 0 };

	if (after_ms > 0) {
		wait.tv_sec = after_ms / 1000;
		wait.tv_usec = after_ms % 1000 * 1000;
	}
	event_add(timer->event, &wait);
}

/* On, from now; an earlier arming is forgotten. */
void
loop_timer_arm(struct loop_timer *timer, int64_t after_ms)
{
	if (after_ms <= 0) {
		timer->due = 0;
		event_del(timer->event);
		event_active(timer->event, EV_TIMEOUT, 0);
		return;
	}
	timer->due = clock_steady_ms(timer->loop->clock) + after_ms;
	timer_wait(timer, after_ms);
}

/* Off. */
void
loop_timer_cancel(struct loop_timer *timer)
{
	event_del(timer->event);
}

/* What waits is measured anew. */
void
loop_clock_moved(struct loop *loop)
{
	int64_t now = clock_steady_ms(loop->clock);
	struct loop_timer *timer;

	for (timer = loop->timers; timer != NULL; timer = timer->next) {
		if (evtimer_pending(timer->event, NULL))
			timer_wait(timer, timer->due - now);
	}
}

/* A signal arrived. */
static void
on_signal(evutil_socket_t signal, short what, void *ctx)
{
	struct loop_watch *watch = ctx;

	(void)signal;
	(void)what;
	watch->fn(watch->ctx);
}

/* Watches a signal until the loop is freed. */
enum hub_status
loop_signal(struct loop *loop, int signal, loop_fn *fn, void *ctx,
    struct hub_error *err)
{
	struct loop_watch *watch = calloc(1, sizeof *watch);

	if (watch == NULL)
		return hub_fail(err, HUB_FAULT, "no memory for a signal");
	watch->fn = fn;
	watch->ctx = ctx;
	watch->event = evsignal_new(loop->base, signal, on_signal, watch);
	if (watch->event == NULL || event_add(watch->event, NULL) != 0) {
		if (watch->event != NULL)
			event_free(watch->event);
		free(watch);
		return hub_fail(err, HUB_FAULT, "cannot watch signal %d",
		    signal);
	}
	watch->next = loop->signals;
	loop->signals = watch;
	return HUB_OK;
}
