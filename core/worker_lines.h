/* SPDX-License-Identifier: Apache-2.0 */
/*
 * worker_lines.h - what a worker writes to stderr, line by line into the log
 * under the institution's name; so many lines and no more.
 */
#ifndef WORKER_LINES_H
#define WORKER_LINES_H

#include <stddef.h>

#include "limits.h"

struct worker_lines {
	const char *institution; /* borrowed */
	char line[WORKER_LINE_MAX + 1];
	size_t len;
	char last[WORKER_LINE_MAX + 1]; /* "" before the first */
	unsigned left;			/* lines that may still be logged */
};

void worker_lines_init(struct worker_lines *lines, const char *institution);
/* Reads what is there; the descriptor does not block. */
void worker_lines_read(struct worker_lines *lines, int fd);
/* The process is gone: what is left without a newline is a line too. */
void worker_lines_finish(struct worker_lines *lines, int fd);

#endif
