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

/* Who looks, and with what. */
struct case_viewer {
	struct reader_room *room;
	const struct conf *conf;
	int64_t institution; /* 0: the hub itself, which sees everything but
			       * identity */
	struct arena *arena; /* for the texts */
	int64_t now;	     /* seconds UTC: whether an agreement holds */
};

/* A case by one of its handoffs.  DB_NONE: there is no such handoff, or the
 * case was erased. */
enum db_code case_view_read(const struct case_viewer *viewer,
    int64_t handoff_id, struct case_view *ret);
/* A case by its own id, that was never handed on. */
enum db_code case_view_alone(const struct case_viewer *viewer, int64_t case_id,
    struct case_view *ret);

#endif
