/* SPDX-License-Identifier: Apache-2.0 */
/*
 * institutions.h - rows of institutions: a name keeps its number for ever.
 */
#ifndef INSTITUTIONS_H
#define INSTITUTIONS_H

#include "db.h"

/* The number of a name; a new one when it is new.  was: the name it had
 * before, which it takes over with its number, or "". */
enum db_code institutions_key(struct db *db, const char *name, const char *was,
    int64_t *ret_key);
/* What is not over yet: cases that it holds, handed in or is asked to take,
 * and deliveries to it.  Looks at every case: for what is rare. */
enum db_code institutions_open_work(struct db *db, int64_t key,
    int64_t *ret_cases, int64_t *ret_deliveries);
/* Every row: id, name, in order of id. */
enum db_code institutions_each(struct db *db, db_row_fn *each, void *ctx);

#endif
