/* SPDX-License-Identifier: Apache-2.0 */
/*
 * said.h - what was said about an act's case before, opened again: by its row,
 * or by what its speaker calls it.
 */
#ifndef SAID_H
#define SAID_H

#include "act.h"

/* Opens a row's content under the act's key, texts in the act's arena;
 * DB_NONE: nothing was kept of it. */
enum db_code said_read(struct act *act, const struct event_row *row,
    struct hub_event *ret);
/* The newest thing that the speaker said about the act's case and calls so:
 * their own id of it, the hub's id of it, or the name of its kind.  DB_NONE:
 * there is none. */
enum db_code said_find(struct act *act, int64_t speaker, const char *name,
    struct event_row *ret_row, struct hub_event *ret_event);
/* The newest thing that the speaker said about the act's handoff, that
 * counted, and whose kind is among those (a bit each); DB_NONE: the same. */
enum db_code said_last(struct act *act, int64_t speaker, uint64_t kinds,
    struct event_row *ret_row, struct hub_event *ret_event);

#endif
