/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note_span.h - a stretch of a text that belongs to someone else: what signed
 * notes, checkpoints, receipts and policies are cut into.
 *
 * Its bytes are followed by no NUL and may not be text at all.
 */
#ifndef NOTE_SPAN_H
#define NOTE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct note_span {
	const char *at;
	size_t len;
};

/* All of a text. */
struct note_span note_span_of(const char *text);
bool note_span_is(struct note_span span, const char *text);
bool note_span_equal(struct note_span a, struct note_span b);
/* Takes the first line off, with its newline, and gives it without; false,
 * and nothing taken, when there is no newline. */
bool note_span_line(struct note_span *rest, struct note_span *ret_line);
/* Takes `prefix` off the front; false, and nothing taken, when it begins with
 * something else. */
bool note_span_skip(struct note_span *span, const char *prefix);
/* Splits at the first `mark`; false when there is none. */
bool note_span_cut(struct note_span span, char mark,
    struct note_span *ret_before, struct note_span *ret_behind);
/* A decimal number without leading zeros, at most 2^63 - 1. */
bool note_span_number(struct note_span span, uint64_t *ret);

#endif
