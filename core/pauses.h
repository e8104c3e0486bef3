/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pauses.h - rows of pauses: from when to when a case's clock stood still,
 * because the complainant was asked.
 */
#ifndef PAUSES_H
#define PAUSES_H

#include "db.h"
#include "workday.h"

/* At most this many questions stop the clock of one case. */
#define PAUSES_MAX 2

/* Rows of from and until on their way to the caller, for pauses_take(). */
struct pauses_taking {
	struct workday_pause *rows;
	size_t count, most;
};

/* db_row_fn: one row; ctx is a struct pauses_taking. */
bool pauses_take(void *ctx, const struct db_row *row);

enum db_code pauses_add(struct db *db, int64_t id, int64_t case_id,
    int64_t asked_at);
/* Ends the one that is open. */
enum db_code pauses_end(struct db *db, int64_t case_id, int64_t answered_at);
/* In order; at most PAUSES_MAX of the case's present clock, which began at
 * since. */
enum db_code pauses_of_case(struct db *db, int64_t case_id, int64_t since,
    struct workday_pause ret[PAUSES_MAX], size_t *ret_count);

#endif
