/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "api_dispute.h"

#include "api_json.h"
#include "arbitrate.h"
#include "cases_list.h"

/* A list of refusals on its way out. */
struct refusals {
	struct hub_json_out *out;
	const struct conf *conf;
};

/* db_row_fn: a handoff, if nobody took it. */
static bool
put_refusal(void *ctx, const struct db_row *row)
{
	const struct refusals *list = ctx;
	struct handoff_row h;

	handoff_row_read(row, &h);
	if (h.kind != HUB_KIND_TRANSFER ||
	    (h.state != HANDOFF_REFUSED && h.state != HANDOFF_RETURNED &&
		h.state != HANDOFF_EXPIRED))
		return true;
	hub_json_open(list->out, NULL, '{');
	api_put_id(list->out, "handoff", h.id);
	api_put_name(list->out, "institution", list->conf, h.receiver);
	hub_json_put_text(list->out, "state", handoff_state_name(h.state));
	hub_json_put_given(list->out, "reason", hub_reason_name(h.reason));
	api_put_title(list->out, "reason_title", api_title_reason(h.reason));
	api_put_ms(list->out, "at", h.decided_at);
	hub_json_close(list->out, '}');
	return true;
}

/* Who has refused, and whom they proposed. */
static enum db_code
put_sides(struct refusals *list, struct db *db,
    const struct dispute_row *dispute)
{
	enum db_code code;

	api_put_name(list->out, "proposed", list->conf, dispute->proposed);
	hub_json_open(list->out, "refusals", '[');
	code = handoffs_of_case(db, dispute->case_id, put_refusal, list);
	hub_json_close(list->out, ']');
	return code;
}

enum db_code
api_put_dispute_row(struct hub_json_out *out, const struct dispute_look *look,
    const struct dispute_row *dispute)
{
	struct refusals list = { out, look->conf };

	api_put_ms(out, "since", dispute->opened_at);
	api_put_name(out, "arbiter", look->conf, dispute->arbiter);
	if (dispute->decided_at == 0)
		api_put_ms(out, "due_at",
		    arbitrate_due(look->conf, look->of_case, dispute));
	hub_json_put_given(out, "decision",
	    hub_decision_name(dispute->decision));
	api_put_ms(out, "decided_at", dispute->decided_at);
	api_put_name(out, "target", look->conf, dispute->target);
	return look->sides ? put_sides(&list, look->db, dispute) : DB_OK;
}

enum db_code
api_put_dispute(struct hub_json_out *out, const struct dispute_look *look)
{
	struct dispute_row row;
	enum db_code code = disputes_shown(look->db, look->of_case->id, &row);

	if (code != DB_OK || !case_open(look->of_case->state))
		return code == DB_NONE ? DB_OK : code;
	hub_json_open(out, "dispute", '{');
	code = api_put_dispute_row(out, look, &row);
	hub_json_close(out, '}');
	return code;
}
