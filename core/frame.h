/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame.h - length-prefixed fields: what stands on the socket between hub and
 * worker and, for canonical content, in the database.
 *
 * A text is u32 length, bytes, NUL, so that a reader can borrow it in place.
 * Numbers are 8 bytes, little-endian.  A struct is written by its table of
 * rows with the number of rows and their length first: a reader that knows
 * more rows leaves the rest empty, one that knows fewer skips the rest, so
 * rows are only ever appended.  Reading has a sticky failure and never passes
 * the end; bytes may come from a worker that somebody else has taken over.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "hub_buf.h"

void frame_put_int(struct hub_buf *out, int64_t value);
void frame_put_text(struct hub_buf *out, const char *text);
void frame_put_bytes(struct hub_buf *out, const void *data, size_t len);

struct frame_in {
	const uint8_t *at, *end; /* borrowed */
	bool failed;
};

void frame_in_init(struct frame_in *in, const void *data, size_t len);
int64_t frame_int(struct frame_in *in);
/* Borrowed, NUL-terminated, "" on failure; text holds no NUL itself. */
const char *frame_text(struct frame_in *in);
const char *frame_bytes(struct frame_in *in, size_t *ret_len);
/* A number from 0 to max; anything else is a failure, and 0. */
uint64_t frame_count(struct frame_in *in, uint64_t max);
/* Makes the failure stick, as when what was read makes no sense. */
void frame_fail(struct frame_in *in);
bool frame_ok(const struct frame_in *in);
/* Whether all was read and nothing failed. */
bool frame_done(const struct frame_in *in);

/* FRAME_UINT is unsigned or an enum; FRAME_LINE is a text that should hold no
 * line break (frames do not check this, events do). */
enum frame_kind {
	FRAME_TEXT,
	FRAME_LINE,
	FRAME_INT64,
	FRAME_UINT64,
	FRAME_UINT,
	FRAME_BOOL,
};

struct frame_row {
	enum frame_kind kind;
	size_t offset;
	unsigned max; /* FRAME_UINT: the greatest value, 0 for any */
};

/* A row for a field; its kind follows from the field's type.  An enum's row
 * names its last value, a line's row takes a text. */
/* clang-format off */
#define FRAME_ROW(type, field) \
	{ \
		_Generic(((type *)0)->field, const char *: FRAME_TEXT, \
		    int64_t: FRAME_INT64, uint64_t: FRAME_UINT64, \
		    bool: FRAME_BOOL, unsigned: FRAME_UINT), \
		    offsetof(type, field), 0 \
	}
#define FRAME_ENUM_ROW(type, field, last) \
	{ \
		_Generic(((type *)0)->field, unsigned: FRAME_UINT), \
		    offsetof(type, field), (last) \
	}
#define FRAME_LINE_ROW(type, field) \
	{ \
		_Generic(((type *)0)->field, const char *: FRAME_LINE), \
		    offsetof(type, field), 0 \
	}
/* clang-format on */

void frame_put_rows(struct hub_buf *out, const struct frame_row *rows,
    size_t count, const void *from);
/* Sets every field, also on failure. */
void frame_rows(struct frame_in *in, const struct frame_row *rows, size_t count,
    void *to);

#endif
