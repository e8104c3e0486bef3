/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outages.h - rows of outages: from when to when an institution, or the hub
 * itself (institution 0), could not be reached, so that nothing expires and
 * the clocks of handoffs to it stand still.
 *
 * Institutions are their numbers in the database, times are milliseconds.
 */
#ifndef OUTAGES_H
#define OUTAGES_H

#include "db.h"
#include "workday.h"

#define OUTAGE_REASON_MAX 200
/* Outages that one clock may meet; the newest count. */
#define OUTAGES_MAX 64

struct outage_row {
	int64_t id, institution, since;
	int64_t until;	 /* 0: nobody knows yet */
	int64_t told_at; /* the coordinator was told, 0: not yet */
	int64_t person;	 /* opaque number of who said so, 0: the hub itself */
	char reason[OUTAGE_REASON_MAX + 1];
};

enum db_code outages_add(struct db *db, const struct outage_row *row);
/* The one that has no end yet, or that covers the moment. */
enum db_code outages_at(struct db *db, int64_t institution, int64_t at_ms,
    struct outage_row *ret);
/* Writes until, told_at, reason and person. */
enum db_code outages_set(struct db *db, const struct outage_row *row);
/* Those of the institution and of the hub that end after since_ms. */
enum db_code outages_since(struct db *db, int64_t institution, int64_t since_ms,
    struct workday_pause ret[OUTAGES_MAX], size_t *ret_count);
/* All of an institution (0: of everybody) that end after since_ms, oldest
 * first; rows for outage_row_read. */
enum db_code outages_each(struct db *db, int64_t institution, int64_t since_ms,
    db_row_fn *each, void *ctx);
void outage_row_read(const struct db_row *row, struct outage_row *ret);

/* When the hub was last known to run; 0: never. */
enum db_code outages_alive(struct db *db, int64_t *ret_ms);
enum db_code outages_set_alive(struct db *db, int64_t now_ms);

#endif
