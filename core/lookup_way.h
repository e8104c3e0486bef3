/* SPDX-License-Identifier: Apache-2.0 */
/*
 * lookup_way.h - the inside of one lookup, shared by its parts: lookup.c
 * answers questions by id, lookup_window.c those after cases that came within
 * a window, lookup_news.c those after what was said within one.
 *
 * All of it runs in the reader.
 */
#ifndef LOOKUP_WAY_H
#define LOOKUP_WAY_H

#include "lookup.h"

/* The ids that a window's page lies between, and how many it may bring. */
struct lookup_span {
	int64_t first, behind; /* first <= id < behind */
	size_t limit;
};

/* The result of a question without an answer. */
void lookup_none(struct hub_result *r, enum hub_applied applied,
    const char *detail);
/* One case by a handoff, as the institution may see it; whole: with all that
 * was said. */
enum db_code lookup_at(struct lookup *l, struct reader_room *room,
    int64_t handoff_id, bool whole, struct hub_result *r);
/* The span of a question; false: its carry is none of ours. */
bool lookup_span_of(const struct hub_event *e, struct lookup_span *ret);
/* Whether the page is full by its bytes; before: those of the arena when it
 * began. */
bool lookup_full(const struct lookup *l, size_t before);

/* One page of the cases that came within a window, newest first. */
enum db_code lookup_window(struct lookup *l, struct reader_room *room,
    const struct hub_event *e, struct hub_result *r);
/* One page of what was said within a window, oldest first. */
enum db_code lookup_news(struct lookup *l, struct reader_room *room,
    const struct hub_event *e, struct hub_result *r);

#endif
