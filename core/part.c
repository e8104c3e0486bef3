/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "part.h"

#include "cases_list.h"
#include "disputes.h"

#define CITIZEN HUB_AUDIENCE_COMPLAINANT
#define PARTIES HUB_AUDIENCE_PARTIES
#define COORDINATOR HUB_AUDIENCE_COORDINATOR

/* Whose ears a kind of event is for: when it names no audience, and at most
 * when it names one. */
static const struct {
	enum hub_audience usual, widest;
} audiences[HUB_EV_COUNT] = {
	[HUB_EV_ACCEPTED] = { PARTIES, PARTIES },
	[HUB_EV_REFUSED] = { PARTIES, PARTIES },
	[HUB_EV_RETURNED] = { PARTIES, PARTIES },
	[HUB_EV_OPENED] = { PARTIES, PARTIES },
	[HUB_EV_PROGRESS] = { CITIZEN, CITIZEN },
	[HUB_EV_ANSWERED] = { CITIZEN, CITIZEN },
	[HUB_EV_CONTRIBUTION] = { PARTIES, PARTIES },
	[HUB_EV_COMMENT] = { COORDINATOR, CITIZEN },
	[HUB_EV_NEEDS_INFO] = { CITIZEN, CITIZEN },
	[HUB_EV_SUPPLEMENT] = { PARTIES, PARTIES },
	[HUB_EV_REMINDER] = { PARTIES, PARTIES },
	[HUB_EV_OBJECTION] = { PARTIES, PARTIES },
	[HUB_EV_RATING] = { PARTIES, PARTIES },
	[HUB_EV_WITHDRAWN] = { PARTIES, PARTIES },
	[HUB_EV_DECISION] = { PARTIES, PARTIES },
	[HUB_EV_CORRECTION] = { PARTIES, CITIZEN },
	[HUB_EV_CANCELLED] = { PARTIES, PARTIES },
	[HUB_EV_GONE] = { PARTIES, PARTIES },
	[HUB_EV_HANDOFF] = { PARTIES, PARTIES },
};

enum hub_audience
part_audience_of(enum hub_event_kind kind)
{
	return audiences[kind].usual;
}

/* The narrower of what was said and what the kind allows; they stand from
 * wide to narrow. */
static enum hub_audience
narrowed(enum hub_event_kind kind, enum hub_audience said)
{
	if (said == HUB_AUDIENCE_NONE)
		return audiences[kind].usual;
	return said < audiences[kind].widest ? audiences[kind].widest : said;
}

enum hub_audience
part_audience(const struct hub_event *event)
{
	if (event->kind != HUB_EV_NEEDS_INFO)
		return narrowed(event->kind, event->audience);
	/* A question is for whom it is asked of. */
	return event->asked == HUB_ASKED_SENDER ||
		event->asked == HUB_ASKED_HOLDER
	    ? PARTIES
	    : CITIZEN;
}

enum part
part_of_case(const struct part_asker *asker, const struct case_row *c)
{
	if (asker->all)
		return PART_ALL;
	if (asker->institution == 0)
		return PART_NONE;
	if (asker->institution == c->holder && !asker->source_only)
		return PART_HOLDER;
	return asker->institution == c->source ? PART_SOURCE : PART_NONE;
}

/* The part that a handoff leaves its receiver; whose transfer is closed has
 * one as long as they are the holder. */
static enum part
of_receiver(const struct case_row *c, const struct handoff_row *h)
{
	bool secret = (c->flags & CASE_SECRET) != 0;
	bool kept = h->state == HANDOFF_CLOSED && h->kind != HUB_KIND_TRANSFER;

	if (!handoff_open(h->state) && (secret || !kept))
		return PART_FORMER;
	switch (h->kind) {
	case HUB_KIND_COPY:
		return secret ? PART_FORMER : PART_COPY;
	case HUB_KIND_JOINT:
		return secret ? PART_OWN : PART_PARTY;
	default:
		return PART_PARTY;
	}
}

enum part
part_with(enum part known, struct part_asker *asker, const struct case_row *c,
    const struct handoff_row *h)
{
	enum part part = PART_NONE;

	if (asker->institution == 0 || asker->source_only)
		return known;
	if (asker->institution == h->receiver)
		part = of_receiver(c, h);
	else if (asker->institution == h->sender)
		part = handoff_open(h->state) && !(c->flags & CASE_SECRET)
		    ? PART_PARTY
		    : PART_FORMER;
	if (part == PART_OWN)
		asker->own = h->id;
	return part > known ? part : known;
}

/* A part on its way through the handoffs. */
struct finding {
	struct part_asker *asker;
	const struct case_row *of_case;
	enum part part;
};

/* db_row_fn: one handoff more. */
static bool
take_handoff(void *ctx, const struct db_row *row)
{
	struct finding *f = ctx;
	struct handoff_row h;

	handoff_row_read(row, &h);
	f->part = part_with(f->part, f->asker, f->of_case, &h);
	return true;
}

/* Whether the asker is to decide the case's dispute. */
static bool
is_arbiter(struct db *db, const struct part_asker *asker,
    const struct case_row *c)
{
	return c->state == CASE_DISPUTED && !asker->source_only &&
	    disputes_asks(db, c->id, asker->institution);
}

enum db_code
part_find(struct db *db, struct part_asker *asker, const struct case_row *c,
    enum part *ret)
{
	struct finding f = { asker, c, part_of_case(asker, c) };
	enum db_code code = DB_OK;

	if (is_arbiter(db, asker, c))
		f.part = PART_ALL;
	if (f.part < PART_PARTY && asker->institution != 0)
		code = handoffs_of_case(db, c->id, take_handoff, &f);
	*ret = f.part;
	return code;
}

bool
part_sees(enum part part)
{
	return part >= PART_COPY;
}

bool
part_sees_handoff(enum part part, const struct part_asker *asker,
    int64_t handoff_id)
{
	return part != PART_OWN || handoff_id == asker->own;
}

bool
part_hears(enum part part, const struct part_asker *asker,
    const struct event_row *event)
{
	if (part == PART_ALL ||
	    (asker->institution != 0 && asker->institution == event->speaker))
		return true;
	/* What came too late waits for the coordinator to adopt it. */
	if (event->applied != EVENT_APPLIED)
		return false;
	if (!part_sees_handoff(part, asker, event->handoff_id))
		return false;
	/* What co-handlers bring is for the one who answers for all. */
	if (event->kind == HUB_EV_CONTRIBUTION)
		return part >= PART_HOLDER;
	switch (narrowed(event->kind, event->audience)) {
	case HUB_AUDIENCE_COMPLAINANT:
		return part >= PART_COPY;
	case HUB_AUDIENCE_PARTIES:
		return part >= PART_OWN;
	default:
		return false;
	}
}
