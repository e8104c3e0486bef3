/* SPDX-License-Identifier: Apache-2.0 */
/*
 * seen.h - what was said before: idempotency keys, webhook ids and event ids,
 * for seven days.
 *
 * A key is 16 bytes of SHA-256 over scope and text; it stands in one of eight
 * tables, one a day, emptied when its day comes round again, so that the
 * random index never grows beyond a week.
 */
#ifndef SEEN_H
#define SEEN_H

#include "db.h"

#define SEEN_KEY_SIZE 16

struct seen_entry {
	uint8_t key[SEEN_KEY_SIZE];
	uint8_t digest[SEEN_KEY_SIZE]; /* of the body that came with it */
	int64_t id;		       /* what came of it */
};

/* scope: "intake", "webhook", "event"...; principal: who said it. */
void seen_key(const char *scope, const char *principal, const char *text,
    uint8_t out[SEEN_KEY_SIZE]);

/* In one statement: stores the entry unless the key is there, in any day's
 * table.  DB_OK: stored; DB_CONFLICT: it was there and *ret_before says what
 * came of it then. */
enum db_code seen_put(struct db *db, int64_t now_ms,
    const struct seen_entry *entry, struct seen_entry *ret_before);
/* Forgets what was stored on the same day: nothing came of it. */
enum db_code seen_drop(struct db *db, int64_t now_ms,
    const uint8_t key[SEEN_KEY_SIZE]);
/* Empties the table whose day comes next; called when a day begins. */
enum db_code seen_turn(struct db *db, int64_t now_ms);

#endif
