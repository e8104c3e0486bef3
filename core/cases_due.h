/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases_due.h - cases found by their clocks, through one index: when somebody
 * must look at a case again.
 */
#ifndef CASES_DUE_H
#define CASES_DUE_H

#include "cases.h"

/* The query of cases_due(), for the test of its plan. */
#define CASES_DUE \
	"SELECT id FROM cases WHERE next_at > 0 AND next_at <= ?1" \
	" ORDER BY next_at LIMIT ?2"

/* Ids of cases that somebody must look at by now, the longest due first. */
enum db_code cases_due(struct db *db, int64_t now_ms, int64_t limit,
    db_row_fn *each, void *ctx);
/* Somebody must look at the case at that moment or before, without a load of
 * its row; or not before it. */
enum db_code cases_look(struct db *db, int64_t id, int64_t at_ms);
enum db_code cases_put_off(struct db *db, int64_t id, int64_t at_ms);
/* The same of all open cases of which an institution is asked to decide or has
 * something in hand. */
enum db_code cases_look_at(struct db *db, int64_t receiver, int64_t at_ms);
/* Somebody must look now at open cases whose limit lies beyond the calendars:
 * at most so many behind the id *from, which follows.  DB_NONE: those were
 * the last. */
enum db_code cases_look_provisional(struct db *db, int64_t *from, int64_t limit,
    int64_t now_ms);
/* The same of all that are disputed: their arbiter may be another. */
enum db_code cases_look_disputed(struct db *db, int64_t now_ms);
/* Its source has heard the answer: the reply window begins now. */
enum db_code cases_heard(struct db *db, int64_t id, int64_t source,
    int64_t now_ms);

#endif
