/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canon_cursor.h - a place in the canonical bytes of an entry that is being
 * read (canon_read.h), and the values that may stand there.
 *
 * The bytes are the reader's copy: a text gets its NUL where its quote was.
 * Behind the last one stand CANON_READ_SLACK that are 0.
 */
#ifndef CANON_CURSOR_H
#define CANON_CURSOR_H

#include "canon_read.h"
#include "note_span.h"

struct canon_cursor {
	struct canon_reader *reader; /* borrowed */
	char *at, *end;
	enum canon_group open; /* the object that it is in */
	struct hub_error *err;
};

/* Takes those bytes off; false, and nothing taken, when others stand there. */
bool canon_cursor_skip(struct canon_cursor *c, const char *bytes, size_t len);
/* A text in quotes, ended by a NUL where it stands; NULL when it is none. */
char *canon_cursor_text(struct canon_cursor *c, size_t *ret_len);
/* Reads the row's value into the entry. */
enum hub_status canon_cursor_value(struct canon_cursor *c,
    const struct canon_row *row);
/* Puts a value where the entry has it. */
void canon_cursor_store(struct canon_cursor *c, const struct canon_row *row,
    const void *value, size_t size);
/* Goes on to the row whose member stands next, from `row` on, and takes its
 * name; `end` when none does and none has to.  NULL after saying what is
 * wrong. */
const struct canon_row *canon_cursor_next(struct canon_cursor *c,
    const struct canon_row *row, const struct canon_row *end);
/* Says what stands where no row's member does, or which is missing, if not
 * NULL. */
enum hub_status canon_cursor_refuse_rest(struct canon_cursor *c,
    const struct canon_row *missing);
/* Says that a member breaks its rule. */
enum hub_status canon_cursor_refuse(const struct canon_cursor *c,
    const struct canon_row *row, const char *why);

#endif
