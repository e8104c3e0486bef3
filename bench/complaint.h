/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The complaint that bench-load hands in: one request of about 2 KB, head
 * and JSON body, that is written once and then differs from the next one in
 * nine digits only, so that making it costs the measured machine next to
 * nothing.
 */
#ifndef BENCH_COMPLAINT_H
#define BENCH_COMPLAINT_H

#include <stddef.h>

#include "load_plan.h"

enum { COMPLAINT_MAX = 8192 };

struct complaint {
	char bytes[COMPLAINT_MAX];
	size_t len;
	size_t key_at, tracking_at; /* where the digits stand */
};

/* Writes the request for complaint 0; -1 if plan and token are too long. */
int complaint_init(struct complaint *, const struct load_plan *,
    const char *token);

/* Writes the n-th request into a place of COMPLAINT_MAX bytes. */
void complaint_write(const struct complaint *, long n, char *ret_bytes);

#endif
