/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases.h - rows of cases, handoffs and what was said about them.
 *
 * Institutions are their numbers in the database, times are milliseconds.
 */
#ifndef CASES_H
#define CASES_H

#include "custody.h"
#include "db.h"

enum case_flag {
	CASE_ANONYMOUS = 1,
	CASE_SECRET = 2,
	CASE_URGENT = 4,
	CASE_TEST = 8,
};

#define CASE_TRACKING_MAX 64

struct case_row {
	int64_t id, source, holder, holder_since, content;
	uint64_t hops;
	unsigned flags;
	enum case_state state;
	enum hub_class classification;
	char tracking_id[CASE_TRACKING_MAX + 1];
	char category[65], region[33];
};

struct handoff_row {
	int64_t id, case_id, parent, sender, receiver, due_at, decided_at;
	uint64_t chan_seq, hop;
	enum hub_kind kind;
	enum handoff_state state;
	enum hub_reason reason;
};

struct event_row {
	int64_t id, case_id, handoff_id, speaker, claimed_at, content;
	enum hub_event_kind kind;
	enum hub_audience audience;
	enum event_applied {
		EVENT_APPLIED,
		EVENT_LATE,
		EVENT_HELD,
	} applied;
};

/* DB_NONE: the source has said this tracking id before. */
enum db_code cases_add(struct db *db, const struct case_row *row);
enum db_code cases_get(struct db *db, int64_t id, struct case_row *ret);
enum db_code cases_by_tracking(struct db *db, int64_t source,
    const char *tracking_id, struct case_row *ret);
/* Writes state, holder, holder_since and hops. */
enum db_code cases_set(struct db *db, const struct case_row *row);
/* Cases of any source with that tracking id, oldest first. */
enum db_code cases_find_tracking(struct db *db, const char *tracking_id,
    db_row_fn *each, void *ctx);

enum db_code handoffs_add(struct db *db, const struct handoff_row *row);
enum db_code handoffs_get(struct db *db, int64_t id, struct handoff_row *ret);
/* The newest handoff of a case, or the newest with that parent. */
enum db_code handoffs_last(struct db *db, int64_t case_id,
    struct handoff_row *ret);
/* Writes state, reason and decided_at. */
enum db_code handoffs_set(struct db *db, const struct handoff_row *row);
/* Whether the case was refused or returned by that institution before. */
bool handoffs_refused_by(struct db *db, int64_t case_id, int64_t receiver);

enum db_code events_add(struct db *db, const struct event_row *row);

/* Columns of these queries in the order of the structs' SELECT lists. */
void case_row_read(const struct db_row *row, struct case_row *ret);
void handoff_row_read(const struct db_row *row, struct handoff_row *ret);

#endif
