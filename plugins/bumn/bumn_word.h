/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bumn_word.h - the hub's closed lists of words, each by its number, for
 * tables whose rows are of several lists.
 */
#ifndef BUMN_WORD_H
#define BUMN_WORD_H

#include <stdbool.h>

enum bumn_list {
	BUMN_NO_LIST,
	BUMN_KIND,
	BUMN_CLASS,
	BUMN_CHANNEL,
	BUMN_REASON,
	BUMN_AUDIENCE,
	BUMN_DECISION,
	BUMN_ASKED,
};

/* The name of the value at `place`, which is of that list. */
const char *bumn_word_name(enum bumn_list list, const void *place);
/* Sets the value at `place`; false when the list has no such word. */
bool bumn_word_read(enum bumn_list list, const char *word, void *place);
/* The words of a list as one sentence says them. */
const char *bumn_word_expected(enum bumn_list list);

#endif
