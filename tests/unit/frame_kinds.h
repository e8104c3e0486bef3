/* SPDX-License-Identifier: Apache-2.0 */
/*
 * frame_kinds.h - what every kind of frame has to stand: its fields come
 * back, and a cut or changed frame is read without harm.
 */
#ifndef TESTS_FRAME_KINDS_H
#define TESTS_FRAME_KINDS_H

#include "frame_words.h"

/* What was read from one frame. */
struct read_back {
	struct hub_handoff handoff;
	struct hub_event event;
	struct hub_dispatch dispatch;
	struct hub_at at;
	struct hub_headers headers;
	struct hub_message message;
	struct hub_answer answer;
	struct hub_results results;
};

/* A kind of frame: written with every field, read, and compared. */
struct kind {
	const char *name;
	void (*put)(struct hub_buf *out);
	bool (*get)(struct frame_in *in, struct arena *arena,
	    struct read_back *ret);
	void (*check)(const struct read_back *got);
};

/* Every field comes back. */
void kinds_come_back(const struct kind *kinds, size_t count);
/* Cut anywhere, a frame is refused, and nothing past its end is read. */
void kinds_stand_cuts(const struct kind *kinds, size_t count);
/* With any byte changed, a frame is read without harm. */
void kinds_stand_changes(const struct kind *kinds, size_t count);

#endif
