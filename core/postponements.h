/* SPDX-License-Identifier: Apache-2.0 */
/*
 * postponements.h - rows of postponements: from when to when the coordinator
 * had put a case off, and in what state it was.  Meanwhile the clocks of its
 * handoffs stand still; the citizen's runs on.
 *
 * A case that ever was has the flag CASE_PUT_OFF; without it nothing is looked
 * up.
 */
#ifndef POSTPONEMENTS_H
#define POSTPONEMENTS_H

#include "custody_case.h"
#include "db.h"
#include "workday.h"

/* Postponements that one clock may meet; the newest count. */
#define POSTPONEMENTS_MAX 16

struct postponement_row {
	int64_t id, case_id, from_at;
	enum case_state state;
};

/* A new one, which lasts. */
enum db_code postponements_add(struct db *db,
    const struct postponement_row *row);
/* The one that lasts, and its end. */
enum db_code postponements_open(struct db *db, int64_t case_id,
    struct postponement_row *ret);
enum db_code postponements_end(struct db *db, int64_t case_id, int64_t now_ms);
/* Those that ended after since_ms, or last. */
enum db_code postponements_since(struct db *db, int64_t case_id,
    int64_t since_ms, struct workday_pause ret[POSTPONEMENTS_MAX],
    size_t *ret_count);

#endif
