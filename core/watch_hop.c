/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks of handoffs and what is near their end; see watch_look.h. */
#include "config.h"

#include "arbitrate.h"
#include "case_clock.h"
#include "handed.h"
#include "notice.h"
#include "outages.h"
#include "own.h"
#include "postponements.h"
#include "route.h"
#include "watch_look.h"

#define HOUR_MS INT64_C(3600000)

/* An outage that lasts stops at now, for the earliest end that the clock can
 * have; one that nobody has begun yet is left out unless its end is known. */
static size_t
until_now(struct workday_pause *pauses, size_t count, int64_t now,
    bool *ret_lasts)
{
	size_t kept = 0;

	*ret_lasts = false;
	for (size_t i = 0; i < count; i++) {
		struct workday_pause p = pauses[i];

		if (p.from_ms <= now && (p.until_ms == 0 || p.until_ms > now))
			*ret_lasts = true;
		if (p.until_ms == 0 && p.from_ms > now)
			continue;
		if (p.until_ms == 0)
			p.until_ms = now;
		pauses[kept++] = p;
	}
	return kept;
}

#define STILL_MAX (OUTAGES_MAX + POSTPONEMENTS_MAX)

/* All times in which the clock of a handoff stood still: outages of its
 * receiver and of the hub, and while the case was put off. */
static enum db_code
find_still(struct act *act, const struct handoff_row *h, int64_t start_ms,
    struct workday_pause ret[STILL_MAX], size_t *ret_count)
{
	size_t more = 0;
	enum db_code code = outages_since(act->room->db, h->receiver, start_ms,
	    ret, ret_count);

	if (code == DB_OK && (act->of_case.flags & CASE_PUT_OFF))
		code = postponements_since(act->room->db, act->of_case.id,
		    start_ms, ret + *ret_count, &more);
	*ret_count += more;
	return code;
}

enum db_code
watch_hop(struct act *act, const struct handoff_row *h,
    const struct term_limit *limit, struct watch_hop *ret)
{
	const struct conf_institution *to = conf_by_key(act->conf, h->receiver);
	struct workday_pause pauses[STILL_MAX];
	size_t count = 0;
	enum db_code code = find_still(act, h, limit->start_ms, pauses, &count);

	if (code != DB_OK)
		return code;
	count = until_now(pauses, count, act->room->now_ms, &ret->stands);
	if (to == NULL)
		ret->due =
		    term_of_limit(act->conf, act->of_case.region, limit).at;
	else
		ret->due = term_of_hop(act->conf, to, limit, pauses, count).at;
	return DB_OK;
}

/* The coordinator is told of an outage once, by the first case that meets
 * it. */
static enum db_code
tell_outage(struct act *act, int64_t institution)
{
	const struct notice notice = { NOTICE_OUTAGE, institution, 0,
		{ watch_coordinator(act) } };
	struct outage_row row;
	enum db_code code = outages_at(act->room->db, institution,
	    act->room->now_ms, &row);

	if (code != DB_OK || row.told_at != 0)
		return code == DB_NONE ? DB_OK : code;
	row.told_at = act->room->now_ms;
	code = outages_set(act->room->db, &row);
	return code == DB_OK ? notice_give(act, &notice) : code;
}

enum db_code
watch_standing(struct act *act, const struct handoff_row *h, int64_t start,
    int64_t due)
{
	int64_t now = act->room->now_ms;
	int64_t at = case_clock_soon(&act->of_case, start, due);

	/* It is looked at again when it goes on. */
	if (act->of_case.state == CASE_POSTPONED)
		return DB_OK;
	if (at <= now)
		at = due;
	case_clock_look(&act->of_case, at > now ? at : now + HOUR_MS);
	return tell_outage(act, h->receiver);
}

enum db_code
watch_dispute(struct act *act, const struct handoff_row *h)
{
	struct handed handed;
	enum db_code code = handed_read(act, &handed);

	if (code == DB_OK)
		code = arbitrate_open(act, h, &handed.h, 0);
	handed_release(&handed);
	return code;
}

int64_t
watch_coordinator(const struct act *act)
{
	const struct conf_institution *inst = route_coordinator(act->conf);

	return inst == NULL ? 0 : inst->key;
}

int64_t
watch_superior(const struct act *act, int64_t institution)
{
	const struct conf_institution *inst = conf_by_key(act->conf,
	    institution);

	/* Who stands above may be the one that is complained about. */
	if (inst == NULL || (act->of_case.flags & CASE_SECRET) ||
	    act->of_case.classification == HUB_CLASS_SUPERVISORY)
		return 0;
	inst = conf_find(act->conf, inst->superior);
	return inst == NULL || inst->retired ? 0 : inst->key;
}

enum db_code
watch_breached(struct act *act, const char *clock, int64_t due)
{
	struct audit_note base = audit_note_init("");

	base.entry.clock_name = clock;
	base.entry.clock_due_ms = due;
	return own_note(act, "simpul.clock.breached.v1", "breach", &base);
}
