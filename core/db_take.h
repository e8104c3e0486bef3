/* SPDX-License-Identifier: Apache-2.0 */
/*
 * db_take.h - what most queries bring: one number, or a list that may be
 * empty.
 */
#ifndef DB_TAKE_H
#define DB_TAKE_H

#include "db.h"

/* db_row_fn: the first column of one row; ctx is an int64_t. */
bool db_take_int(void *ctx, const struct db_row *row);
/* For a list, which may be empty: DB_NONE is as good as DB_OK. */
enum db_code db_none_is_ok(enum db_code code);

#endif
