/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "measure.h"

#include "term.h"

/* Refusals, returns and expiries that make a case a ping-pong ball. */
#define PING_PONG 2

/* A case being measured. */
struct measure {
	const struct conf *conf;
	const struct charge_case *of;
	struct tally *tally;
	int64_t lost; /* days */
};

/* What the state of a case counts as. */
static const enum sum of_state[] = {
	[CASE_RECEIVED] = SUM_WAITING,
	[CASE_VERIFIED] = SUM_WAITING,
	[CASE_FORWARDED] = SUM_WAITING,
	[CASE_IN_PROGRESS] = SUM_IN_PROCESS,
	[CASE_ANSWERED] = SUM_IN_PROCESS,
	[CASE_NEEDS_INFO] = SUM_IN_PROCESS,
	[CASE_POSTPONED] = SUM_IN_PROCESS,
	[CASE_REOPENED] = SUM_IN_PROCESS,
	[CASE_DISPUTED] = SUM_WAITING,
	[CASE_COMPLETED] = SUM_COMPLETED,
	[CASE_ARCHIVED] = SUM_ARCHIVED,
	[CASE_WITHDRAWN] = SUM_WITHDRAWN,
};

/* What a charged day counts as. */
static const enum sum of_cause[] = {
	[CHARGE_HOLDER] = SUM_DAYS_HOLDER,
	[CHARGE_SENDER] = SUM_DAYS_SENDER,
	[CHARGE_REFUSER] = SUM_DAYS_REFUSER,
	[CHARGE_RECEIVER] = SUM_DAYS_RECEIVER,
	[CHARGE_ARBITER] = SUM_DAYS_ARBITER,
	[CHARGE_QUESTION] = SUM_DAYS_QUESTION,
};

/* Adds under an institution's name, in the case's region. */
static void
add(const struct measure *m, int64_t institution, enum sum sum, int64_t amount)
{
	const struct tally_mark mark = { institution, m->of->row->region };

	tally_add(m->tally, &mark, sum, amount);
}

/* Adds one under the holder's name. */
static void
count(const struct measure *m, enum sum sum)
{
	add(m, m->of->row->holder, sum, 1);
}

/* Where the case stands. */
static void
count_state(const struct measure *m)
{
	const struct case_row *c = m->of->row;
	enum sum sum = of_state[c->state];

	count(m, SUM_RECEIVED);
	count(m, sum);
	if (sum == SUM_COMPLETED || sum == SUM_IN_PROCESS)
		count(m, SUM_FOLLOWED_UP);
	if (c->reopened > 0)
		count(m, SUM_REOPENED);
	if (c->hops >= PING_PONG)
		count(m, SUM_PING_PONG);
}

/* Whether it was answered in time, as far as that is settled. */
static void
count_answer(const struct measure *m)
{
	const struct case_row *c = m->of->row;
	bool again = c->reopened > 0;
	bool settled = c->answered_at != 0 ||
	    (case_open(c->state) && m->of->now_ms >= c->due_at);

	if (c->due_at == 0 || !settled)
		return;
	count(m, again ? SUM_AGAIN_DUE : SUM_ANSWER_DUE);
	if (c->answered_at != 0 && c->answered_at < c->due_at)
		count(m, again ? SUM_AGAIN_IN_TIME : SUM_ANSWER_IN_TIME);
}

/* When the receiver's first follow-up came, or should have come. */
static void
count_follow_up(const struct measure *m, const struct handoff_row *h)
{
	const struct case_row *c = m->of->row;
	const struct term_limit limit = { .name = "first_follow_up",
		.received_ms = c->received,
		.start_ms = h->taken_at };
	int64_t due = term_of_limit(m->conf, c->region, &limit).at;
	int64_t until = handoff_open(h->state) ? m->of->now_ms : h->decided_at;

	if (h->first_at != 0) {
		add(m, h->receiver, SUM_FOLLOWED, 1);
		add(m, h->receiver, SUM_FOLLOW_DAYS,
		    term_days(m->conf, c->region, h->taken_at, h->first_at));
	}
	if (due == 0 || (h->first_at == 0 && until < due))
		return;
	add(m, h->receiver, SUM_FIRST_DUE, 1);
	if (h->first_at != 0 && h->first_at < due)
		add(m, h->receiver, SUM_FIRST_IN_TIME, 1);
}

