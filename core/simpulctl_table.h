/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simpulctl_table.h - rows for a terminal, their columns aligned by what the
 * characters of UTF-8 take there.
 *
 * Each column is headed in Indonesian, and in English in a line below (not at
 * all when the first head is "").  Cells
 * are added from left to right, row by row; characters that would move the
 * cursor or colour the screen show as "?".
 */
#ifndef SIMPULCTL_TABLE_H
#define SIMPULCTL_TABLE_H

#include <stdint.h>
#include <stdio.h>

#include "hub_buf.h"

#define CTL_COLUMNS_MAX 10

struct ctl_column {
	const char *head, *english;
	bool right; /* numbers */
};

struct ctl_table {
	const struct ctl_column *columns; /* borrowed, up to a NULL head */
	size_t width;			  /* columns */
	char **cells;			  /* owned, row by row */
	size_t count, room;
	bool failed; /* no memory */
};

void ctl_table_init(struct ctl_table *table, const struct ctl_column *columns);
void ctl_table_text(struct ctl_table *table, const char *text);
void ctl_table_int(struct ctl_table *table, int64_t number);
/* What was gathered; the buffer is empty again. */
void ctl_table_buf(struct ctl_table *table, struct hub_buf *text);
/* Prints and forgets everything; false when memory did not do. */
bool ctl_table_print(struct ctl_table *table, FILE *to);

/* The text with what no terminal should act on shown as "?". */
void ctl_put_plain(struct hub_buf *out, const char *text);

#endif
