/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seen.h - what was said before: idempotency keys, webhook ids and event ids,
 * for seven days; events of a poll, since they were last said.
 *
 * A key is 16 bytes of SHA-256 over scope and text.  It stands in one of
 * eight tables, one a day, emptied when its day comes round again; rows stand
 * there as they came, for a random index would write a page a key.  They are
 * found through memory (seen_map.h), which follows the transaction:
 * seen_committed() keeps what was changed, seen_rolled_back() undoes it.
 */
#ifndef SEEN_H
#define SEEN_H

#include "db.h"

#define SEEN_KEY_SIZE 16

struct seen; /* belongs to the thread that writes */

struct seen_entry {
	uint8_t key[SEEN_KEY_SIZE];
	uint8_t digest[SEEN_KEY_SIZE]; /* of the body that came with it */
	int64_t id;		       /* what came of it */
};

/* scope: "intake", "webhook", "event"...; principal: who said it. */
void seen_key(const char *scope, const char *principal, const char *text,
    uint8_t out[SEEN_KEY_SIZE]);

/* Turns the day, then reads the keys that the database has. */
enum db_code seen_open(struct db *db, int64_t now_ms, struct seen **ret);
void seen_free(struct seen *seen);

/* Stores the entry unless the key is there, in any day's table, in one
 * statement.  DB_OK: stored; DB_CONFLICT: it was there and *ret_before says
 * what came of it then. */
enum db_code seen_put(struct seen *seen, int64_t now_ms,
    const struct seen_entry *entry, struct seen_entry *ret_before);
/* What is said again is kept from today on. */
enum db_code seen_renew(struct seen *seen, int64_t now_ms,
    const uint8_t key[SEEN_KEY_SIZE]);
/* Forgets what was stored: nothing came of it.  DB_NONE: it was not. */
enum db_code seen_drop(struct seen *seen, const uint8_t key[SEEN_KEY_SIZE]);
/* Empties the table whose day comes next; called when a day begins. */
enum db_code seen_turn(struct seen *seen, int64_t now_ms);

void seen_committed(struct seen *seen);
void seen_rolled_back(struct seen *seen);

#endif
