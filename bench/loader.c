/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "loader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <openssl/err.h>

#include "stopwatch.h"

/* More lost connections than this and the hub is not there. */
enum { LOST_MAX = 1000, EVENTS = 256, WAIT_MS = 200 };

struct loader {
	const struct load_plan *plan;	   /* borrowed */
	const struct complaint *complaint; /* borrowed */
	struct latency *latency;	   /* borrowed */
	struct exchange_road road;
	struct exchange **exchanges; /* owned, as many as the plan says */
	struct loader_count count;
	long lost; /* connections */
};

/* Makes the plan's connections, none of them open yet. */
static int
make_exchanges(struct loader *l)
{
	l->exchanges = calloc(l->plan->connections, sizeof *l->exchanges);
	if (l->exchanges == NULL)
		return -1;
	for (size_t i = 0; i < l->plan->connections; i++) {
		l->exchanges[i] = exchange_new(&l->road);
		if (l->exchanges[i] == NULL)
			return -1;
	}
	return 0;
}

/* A loader with its own epoll set; borrows all but the context; or NULL. */
struct loader *
loader_new(const struct load_plan *plan, SSL_CTX *tls,
    const struct complaint *complaint, struct latency *latency)
{
	struct loader *l = calloc(1, sizeof *l);

	if (l == NULL)
		return NULL;
	l->plan = plan;
	l->complaint = complaint;
	l->latency = latency;
	l->road = (struct exchange_road){ tls, plan->host, plan->port, -1 };
	l->road.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (l->road.epoll < 0 || make_exchanges(l) < 0) {
		loader_free(l);
		return NULL;
	}
	return l;
}

/* Closes its connections and frees it; takes NULL. */
void
loader_free(struct loader *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; l->exchanges && i < l->plan->connections; i++)
		exchange_free(l->exchanges[i]);
	free(l->exchanges);
	if (l->road.epoll >= 0)
		close(l->road.epoll);
	free(l);
}

/* Has every complaint come to some end? */
static int
done(const struct loader *l)
{
	return l->count.ok + l->count.bad + l->count.broken >= l->plan->total;
}

/* Gives the connection its next complaint; 0 if there is none left. */
static int
hand_out(struct loader *l, struct exchange *x)
{
	if (l->count.sent >= l->plan->total)
		return 0;
	complaint_write(l->complaint, l->plan->first + l->count.sent,
	    exchange_request(x));
	l->count.sent++;
	exchange_send(x, l->complaint->len);
	return 1;
}

/* Counts one answer; the first bad one is shown. */
static void
count_answer(struct loader *l, const struct exchange *x)
{
	int status = exchange_status(x);

	latency_add(l->latency, exchange_seconds(x) * 1e3);
	if (status >= 200 && status < 300)
		l->count.ok++;
	else if (l->count.bad++ == 0)
		fprintf(stderr, "first bad answer:\n%s\n", exchange_answer(x));
}

/* Counts a lost connection and opens it again, within reason. */
static int
mend(struct loader *l, struct exchange *x)
{
	if (++l->lost > LOST_MAX || l->count.sent == 0)
		return -1;
	if (exchange_busy(x))
		l->count.broken++;
	ERR_clear_error();
	exchange_close(x);
	if (l->count.sent >= l->plan->total)
		return 0;
	return exchange_open(x);
}

/* Takes one connection as far as it goes; -1 if the hub is not there. */
static int
drive(struct loader *l, struct exchange *x)
{
	for (;;) {
		switch (exchange_step(x)) {
		case EXCHANGE_WAITING:
			return 0;
		case EXCHANGE_BROKEN:
			return mend(l, x);
		case EXCHANGE_ANSWERED:
			count_answer(l, x);
			break;
		case EXCHANGE_READY:
			if (!hand_out(l, x))
				return 0;
			break;
		}
	}
}

/* Waits for events and drives the connections that have some. */
static int
turn(struct loader *l)
{
	struct epoll_event events[EVENTS];
	int n = epoll_wait(l->road.epoll, events, EVENTS, WAIT_MS);

	if (n < 0)
		return errno == EINTR ? 0 : -1;
	for (int i = 0; i < n; i++)
		if (drive(l, events[i].data.ptr) < 0)
			return -1;
	return 0;
}

/* Runs the plan; -1 says errno. */
int
loader_run(struct loader *l, struct loader_count *ret_count)
{
	double start = stopwatch_now();
	double end = start + (double)l->plan->seconds;

	for (size_t i = 0; i < l->plan->connections; i++)
		if (exchange_open(l->exchanges[i]) < 0)
			return -1;
	while (!done(l) && stopwatch_now() < end)
		if (turn(l) < 0)
			return -1;
	l->count.secs = stopwatch_now() - start;
	*ret_count = l->count;
	return 0;
}
