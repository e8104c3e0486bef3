/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "db_take.h"

bool
db_take_int(void *ctx, const struct db_row *row)
{
	*(int64_t *)ctx = db_row_int(row, 0);
	return false;
}

enum db_code
db_none_is_ok(enum db_code code)
{
	return code == DB_NONE ? DB_OK : code;
}
