/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "worker_lines.h"

#include <sys/types.h>
#include <unistd.h>

#include "log.h"

/* Reads a turn, so that a worker that never stops writing holds nobody up. */
#define READS 16

/* Nothing was read yet. */
void
worker_lines_init(struct worker_lines *lines, const char *institution)
{
	memset(lines, 0, sizeof(*lines));
	lines->institution = institution;
	lines->left = WORKER_LINES;
}

/* Logs the line at hand and begins the next. */
static void
end_line(struct worker_lines *lines)
{
	if (lines->len == 0)
		return;
	lines->line[lines->len] = '\0';
	memcpy(lines->last, lines->line, lines->len + 1);
	lines->len = 0;
	if (lines->left == 0)
		return;
	lines->left--;
	log_warn("worker of %s: %s%s", lines->institution, lines->last,
	    lines->left == 0 ? " (no more lines of this worker)" : "");
}

/* Takes one byte; what is over the longest line is dropped. */
static void
take(struct worker_lines *lines, char c)
{
	if (c == '\n')
		end_line(lines);
	else if (lines->len < WORKER_LINE_MAX)
		lines->line[lines->len++] = c >= ' ' && c < 0x7f ? c : '?';
}

/* Takes what is there. */
void
worker_lines_read(struct worker_lines *lines, int fd)
{
	char piece[1024];
	ssize_t got;

	for (int i = 0; i < READS; i++) {
		got = read(fd, piece, sizeof(piece));
		if (got <= 0)
			return;
		for (ssize_t k = 0; k < got; k++)
			take(lines, piece[k]);
	}
}

/* Takes the rest. */
void
worker_lines_finish(struct worker_lines *lines, int fd)
{
	worker_lines_read(lines, fd);
	end_line(lines);
}
