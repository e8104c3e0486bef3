/* SPDX-License-Identifier: Apache-2.0 */
/*
 * institutions.h - rows of institutions: a name keeps its number for ever.
 */
#ifndef INSTITUTIONS_H
#define INSTITUTIONS_H

#include "db.h"
#include "hub_event.h"

/* The number of a name; a new one when it is new.  was: the name it had
 * before, which it takes over with its number, or ""; *ret_renamed: it did so
 * now. */
enum db_code institutions_key(struct db *db, const char *name, const char *was,
    int64_t *ret_key, bool *ret_renamed);
/* What is not over yet: cases that it holds, handed in or is asked to take,
 * and deliveries to it.  Looks at every case: for what is rare. */
enum db_code institutions_open_work(struct db *db, int64_t key,
    int64_t *ret_cases, int64_t *ret_deliveries);
/* Where the next poll starts, and until when news of theirs are here; texts of
 * HUB_CARRY_MAX bytes and their NUL. */
struct institution_cover {
	char cursor[HUB_CARRY_MAX + 1];
	int64_t until_ms; /* 0: nothing was ever polled */
};
enum db_code institutions_cover(struct db *db, int64_t key,
    struct institution_cover *ret);
enum db_code institutions_set_cover(struct db *db, int64_t key,
    const char *cursor, int64_t until_ms);
/* Every row: id, name, in order of id. */
enum db_code institutions_each(struct db *db, db_row_fn *each, void *ctx);

#endif
