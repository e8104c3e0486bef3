/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A closed loop of complaints: so many connections, each handing in its next
 * complaint as soon as its last one was answered, until the plan is done or
 * its time is over.  Latency is from giving a request to its whole answer.
 */
#ifndef BENCH_LOADER_H
#define BENCH_LOADER_H

#include "complaint.h"
#include "exchange.h"
#include "latency.h"
#include "load_plan.h"

struct loader_count {
	long sent, ok, bad, broken; /* bad: answered, but not with 2xx */
	double secs;
};

struct loader;

/* A loader with its own epoll set; borrows all but the context; or NULL. */
struct loader *loader_new(const struct load_plan *, SSL_CTX *,
    const struct complaint *, struct latency *);

/* Closes its connections and frees it; takes NULL. */
void loader_free(struct loader *);

/* Runs the plan; -1 says errno. */
int loader_run(struct loader *, struct loader_count *ret_count);

#endif
