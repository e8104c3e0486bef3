/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "review_handoff.h"

#include <string.h>

#include "custody.h"
#include "ident.h"

/* A handoff as far as its entries have told. */
struct told {
	uint64_t id, chan_seq, last; /* last: entry */
	uint64_t gaps;		     /* of its case, when it was told of */
	enum hub_kind kind;
	enum handoff_state state;
};

/* From a sender to a receiver. */
struct channel {
	uint64_t key; /* both names */
	uint64_t seq, last;
};

/* States that an entry of a type can lead to. */
static const struct {
	const char *type;
	enum handoff_state to, other;
} ends[] = {
	{ "simpul.handoff.accepted.v1", HANDOFF_ACCEPTED, HANDOFF_ACCEPTED },
	{ "simpul.handoff.answered.v1", HANDOFF_ANSWERED, HANDOFF_ANSWERED },
	{ "simpul.handoff.cancelled.v1", HANDOFF_CANCELLED, HANDOFF_CANCELLED },
	{ "simpul.handoff.closed.v1", HANDOFF_CLOSED, HANDOFF_CLOSED },
	{ "simpul.handoff.expired.v1", HANDOFF_EXPIRED, HANDOFF_EXPIRED },
	{ "simpul.handoff.failed.v1", HANDOFF_FAILED, HANDOFF_FAILED },
	{ "simpul.handoff.refused.v1", HANDOFF_REFUSED, HANDOFF_REFUSED },
	{ "simpul.handoff.returned.v1", HANDOFF_RETURNED, HANDOFF_REFUSED },
	{ "simpul.handoff.working.v1", HANDOFF_WORKING, HANDOFF_ANSWERED },
};

/* Entries with which a handoff begins. */
static const char *const offers[] = {
	"simpul.handoff.received.v1",
	"simpul.handoff.queued.v1",
	"simpul.handoff.escalated.v1",
};

/* No handoff is known yet. */
void
review_handoff_init(struct review *review)
{
	rowmap_init(&review->steps, sizeof(struct told));
	rowmap_init(&review->channels, sizeof(struct channel));
}

/* Whether the entry offers a handoff. */
static bool
is_offer(const struct canon_entry *e)
{
	for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++)
		if (strcmp(offers[i], e->type) == 0)
			return e->state_from[0] == '\0';
	return false;
}

/* The number of a new handoff in its channel. */
static bool
number(struct review *review, const struct canon_entry *e)
{
	const char *by = e->sender[0] == '\0' ? e->initiator : e->sender;
	unsigned long long found = (unsigned long long)e->chan_seq, next;
	uint32_t sender, receiver;
	struct channel *c;
	uint64_t from;

	if (!namebook_take(&review->names, by, &sender) ||
	    !namebook_take(&review->names, e->target, &receiver))
		return false;
	c = rowmap_add(&review->channels, (uint64_t)sender << 32 | receiver);
	if (c == NULL)
		return false;
	from = c->seq == 0 ? REVIEW_NONE : c->last;
	next = (unsigned long long)c->seq + 1;
	if (found > next)
		review_tell(review, REVIEW_CHANNEL_GAP, from,
		    "from %s to %s: %llu %s missing before number %llu", by,
		    e->target, found - next,
		    found - next == 1 ? "handoff is" : "handoffs are", found);
	else if (found < next)
		review_tell(review, REVIEW_CHANNEL_REPEATED, from,
		    "from %s to %s: number %llu again or too late; %llu is "
		    "next",
		    by, e->target, found, next);
	c->seq = found > c->seq ? found : c->seq;
	c->last = review->index;
	return true;
}

/* Whether custody has a step from one state to the other. */
static bool
is_step(enum hub_kind kind, enum handoff_state from, enum handoff_state to)
{
	size_t count;
	const struct custody_step *rows = custody_rows(kind, &count);

	for (size_t i = 0; i < count; i++)
		if (rows[i].state == from && rows[i].next == to)
			return true;
	return false;
}

/* Whether an entry of that type can lead there. */
static bool
is_end(const char *type, enum handoff_state to)
{
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strcmp(ends[i].type, type) == 0)
			return to == ends[i].to || to == ends[i].other;
	return true;
}

/* A step of a handoff, from where it stood. */
static void
step(const struct review *review, struct told *h, const struct canon_entry *e)
{
	enum handoff_state from, to;

	if (e->state_from[0] == '\0' ||
	    !handoff_state_parse(e->state_from, &from) ||
	    !handoff_state_parse(e->state_to, &to))
		return;
	if (from != h->state)
		review_tell(review, REVIEW_STEP, h->last,
		    "handoff %s goes on from %s, but was %s", e->handoff,
		    e->state_from, handoff_state_name(h->state));
	if (!is_step(h->kind, from, to) || !is_end(e->type, to))
		review_tell(review, REVIEW_STEP, h->last,
		    "handoff %s: %s cannot take it from %s to %s", e->handoff,
		    e->type, e->state_from, e->state_to);
	h->state = to;
}

/* A handoff that the log has not spoken of. */
static bool
begin(struct review *review, struct told *h, const struct canon_entry *e)
{
	enum handoff_state state;

	h->chan_seq = e->chan_seq;
	h->state = HANDOFF_OFFERED;
	h->last = review->index;
	(void)hub_kind_parse(e->kind, &h->kind);
	review->handoffs++;
	if (is_offer(e))
		return number(review, e);
	if (h->gaps == 0)
		review_tell(review, REVIEW_STEP, REVIEW_NONE,
		    "handoff %s was never offered", e->handoff);
	if (handoff_state_parse(e->state_from, &state))
		h->state = state;
	return true;
}

bool
review_handoff(struct review *review, const struct canon_entry *e,
    uint64_t gaps)
{
	enum handoff_state state;
	struct told *h;
	int64_t id;

	if (e->handoff[0] == '\0')
		return true;
	if (!ident_parse(e->handoff, &id)) {
		review_tell(review, REVIEW_ID, REVIEW_NONE,
		    "\"%.60s\" is no name that a hub gives to a handoff",
		    e->handoff);
		return true;
	}
	h = rowmap_add(&review->steps, (uint64_t)id);
	if (h == NULL)
		return false;
	if (h->state == 0) {
		h->gaps = gaps;
		if (!begin(review, h, e))
			return false;
	} else if (is_offer(e)) {
		review_tell(review, REVIEW_STEP, h->last,
		    "handoff %s is offered again", e->handoff);
	} else if (e->chan_seq != 0 && e->chan_seq != h->chan_seq) {
		review_tell(review, REVIEW_STEP, h->last,
		    "handoff %s has number %llu of its channel, and had %llu",
		    e->handoff, (unsigned long long)e->chan_seq,
		    (unsigned long long)h->chan_seq);
	}
	if (h->gaps != gaps && handoff_state_parse(e->state_from, &state))
		h->state = state;
	h->gaps = gaps;
	step(review, h, e);
	h->last = review->index;
	return true;
}
