/* SPDX-License-Identifier: Apache-2.0 */
/* Which cases a reference may mean; see cases_list.h. */
#include "config.h"

#include "cases_list.h"
#include "ident.h"

static const struct db_query by_id = {
	"SELECT id FROM cases WHERE id = ?1"
	" UNION SELECT case_id FROM handoff WHERE id = ?1"
	" UNION SELECT case_id FROM delivery WHERE id = ?1"
};
static const struct db_query by_remote = {
	"SELECT d.case_id FROM institution i, delivery d"
	" WHERE d.institution = i.id AND d.remote_ref = ?1"
	" AND d.remote_ref <> '' AND d.live = 1 ORDER BY d.case_id"
};

/* db_row_fn: one id, unless it is there. */
static bool
take_id(void *ctx, const struct db_row *row)
{
	struct cases_found *found = ctx;
	int64_t id = db_row_int(row, 0);

	for (size_t i = 0; i < found->count; i++)
		if (found->ids[i] == id)
			return true;
	if (found->count < CASES_FOUND_MAX)
		found->ids[found->count++] = id;
	return found->count < CASES_FOUND_MAX;
}

enum db_code
cases_find(struct db *db, const char *ref, struct cases_found *ret)
{
	enum db_code code = DB_OK;
	int64_t id;

	ret->count = 0;
	if (ident_parse(ref, &id))
		code = db_get(db, &by_id, DB_ARGS(db_int(id)), take_id, ret);
	if (code == DB_OK || code == DB_NONE)
		code = cases_find_tracking(db, ref, take_id, ret);
	if (code == DB_OK || code == DB_NONE)
		code = db_get(db, &by_remote, DB_ARGS(db_text(ref)), take_id,
		    ret);
	return code == DB_NONE ? DB_OK : code;
}
