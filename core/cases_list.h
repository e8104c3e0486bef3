/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases_list.h - cases and handoffs by the page, newest first, and what stands
 * around one case.
 *
 * A page costs a bounded look: it may end early, with a place to go on from,
 * although it is not full.
 */
#ifndef CASES_LIST_H
#define CASES_LIST_H

#include "cases.h"

#define CASES_LOOK 20000 /* rows that one page may look at */

struct cases_filter {
	int64_t party;	/* institution with a part in it, 0: any */
	int64_t source; /* 0: any */
	int64_t holder; /* 0: any */
	int64_t state;	/* 0: any */
	int64_t before; /* ids below this one; 0: from the newest */
	int64_t limit;
};

/* Each row for case_row_read; *ret_next is where to go on, 0: the end. */
enum db_code cases_page(struct db *db, const struct cases_filter *filter,
    db_row_fn *each, void *ctx, int64_t *ret_next);
/* Handoffs with that sender or receiver; holder means the receiver.  Each row
 * for handoff_row_read. */
enum db_code handoffs_page(struct db *db, const struct cases_filter *filter,
    db_row_fn *each, void *ctx, int64_t *ret_next);
/* Open handoffs towards the filter's holder, oldest first, behind the id in
 * `before`. */
enum db_code handoffs_pending(struct db *db, const struct cases_filter *filter,
    db_row_fn *each, void *ctx);
/* All handoffs of a case, oldest first. */
enum db_code handoffs_of_case(struct db *db, int64_t case_id, db_row_fn *each,
    void *ctx);
/* What was said about a case, in order; rows for event_row_read. */
enum db_code events_of_case(struct db *db, int64_t case_id, db_row_fn *each,
    void *ctx);
void event_row_read(const struct db_row *row, struct event_row *ret);
#define EVENT_HEARD 9 /* of those rows, the column of event_row.heard */

/* The handoff of a case that its source speaks about: the transfer by which it
 * is held, else the one that is offered; of a case that has ended, the one by
 * which its last holder had it; else the newest. */
enum db_code handoffs_main(struct db *db, int64_t case_id,
    struct handoff_row *ret);

/* The open transfer by which an institution holds a case. */
enum db_code handoffs_held(struct db *db, int64_t case_id, int64_t receiver,
    struct handoff_row *ret);
/* The transfer of a case that nobody has decided on yet. */
enum db_code handoffs_offered(struct db *db, int64_t case_id,
    struct handoff_row *ret);

/* Cases that a reference may mean: an id of the hub's (case, handoff,
 * delivery), a tracking id, or what an institution calls an open handoff. */
#define CASES_FOUND_MAX 20
struct cases_found {
	int64_t ids[CASES_FOUND_MAX];
	size_t count;
};
enum db_code cases_find(struct db *db, const char *ref,
    struct cases_found *ret);

#endif
