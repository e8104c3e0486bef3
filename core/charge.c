/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "charge.h"

#include "ident.h"
#include "term.h"

/* Reasons that say who the case is for, not what it lacks. */
static const bool of_address[] = {
	[HUB_REASON_OUTSIDE_AUTHORITY] = true,
	[HUB_REASON_WRONG_ADDRESS] = true,
	[HUB_REASON_WRONG_REGION] = true,
	[HUB_REASON_HIGHER_LEVEL] = true,
	[HUB_REASON_LOWER_LEVEL] = true,
	[HUB_REASON_NATIONAL_PRIORITY] = true,
	[HUB_REASON_UNRESOLVED_ESCALATION] = true,
	[HUB_REASON_SUPERVISORY_CONTENT] = true,
	[HUB_REASON_ABROAD] = true,
	[HUB_REASON_STATE_ENTERPRISE] = true,
	[HUB_REASON_CAMPUS] = true,
};

bool
charge_is_address(enum hub_reason reason)
{
	return reason < sizeof(of_address) / sizeof(of_address[0]) &&
	    of_address[reason];
}

int64_t
charge_begin(const struct charge_case *of)
{
	return of->row->received;
}

int64_t
charge_end(const struct charge_case *of)
{
	if (of->row->answered_at != 0)
		return of->row->answered_at;
	return of->row->ended_at != 0 ? of->row->ended_at : of->now_ms;
}

/* When a handoff ended that has ended. */
static int64_t
hop_end(const struct charge_case *of, const struct handoff_row *h)
{
	return handoff_open(h->state) ? of->now_ms : h->decided_at;
}

/* Whether its receiver had to take the case after all. */
static bool
is_overturned(const struct charge_case *of, const struct handoff_row *h)
{
	for (size_t i = 0; i < of->dispute_count; i++) {
		const struct dispute_row *d = &of->disputes[i];

		if (d->overturned && d->target == h->receiver &&
		    d->decided_at >= h->decided_at)
			return true;
	}
	return false;
}

/* Whose fault a handoff's days are; CHARGE_HOLDER: none. */
static enum charge_cause
hop_cause(const struct charge_case *of, const struct handoff_row *h)
{
	if (h->kind != HUB_KIND_TRANSFER)
		return CHARGE_HOLDER;
	if (h->state == HANDOFF_EXPIRED)
		return CHARGE_RECEIVER;
	if (h->state != HANDOFF_REFUSED && h->state != HANDOFF_RETURNED)
		return CHARGE_HOLDER;
	if (is_overturned(of, h))
		return CHARGE_REFUSER;
	return charge_is_address(h->reason) ? CHARGE_SENDER : CHARGE_HOLDER;
}

/* Who held the case at an instant. */
static int64_t
holder_at(const struct charge_case *of, int64_t at)
{
	int64_t holder = 0, since = 0;

	if (at >= of->row->holder_since)
		return of->row->holder;
	for (size_t i = 0; i < of->handoff_count; i++) {
		const struct handoff_row *h = &of->handoffs[i];

		if (h->kind != HUB_KIND_TRANSFER)
			continue;
		if (holder == 0)
			holder = h->sender; /* of the first one: it had it */
		if (h->taken_at == 0 || h->taken_at > at || h->taken_at < since)
			continue;
		holder = h->receiver;
		since = h->taken_at;
	}
	return holder == 0 ? of->row->holder : holder;
}

/* Whether the complainant was being asked. */
static bool
is_paused(const struct charge_case *of, int64_t at)
{
	for (size_t i = 0; i < of->pause_count; i++)
		if (of->pauses[i].from_ms <= at &&
		    (of->pauses[i].until_ms == 0 ||
			at < of->pauses[i].until_ms))
			return true;
	return false;
}

/* The arbiter who was awaited at that instant; 0: none. */
static int64_t
arbiter_at(const struct charge_case *of, int64_t at)
{
	for (size_t i = 0; i < of->dispute_count; i++)
		if (of->disputes[i].opened_at <= at &&
		    (of->disputes[i].decided_at == 0 ||
			at < of->disputes[i].decided_at))
			return of->disputes[i].arbiter;
	return 0;
}

/* Sets cause and institution of what begins at charge->from_ms. */
static void
find_party(const struct charge_case *of, struct charge *charge)
{
	int64_t at = charge->from_ms, arbiter = arbiter_at(of, at);

	charge->cause = CHARGE_HOLDER;
	charge->institution = holder_at(of, at);
	if (is_paused(of, at)) {
		charge->cause = CHARGE_QUESTION;
		charge->institution = 0;
		return;
	}
	if (arbiter != 0) {
		charge->cause = CHARGE_ARBITER;
		charge->institution = arbiter;
		return;
	}
	for (size_t i = of->handoff_count; i > 0; i--) {
		const struct handoff_row *h = &of->handoffs[i - 1];
		enum charge_cause cause = hop_cause(of, h);

		if (cause == CHARGE_HOLDER || at < ident_ms(h->id) ||
		    at >= hop_end(of, h))
			continue;
		charge->cause = cause;
		charge->institution = cause == CHARGE_SENDER ? h->sender
							     : h->receiver;
		return;
	}
}

/* The earlier of end and an instant, if that lies behind at. */
static void
stop_at(int64_t instant, int64_t at, int64_t *end)
{
	if (instant > at && instant < *end)
		*end = instant;
}

/* The next instant behind at that may change the party, or the end. */
static int64_t
next_change(const struct charge_case *of, int64_t at, int64_t end)
{
	stop_at(of->row->holder_since, at, &end);
	for (size_t i = 0; i < of->handoff_count; i++) {
		stop_at(ident_ms(of->handoffs[i].id), at, &end);
		stop_at(of->handoffs[i].taken_at, at, &end);
		stop_at(of->handoffs[i].decided_at, at, &end);
	}
	for (size_t i = 0; i < of->dispute_count; i++) {
		stop_at(of->disputes[i].opened_at, at, &end);
		stop_at(of->disputes[i].decided_at, at, &end);
	}
	for (size_t i = 0; i < of->pause_count; i++) {
		stop_at(of->pauses[i].from_ms, at, &end);
		stop_at(of->pauses[i].until_ms, at, &end);
	}
	return end;
}

void
charge_each(const struct conf *conf, const struct charge_case *of,
    charge_fn *each, void *ctx)
{
	int64_t end = charge_end(of);
	struct charge charge = { .from_ms = charge_begin(of) };

	for (; charge.from_ms < end; charge.from_ms = charge.until_ms) {
		charge.until_ms = next_change(of, charge.from_ms, end);
		find_party(of, &charge);
		charge.days = term_days(conf, of->row->region, charge.from_ms,
		    charge.until_ms);
		if (charge.days > 0)
			each(ctx, &charge);
	}
}
