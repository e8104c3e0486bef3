/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "beside.h"

#include "besides.h"
#include "cases_list.h"
#include "handed.h"
#include "own.h"
#include "requires.h"
#include "route.h"
#include "tell_source.h"

#define COPY_OF_SECRET "target: a secret case is copied to nobody"
#define BARRED \
	"target: is not in office, or is or stands below the body that the" \
	" case is about"
#define HAS_PART "target: has a part in the case already"
#define TOO_MANY "kind: the case has 32 copies, parts and watchers already"

/* Whether that kind of handoff to them is under way. */
static bool
has_part(const struct act *act, const struct besides *open, enum hub_kind kind,
    int64_t receiver)
{
	struct handoff_row offered;

	for (size_t i = 0; i < open->count; i++) {
		const struct handoff_row *row = &open->rows[i];

		if (row->receiver == receiver && row->kind == kind &&
		    row->state < HANDOFF_ANSWERED)
			return true;
	}
	return kind != HUB_KIND_TRANSFER &&
	    handoffs_offered(act->room->db, act->of_case.id, &offered) ==
	    DB_OK &&
	    offered.receiver == receiver;
}

const char *
beside_barred(struct act *act, const struct hub_handoff *h, enum hub_kind kind,
    const struct conf_institution *to)
{
	if (!route_may_take(act->conf, h, act->room->now_ms, to))
		return BARRED;
	return kind == HUB_KIND_COPY && h->secret ? COPY_OF_SECRET : "";
}

/* What stands in the way by the handoffs that there are, or "". */
static const char *
crowded(const struct act *act, const struct besides *open, enum hub_kind kind,
    const struct conf_institution *to)
{
	if (has_part(act, open, kind, to->key))
		return HAS_PART;
	return kind != HUB_KIND_TRANSFER && open->count == BESIDES_MAX
	    ? TOO_MANY
	    : "";
}

enum db_code
beside_problem(struct act *act, enum hub_kind kind,
    const struct conf_institution *to, const char **ret_problem)
{
	struct besides open = { .count = 0 };
	struct handed handed;
	const char *problem = "";
	enum db_code code = handed_read(act, &handed);

	if (code == DB_OK && (act->of_case.flags & CASE_BESIDE))
		code = besides_open(act->room->db, act->of_case.id, &open);
	if (code == DB_OK)
		problem = beside_barred(act, &handed.h, kind, to);
	if (code == DB_OK && problem[0] == '\0')
		problem = crowded(act, &open, kind, to);
	if (code == DB_OK && problem[0] == '\0')
		code = requires_problem(act, &handed.h, to, &problem);
	*ret_problem = arena_text(act->arena, problem);
	handed_release(&handed);
	return code;
}

enum db_code
beside_make(struct act *act, const struct offer *offer, const char *rule)
{
	struct hub_event event = hub_event_init(HUB_EV_HANDOFF);
	struct audit_note base = audit_note_init("");
	struct act next = *act;
	enum db_code code = offer_make(&next, offer, &next.handoff);

	if (code != DB_OK)
		return code;
	base.entry.action = "queue";
	base.entry.route = rule;
	base.entry.rules = act->conf->rules_sha256;
	base.entry.state_to = handoff_state_name(HANDOFF_OFFERED);
	next.event = &event;
	next.base = &base;
	next.type = offer_type(offer->kind);
	next.step = NULL;
	next.payload = (struct audit_payload){ NULL, 0 };
	next.holder_before = next.of_case.holder;
	code = act_audit(&next, "pending", hub_reason_name(offer->reason));
	if (code == DB_OK)
		code = tell_passed(&next, &next.handoff, NULL);
	act->case_seq = next.case_seq;
	act->of_case = next.of_case;
	return code;
}

/* How the end of a handoff beside the custody is told. */
static const struct own_word closed = {
	.what = CUSTODY_CLOSE,
	.type = "simpul.handoff.closed.v1",
	.action = "close",
	.basis = "",
	.outcome = "success",
};

/* Ends one of them; its receiver is told, unless it had no duty or never
 * heard of it. */
static enum db_code
close_one(struct act *act, struct handoff_row *row, bool tell)
{
	bool offered = row->state == HANDOFF_OFFERED, recalled = false;
	enum db_code code = own_say(act, row, &closed, &recalled);

	if (code != DB_OK || (recalled && offered) || !tell ||
	    row->kind == HUB_KIND_COPY)
		return code == DB_NONE ? DB_OK : code;
	return tell_not_yours(act, row);
}

enum db_code
beside_absorb(struct act *act)
{
	struct besides open;
	enum db_code code;

	if (!(act->of_case.flags & CASE_BESIDE))
		return DB_OK;
	code = besides_open(act->room->db, act->of_case.id, &open);
	for (size_t i = 0; i < open.count && code == DB_OK; i++)
		if (open.rows[i].receiver == act->of_case.holder)
			code = close_one(act, &open.rows[i], false);
	return code;
}

enum db_code
beside_close(struct act *act)
{
	struct besides open;
	enum db_code code;

	code = besides_open(act->room->db, act->of_case.id, &open);
	for (size_t i = 0; i < open.count && code == DB_OK; i++)
		code = close_one(act, &open.rows[i], true);
	act->of_case.flags &= ~(unsigned)CASE_BESIDE;
	return code;
}
