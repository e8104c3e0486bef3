/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cases.h - rows of cases, handoffs and what was said about them.
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
	CASE_PROVISIONAL = 16, /* due_at lies beyond the loaded calendars */
	CASE_HELD = 32,	       /* on hold: nothing of it is erased */
	CASE_CHECKED = 64,     /* verified by the coordinator */
	CASE_BESIDE = 128,     /* copies, parts or watchers: see besides.h */
	CASE_LEADS = 256,      /* others are joined to it: see joined.h */
	CASE_PUT_OFF = 512,    /* it was: see postponements.h */
};

#define CASE_TRACKING_MAX 64

/* received: day 0 of the citizen's clock.  due_at: when its limit runs out,
 * 0 while it stands still.  next_at: look at it again then, 0: never.
 * paused_at: when the complainant was asked, 0: the clock runs.  until_at: end
 * of a postponement.  first_at: the holder's first follow-up.  answered_at:
 * the reply window began.  joined: the case with its custody, 0: itself. */
struct case_row {
	int64_t id, source, holder, holder_since, content;
	int64_t received, due_at, next_at, paused_at, until_at, first_at,
	    answered_at, ended_at, joined;
	uint64_t hops;
	unsigned flags, told, questions, reopened;
	enum case_state state;
	enum hub_class classification;
	char tracking_id[CASE_TRACKING_MAX + 1], category[65], region[33];
};

/* How a handoff was taken.  Numbers stand in the database. */
enum handoff_taken {
	TAKEN_NOT,
	TAKEN_SAID,    /* the receiver said so */
	TAKEN_IMPLIED, /* by a progress or an answer */
	TAKEN_DEEMED,  /* silence is acceptance, by agreement */
	TAKEN_DECIDED, /* the coordinator's decision binds */
};

struct handoff_row {
	int64_t id, case_id, parent, sender, receiver, due_at, decided_at;
	int64_t dispute, taken_at, first_at; /* by whose decision; 0: none */
	enum handoff_taken taken_by;
	unsigned told;
	uint64_t chan_seq, hop;
	enum hub_kind kind;
	enum handoff_state state;
	enum hub_reason reason;
	bool made; /* in this act; not stored */
};

struct event_row {
	int64_t id, case_id, handoff_id, speaker, claimed_at, content;
	int64_t heard; /* among the ids, where it counts since later; or 0 */
	enum hub_event_kind kind;
	enum hub_audience audience;
	enum event_applied {
		EVENT_APPLIED,
		EVENT_LATE,
		EVENT_HELD,
		EVENT_BOUND,	 /* a no to what was decided */
		EVENT_MAPPED,	 /* was held, then said as what it means */
		EVENT_CORRECTED, /* by its speaker; the note is a row below */
	} applied;
};

/* DB_NONE: the source has said this tracking id before. */
enum db_code cases_add(struct db *db, const struct case_row *row);
enum db_code cases_get(struct db *db, int64_t id, struct case_row *ret);
enum db_code cases_by_tracking(struct db *db, int64_t source,
    const char *tracking_id, struct case_row *ret);
/* All but source and tracking id: category, region, content by the second. */
enum db_code cases_set(struct db *db, const struct case_row *row);
enum db_code cases_name(struct db *db, const struct case_row *row);
/* Cases of any source with that tracking id, oldest first. */
enum db_code cases_find_tracking(struct db *db, const char *tracking_id,
    db_row_fn *each, void *ctx);

enum db_code handoffs_add(struct db *db, const struct handoff_row *row);
enum db_code handoffs_get(struct db *db, int64_t id, struct handoff_row *ret);
/* The newest handoff of a case, or the newest with that parent. */
enum db_code handoffs_last(struct db *db, int64_t case_id,
    struct handoff_row *ret);
/* Writes all that changes after the offer. */
enum db_code handoffs_set(struct db *db, const struct handoff_row *row);
/* Whether that institution refused or returned the case itself before. */
bool handoffs_refused_by(struct db *db, int64_t case_id, int64_t receiver);
/* The same, or it expired there or failed. */
bool handoffs_ended_at(struct db *db, int64_t case_id, int64_t receiver);
/* Whether an institution had the case since that moment, and passed it on. */
bool handoffs_left_by(struct db *db, int64_t case_id, int64_t receiver,
    int64_t since_ms);

enum db_code events_add(struct db *db, const struct event_row *row);

/* Columns of these queries in the order of the structs' SELECT lists. */
void case_row_read(const struct db_row *row, struct case_row *ret);
void handoff_row_read(const struct db_row *row, struct handoff_row *ret);

#endif
