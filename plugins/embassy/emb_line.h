/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emb_line.h - a text line by line, without copying it.
 */
#ifndef EMB_LINE_H
#define EMB_LINE_H

#include <stdbool.h>
#include <stddef.h>

/* A line without its break, or the rest of a text; borrowed. */
struct emb_line {
	const char *at;
	size_t len;
};

/* Takes the first line of what is left; false at the end. */
bool emb_line_next(struct emb_line *rest, struct emb_line *ret_line);
/* White space around it cut, also what is not seen. */
void emb_line_trim(struct emb_line *line);
/* White space behind it cut. */
void emb_line_end(struct emb_line *line);
/* Not longer than so many bytes, and no character in two. */
void emb_line_cut(struct emb_line *line, size_t max);

#endif
