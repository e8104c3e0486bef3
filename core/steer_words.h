/* SPDX-License-Identifier: Apache-2.0 */
/*
 * steer_words.h - what source, holder and complainant read about an act of the
 * coordinator: one sentence in Indonesian, and the reason that was given.
 */
#ifndef STEER_WORDS_H
#define STEER_WORDS_H

#include "limits.h"
#include "steer.h"

/* Room for it. */
#define STEER_TEXT_MAX (HUB_TEXT_MAX + 1024u)

/* Appends it. */
void steer_words(const struct act *act, const struct steer *steer,
    struct hub_buf *out);

#endif
