/* SPDX-License-Identifier: Apache-2.0 */
/*
 * letters_place.h - where letters stand in the mailboxes that they came to: how
 * far each mailbox was read, and what of it is to be moved away.
 */
#ifndef LETTERS_PLACE_H
#define LETTERS_PLACE_H

#include "letters.h"

/* Where a letter stands in its mailbox. */
struct letter_place {
	int64_t id, validity, uid;
};

struct letters_cursor {
	int64_t validity, uid;
};

/* DB_NONE: never read. */
enum db_code letters_cursor(struct db *db, const char *mailbox,
    struct letters_cursor *ret);
enum db_code letters_set_cursor(struct db *db, const char *mailbox,
    const struct letters_cursor *cursor);

/* Those done with that still stand where they came in, the oldest first. */
enum db_code letters_unmoved(struct db *db, const char *mailbox,
    struct letter_place *all, size_t most, size_t *ret_count);
/* It stands where it belongs now. */
enum db_code letters_set_moved(struct db *db, int64_t id);

#endif
