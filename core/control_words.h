/* SPDX-License-Identifier: Apache-2.0 */
/*
 * control_words.h - words of an institution's that its plugin does not know:
 * the operator lists them and says what one means.
 */
#ifndef CONTROL_WORDS_H
#define CONTROL_WORDS_H

#include "control_call.h"

/* {"institution"}: its words. */
void control_words(struct control_call *call);
/* {"institution", "word", "as", "by"}: what one means. */
void control_word_map(struct control_call *call);

#endif
