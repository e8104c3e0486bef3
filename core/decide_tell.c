/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "decide_tell.h"

#include "cases_list.h"
#include "tell.h"

/* So many hear of one decision at most. */
#define HEARERS_MAX 32

/* Who hears it, and about which handoff of theirs. */
struct hearers {
	struct {
		int64_t institution;
		struct handoff_row about;
	} rows[HEARERS_MAX];
	size_t count;
};

/* One more, unless they are there already. */
static void
add(struct hearers *to, int64_t institution, const struct handoff_row *about)
{
	for (size_t i = 0; i < to->count; i++)
		if (to->rows[i].institution == institution)
			return;
	if (to->count == HEARERS_MAX)
		return;
	to->rows[to->count].institution = institution;
	to->rows[to->count++].about = *about;
}

/* Whether a handoff had a side in the dispute. */
static bool
is_disputed(const struct handoff_row *h)
{
	return h->kind == HUB_KIND_TRANSFER &&
	    (h->state == HANDOFF_REFUSED || h->state == HANDOFF_RETURNED ||
		h->state == HANDOFF_EXPIRED || handoff_open(h->state));
}

/* db_row_fn: the parties of an earlier handoff. */
static bool
take_parties(void *ctx, const struct db_row *row)
{
	struct hearers *to = ctx;
	struct handoff_row h;

	handoff_row_read(row, &h);
	if (h.kind == HUB_KIND_JOINT && handoff_open(h.state))
		add(to, h.receiver, &h);
	if (!is_disputed(&h))
		return true;
	add(to, h.receiver, &h);
	add(to, h.sender, &h);
	return true;
}

enum db_code
decide_tell(struct act *act, const struct handoff_row *lead)
{
	struct hearers to = { .count = 0 };
	struct act about = *act;
	enum db_code code;

	add(&to, lead->receiver, lead);
	code = handoffs_of_case(act->room->db, act->of_case.id, take_parties,
	    &to);
	for (size_t i = 0; i < to.count && code == DB_OK; i++) {
		if (to.rows[i].institution == act->actor->institution)
			continue;
		about.handoff = to.rows[i].about;
		code = tell_one(&about, to.rows[i].institution, HUB_EV_DECISION,
		    act->said);
	}
	return code;
}
