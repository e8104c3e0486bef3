/* SPDX-License-Identifier: Apache-2.0 */
/*
 * uni_word.h - the statuses of a service request and what each means here:
 * the rows of the README's table, read in any case, and those that the
 * section adds.
 */
#ifndef UNI_WORD_H
#define UNI_WORD_H

#include "university.h"

/* What a status means; HUB_EV_NONE: nothing new.  False: nobody knows it. */
bool uni_word_read(const struct university_conf *conf, const char *status,
    enum hub_event_kind *ret_kind);
/* The status that says a kind, "" when none does: only "open" and "closed"
 * where they know no other. */
const char *uni_word_of(const struct university_conf *conf,
    enum hub_event_kind kind);
/* What is said of a kind that brings no text of its own, for people. */
const char *uni_word_sentence(enum hub_event_kind kind);
/* Whether the section's own statuses read; else the first that does not. */
bool uni_word_check(const char *statuses, char *ret_wrong, size_t size);
/* Takes the next NAME=VALUE off a list with spaces between; false at its end,
 * and where one does not read: then *list does not stand at its end. */
bool uni_word_pair(const char **list, char *name, char *value, size_t size);

#endif
