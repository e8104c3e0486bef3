/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup_said.h - what was said about a case that somebody looks up, as far
 * as it is for their ears: the newest hundred, or as many as fit into one
 * answer, oldest first.
 */
#ifndef LOOKUP_SAID_H
#define LOOKUP_SAID_H

#include "cases.h"
#include "lookup.h"

/* Opens the content of one thing that was said, with the key of its case;
 * DB_NONE: it was erased. */
enum db_code lookup_said_row(struct lookup *l, struct reader_room *room,
    const uint8_t *key, const struct event_row *row, struct hub_event *ret);

/* Fills in the story's events; texts in the lookup's arena. */
enum db_code lookup_said(struct lookup *lookup, struct reader_room *room,
    const struct case_row *of_case, struct hub_story *ret_story);

#endif
