/* SPDX-License-Identifier: Apache-2.0 */
/*
 * outbox_list.h - deliveries by the page, and how many wait.
 */
#ifndef OUTBOX_LIST_H
#define OUTBOX_LIST_H

#include "outbox.h"

struct outbox_look {
	enum delivery_state state;
	int64_t after; /* id of the last one seen */
	int64_t limit;
};

/* In one state, oldest first, behind an id; rows for delivery_row_read.  Only
 * parked ones are found without a look at all. */
enum db_code outbox_page(struct db *db, const struct outbox_look *look,
    db_row_fn *each, void *ctx);
/* What a person can enter at an institution now: heads of lanes that nothing is
 * sending, and what is parked; oldest first. */
enum db_code outbox_todo(struct db *db, int64_t institution, int64_t limit,
    db_row_fn *each, void *ctx);
/* How many wait, and how many are parked: institution and count a row. */
enum db_code outbox_waiting(struct db *db, db_row_fn *each, void *ctx);
enum db_code outbox_parked(struct db *db, db_row_fn *each, void *ctx);

/* What waits for one institution. */
struct outbox_queue {
	int64_t institution;
	int64_t waiting; /* of all: not concluded */
	int64_t sending, unknown, parked;
	int64_t oldest;	  /* id */
	int64_t next_due; /* of those ready; 0: none */
};
/* A row for each institution that anything waits for. */
enum db_code outbox_queues(struct db *db, db_row_fn *each, void *ctx);
void outbox_queue_read(const struct db_row *row, struct outbox_queue *ret);

#endif
