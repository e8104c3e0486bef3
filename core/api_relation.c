/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_relation.h"

#include "api_json.h"

/* Relations on their way into an object. */
struct putting {
	struct hub_json_out *out;
	int64_t case_id;
	bool any;
};

/* db_row_fn: one of them; the list begins with the first. */
static bool
put_one(void *ctx, const struct db_row *row)
{
	struct putting *p = ctx;
	struct relation_row r;

	relation_row_read(row, &r);
	if (!p->any)
		hub_json_open(p->out, "relations", '[');
	p->any = true;
	hub_json_open(p->out, NULL, '{');
	api_put_id(p->out, "case", r.a == p->case_id ? r.b : r.a);
	hub_json_put_text(p->out, "as", relation_name(r.kind));
	if (r.kind == RELATION_SAME)
		hub_json_put_flag(p->out, "lead", r.b == p->case_id);
	hub_json_close(p->out, '}');
	return true;
}

enum db_code
api_put_relations(struct hub_json_out *out, struct db *db, int64_t case_id)
{
	struct putting p = { out, case_id, false };
	enum db_code code = relations_of(db, case_id, put_one, &p);

	if (p.any)
		hub_json_close(out, ']');
	return code;
}
