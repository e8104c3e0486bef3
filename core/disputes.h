/* SPDX-License-Identifier: Apache-2.0 */
/*
 * disputes.h - rows of disputes: who is to decide on a case that nobody takes,
 * and what was decided.
 *
 * Institutions are their numbers in the database, times are milliseconds.  At
 * most one dispute of a case is open.
 */
#ifndef DISPUTES_H
#define DISPUTES_H

#include "db.h"
#include "hub_word.h"

/* Who is asked to decide; each later one after the earlier did not. */
enum dispute_stage {
	DISPUTE_COORDINATOR = 1,
	DISPUTE_DEPUTY = 2,
	DISPUTE_ABOVE = 3,
};

struct dispute_row {
	int64_t id, case_id;
	int64_t handoff_id; /* whose refusal, return or expiry opened it */
	int64_t proposed;   /* target that was proposed, 0: none */
	int64_t arbiter;    /* who is to decide now */
	int64_t opened_at, decided_at, decided_by, target;
	int64_t content; /* row of the decision's event, 0: none */
	int64_t told_at; /* a refusal was last answered with it */
	uint64_t again;	 /* refusals after the decision */
	enum dispute_stage stage;
	enum hub_decision decision;
	bool overturned; /* whoever refused has to take it */
};

enum db_code disputes_add(struct db *db, const struct dispute_row *row);
enum db_code disputes_get(struct db *db, int64_t id, struct dispute_row *ret);
/* The open dispute of a case, or the last one decided. */
enum db_code disputes_open(struct db *db, int64_t case_id,
    struct dispute_row *ret);
enum db_code disputes_last(struct db *db, int64_t case_id,
    struct dispute_row *ret);
/* Whether that institution is asked to decide the case's dispute now. */
bool disputes_asks(struct db *db, int64_t case_id, int64_t institution);
/* Open ones that an institution is asked to decide, oldest first; rows for
 * dispute_row_read. */
enum db_code disputes_asked_of(struct db *db, int64_t arbiter, int64_t limit,
    db_row_fn *each, void *ctx);
/* Writes all but id, case, handoff and opened_at. */
enum db_code disputes_set(struct db *db, const struct dispute_row *row);
/* An open one is over without a decision: the case found its holder. */
enum db_code disputes_settle(struct db *db, int64_t case_id, int64_t now_ms);
/* The one that a case shows: undecided, or decided for the time being. */
enum db_code disputes_shown(struct db *db, int64_t case_id,
    struct dispute_row *ret);
/* Those that open cases show, or all of a case, oldest first; rows for
 * dispute_row_read. */
enum db_code disputes_waiting(struct db *db, db_row_fn *each, void *ctx);
enum db_code disputes_of_case(struct db *db, int64_t case_id, db_row_fn *each,
    void *ctx);
/* Of the cases from one to another id, in order of case and id. */
enum db_code disputes_between(struct db *db, int64_t from, int64_t until,
    db_row_fn *each, void *ctx);
void dispute_row_read(const struct db_row *row, struct dispute_row *ret);

#endif
