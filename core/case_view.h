/* SPDX-License-Identifier: Apache-2.0 */
/*
 * case_view.h - a case as one institution may see it: rows and canonical
 * content read together, disclosure applied.
 */
#ifndef CASE_VIEW_H
#define CASE_VIEW_H

#include "arena.h"
#include "cases.h"
#include "conf.h"
#include "reader.h"

struct case_view {
	struct handoff_row row;
	struct case_row of_case;
	struct hub_handoff handoff; /* texts in the arena */
	const char *holder;	    /* institution's id */
	bool has_part;		    /* the reader is a party */
};

/* DB_NONE: there is no such handoff, or the case was erased.  institution 0:
 * the hub itself, which sees everything but identity. */
enum db_code case_view_read(struct reader_room *room, const struct conf *conf,
    int64_t handoff_id, int64_t institution, struct arena *arena,
    struct case_view *ret);
/* The same by the case: its newest handoff. */
enum db_code case_view_newest(struct reader_room *room, const struct conf *conf,
    int64_t case_id, int64_t institution, struct arena *arena,
    struct case_view *ret);

#endif