/* What the receiver decided; the coordinator's decisions are not theirs. */
static void
count_decision(const struct measure *m, const struct handoff_row *h)
{
	bool said = h->taken_by == TAKEN_SAID || h->taken_by == TAKEN_IMPLIED;
	bool deemed = h->taken_by == TAKEN_DEEMED;
	bool refused = h->state == HANDOFF_REFUSED;
	bool expired = h->state == HANDOFF_EXPIRED;

	if (said || deemed || refused || expired)
		add(m, h->receiver, SUM_DECIDED, 1);
	if (said)
		add(m, h->receiver, SUM_ACCEPTED, 1);
	if (deemed)
		add(m, h->receiver, SUM_DEEMED, 1);
	if (expired)
		add(m, h->receiver, SUM_EXPIRED, 1);
	if (!refused && h->state != HANDOFF_RETURNED)
		return;
	add(m, h->receiver, SUM_REFUSALS, 1);
	if (h->reason <= HUB_REASON_COMPLAINANT_REQUEST)
		add(m, h->receiver, SUM_REASON + h->reason, 1);
}

/* Handoffs that carry the custody. */
static void
count_handoffs(const struct measure *m)
{
	bool handed = false;

	for (size_t i = 0; i < m->of->handoff_count; i++) {
		const struct handoff_row *h = &m->of->handoffs[i];

		if (h->kind != HUB_KIND_TRANSFER)
			continue;
		handed = true;
		count_decision(m, h);
		if (h->taken_at != 0)
			count_follow_up(m, h);
	}
	if (!handed)
		return;
	count(m, SUM_HANDED);
	add(m, m->of->row->holder, SUM_HOPS, 1 + (int64_t)m->of->row->hops);
}

/* Disputes; a decision that nobody had waited for is none. */
static void
count_disputes(const struct measure *m)
{
	for (size_t i = 0; i < m->of->dispute_count; i++) {
		const struct dispute_row *d = &m->of->disputes[i];

		if (d->opened_at == d->decided_at)
			continue;
		add(m, d->arbiter, SUM_DISPUTES, 1);
		if (d->decided_at == 0)
			continue;
		add(m, d->arbiter, SUM_DISPUTES_DECIDED, 1);
		add(m, d->arbiter, SUM_DISPUTE_DAYS,
		    term_days(m->conf, m->of->row->region, d->opened_at,
			d->decided_at));
	}
}

/* charge_fn: a stretch of days. */
static void
count_days(void *ctx, const struct charge *charge)
{
	struct measure *m = ctx;

	if (charge->cause == CHARGE_QUESTION) {
		add(m, m->of->row->holder, SUM_DAYS_QUESTION, charge->days);
		return;
	}
	add(m, charge->institution, SUM_DAYS, charge->days);
	add(m, charge->institution, of_cause[charge->cause], charge->days);
	if (charge->cause == CHARGE_HOLDER)
		return;
	add(m, charge->institution, SUM_DAYS_LOST, charge->days);
	m->lost += charge->days;
}

/* Adds a case to the sums. */
void
measure_case(const struct conf *conf, const struct charge_case *of,
    struct tally *tally)
{
	struct measure m = { conf, of, tally, 0 };

	if ((of->row->flags & CASE_TEST) != 0) {
		count(&m, SUM_TEST);
		return;
	}
	if (of->row->joined != 0) {
		count(&m, SUM_JOINED);
		return;
	}
	count_state(&m);
	count_answer(&m);
	count_handoffs(&m);
	count_disputes(&m);
	charge_each(conf, of, count_days, &m);
	add(&m, of->row->holder, SUM_CASE_LOST, m.lost);
}
