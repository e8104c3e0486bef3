/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup_said.h - what was said about a case that somebody looks up, as far
 * as it is for their ears: the newest hundred, oldest first.
 */
#ifndef LOOKUP_SAID_H
#define LOOKUP_SAID_H

#include "cases.h"
#include "lookup.h"

/* Fills in the story's events; texts in the lookup's arena. */
enum db_code lookup_said(struct lookup *lookup, struct reader_room *room,
    const struct case_row *of_case, struct hub_story *ret_story);

#endif
