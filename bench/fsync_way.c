/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "fsync_way.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MIB = 1 << 20 };

/* The file needs nothing. */
static int
ready_empty(int fd, off_t span)
{
	(void)fd;
	(void)span;
	return 0;
}

/* The file gets its blocks, but no bytes. */
static int
ready_blocks(int fd, off_t span)
{
	if (fallocate(fd, 0, 0, span) < 0)
		return -1;
	return fsync(fd);
}

/* The file gets all its bytes. */
static int
ready_bytes(int fd, off_t span)
{
	char *zeros = calloc(1, MIB);
	ssize_t put = MIB;

	if (zeros == NULL)
		return -1;
	for (off_t at = 0; at < span && put == MIB; at += MIB)
		put = pwrite(fd, zeros, MIB, at);
	free(zeros);
	return put == MIB ? fsync(fd) : -1;
}

/* The write itself was durable. */
static int
sync_done(int fd)
{
	(void)fd;
	return 0;
}

static const struct fsync_way ways[] = {
	{ "append", "a growing file, fdatasync", 0, 256 * MIB, ready_empty,
	    fdatasync },
	{ "prealloc", "blocks allocated before, fdatasync", 0, 256 * MIB,
	    ready_blocks, fdatasync },
	{ "overwrite", "bytes written before, fdatasync", 0, 64 * MIB,
	    ready_bytes, fdatasync },
	{ "odsync", "a growing file opened with O_DSYNC", O_DSYNC, 256 * MIB,
	    ready_empty, sync_done },
	{ "fsync", "a growing file, fsync", 0, 256 * MIB, ready_empty, fsync },
};

/* The n-th way; NULL after the last. */
const struct fsync_way *
fsync_way_at(size_t n)
{
	return n < sizeof ways / sizeof *ways ? &ways[n] : NULL;
}

/* The way of that name; NULL if there is none. */
const struct fsync_way *
fsync_way_find(const char *name)
{
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (strcmp(ways[i].name, name) == 0)
			return &ways[i];
	return NULL;
}
