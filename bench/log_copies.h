/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A large audit log out of a small one: the entries that a real hub wrote,
 * again and again under new ids, cases and times, published and signed as a
 * hub does, with the index that searches look at.
 */
#ifndef BENCH_LOG_COPIES_H
#define BENCH_LOG_COPIES_H

#include <stdint.h>

#include "hub_error.h"

struct log_copies {
	const char *from; /* the folder of a published log */
	const char *to;	  /* a folder, which is made: log, audit-index.db */
	const char *key_file, *origin;
	uint64_t count; /* entries that are wanted */
};

/* Makes the log; its entries' bytes all together. */
enum hub_status log_copies_make(const struct log_copies *copies,
    uint64_t *ret_bytes, struct hub_error *err);

#endif
