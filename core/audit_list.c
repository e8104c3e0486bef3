/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "audit_list.h"

static const struct db_query of_case = {
	"SELECT case_seq, body FROM audit_entry WHERE case_id = ?1"
	" AND case_id <> 0 AND case_seq > ?2 ORDER BY case_seq LIMIT ?3"
};

enum db_code
audit_of_case(struct db *db, const struct audit_look *look, db_row_fn *each,
    void *ctx)
{
	enum db_code code;

	code = db_get(db, &of_case,
	    DB_ARGS(db_int(look->case_id), db_int(look->after),
		db_int(look->limit)),
	    each, ctx);
	return code == DB_NONE ? DB_OK : code;
}

enum db_code
audit_entry_get(struct db *db, uint64_t index, db_row_fn *each, void *ctx)
{
	static const struct db_query query = {
		"SELECT case_id, body FROM audit_entry WHERE seq = ?1"
	};

	return db_get(db, &query, DB_ARGS(db_int((int64_t)index)), each, ctx);
}
