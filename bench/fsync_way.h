/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ways in which a program may make a write durable, as rows: how the
 * file is opened and readied, and what follows each write.
 */
#ifndef BENCH_FSYNC_WAY_H
#define BENCH_FSYNC_WAY_H

#include <sys/types.h>

struct fsync_way {
	const char *name, *help;
	int flags;  /* more flags for open */
	off_t span; /* writes begin again at 0 after so much */
	int (*ready)(int fd, off_t span); /* before the first write */
	int (*sync)(int fd);		  /* after each write */
};

/* The way of that name; NULL if there is none. */
const struct fsync_way *fsync_way_find(const char *name);

/* The n-th way; NULL after the last. */
const struct fsync_way *fsync_way_at(size_t n);

#endif
