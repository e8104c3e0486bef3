/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "review.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ident.h"
#include "review_handoff.h"

#define CASE_PREFIX "case/"
#define SENTENCE_MAX 512
#define MINUTE_MS INT64_C(60000)

/* A case as far as its entries have told. */
struct told {
	uint64_t id, seq, last; /* last: entry */
	uint64_t gaps;
	uint32_t holder; /* of names */
	bool held;	 /* holder is what the entries say */
};

static const char *const kind_names[REVIEW_KINDS] = {
	[REVIEW_CASE_GAP] = "case-gap",
	[REVIEW_CASE_REPEATED] = "case-repeated",
	[REVIEW_CHANNEL_GAP] = "channel-gap",
	[REVIEW_CHANNEL_REPEATED] = "channel-repeated",
	[REVIEW_STEP] = "step",
	[REVIEW_HOLDER] = "holder",
	[REVIEW_TIME] = "time",
	[REVIEW_SILENCE] = "silence",
	[REVIEW_ID] = "id",
};

const char *
review_kind_name(enum review_kind kind)
{
	return kind_names[kind];
}

/* Has seen nothing yet. */
void
review_init(struct review *review)
{
	*review = (struct review){ .beat = REVIEW_NONE };
	namebook_init(&review->names);
	rowmap_init(&review->cases, sizeof(struct told));
	review_handoff_init(review);
}

/* Forgets all. */
void
review_release(struct review *review)
{
	namebook_release(&review->names);
	rowmap_release(&review->cases);
	rowmap_release(&review->steps);
	rowmap_release(&review->channels);
}

/* One finding, as a sentence. */
void
review_tell(const struct review *review, enum review_kind kind, uint64_t from,
    const char *fmt, ...)
{
	char text[SENTENCE_MAX];
	struct review_finding finding = { kind, from, review->index, text };
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	review->find(review->ctx, &finding);
}

/* The entry's number within its case. */
static void
number(const struct review *review, struct told *c, const struct canon_entry *e)
{
	uint64_t from = c->seq == 0 ? REVIEW_NONE : c->last;
	unsigned long long first = (unsigned long long)c->seq + 1;
	unsigned long long found = (unsigned long long)e->case_seq;

	if (found == first)
		return;
	c->gaps++;
	c->held = false;
	if (found < first)
		review_tell(review, REVIEW_CASE_REPEATED, from,
		    "%s has its number %llu again or too late; %llu is next",
		    e->subject, found, first);
	else if (found == first + 1)
		review_tell(review, REVIEW_CASE_GAP, from,
		    "%s: its entry number %llu is missing", e->subject, first);
	else
		review_tell(review, REVIEW_CASE_GAP, from,
		    "%s: its entries number %llu to %llu are missing",
		    e->subject, first, found - 1);
}

/* Whether an entry may be the first of a case. */
static bool
begins(const struct canon_entry *e)
{
	return strcmp(e->type, "simpul.handoff.received.v1") == 0 ||
	    strcmp(e->type, "simpul.case.received.v1") == 0;
}

/* Whether from now the case's custody follows another, or no longer. */
static bool
follows(const struct canon_entry *e)
{
	return strcmp(e->type, "simpul.case.related.v1") == 0 &&
	    (strcmp(e->action, "join") == 0 || strcmp(e->action, "part") == 0);
}

/* What the entry says of the holder, against who it was. */
static bool
hold(struct review *review, struct told *c, const struct canon_entry *e)
{
	uint32_t from = 0, to = 0;

	if (!namebook_take(&review->names, e->holder_from, &from) ||
	    !namebook_take(&review->names, e->holder_to, &to))
		return false;
	if (follows(e))
		c->held = false;
	if (c->held && e->holder_to[0] != '\0' && from != c->holder)
		review_tell(review, REVIEW_HOLDER, c->last,
		    "%s goes from \"%s\" to \"%s\", but was with \"%s\"",
		    e->subject, e->holder_from, e->holder_to,
		    namebook_text(&review->names, c->holder));
	if (e->holder_to[0] == '\0')
		return true;
	c->holder = to;
	c->held = true;
	return true;
}

/* An entry about a case. */
static bool
of_case(struct review *review, const struct canon_entry *e)
{
	struct told *c;
	int64_t id;
	bool first;

	if (strncmp(e->subject, CASE_PREFIX, strlen(CASE_PREFIX)) != 0)
		return true;
	if (!ident_parse(e->subject + strlen(CASE_PREFIX), &id)) {
		review_tell(review, REVIEW_ID, REVIEW_NONE,
		    "\"%.60s\" is no name that a hub gives to a case",
		    e->subject);
		return true;
	}
	c = rowmap_add(&review->cases, (uint64_t)id);
	if (c == NULL)
		return false;
	first = c->seq == 0;
	number(review, c, e);
	if (first && e->case_seq == 1 && !begins(e))
		review_tell(review, REVIEW_STEP, REVIEW_NONE,
		    "%s begins with %s", e->subject, e->type);
	if (!hold(review, c, e))
		return false;
	c->seq = e->case_seq > c->seq ? e->case_seq : c->seq;
	c->last = review->index;
	return review_handoff(review, e, c->gaps);
}

/* A sign that the hub lived; a log that goes on after a restore says itself
 * that something lies between. */
static void
live(struct review *review, const struct canon_entry *e)
{
	int64_t since = e->time_ms - review->beat_ms;
	bool recovered = strcmp(e->type, "simpul.log.recovered.v1") == 0;

	if (!recovered && strcmp(e->type, "simpul.log.opened.v1") != 0 &&
	    strcmp(e->type, "simpul.log.heartbeat.v1") != 0)
		return;
	if (!recovered && review->beat != REVIEW_NONE &&
	    review->silence_ms != 0 && since > review->silence_ms)
		review_tell(review, REVIEW_SILENCE, review->beat,
		    "no heartbeat for %lld minutes",
		    (long long)(since / MINUTE_MS));
	review->beat = review->index;
	review->beat_ms = e->time_ms;
}

bool
review_add(struct review *review, uint64_t index, const struct canon_entry *e)
{
	review->index = index;
	if (review->entries > 0 && e->time_ms < review->last_ms)
		review_tell(review, REVIEW_TIME, index - 1,
		    "it was written %lld ms before the entry in front of it",
		    (long long)(review->last_ms - e->time_ms));
	review->last_ms = e->time_ms;
	review->entries++;
	live(review, e);
	if (canon_renames(e))
		return namebook_rename(&review->names, e->initiator, e->target);
	return of_case(review, e);
}

void
review_end(struct review *review)
{
	int64_t since = review->last_ms - review->beat_ms;

	if (review->entries == 0 || review->silence_ms == 0)
		return;
	if (review->beat == REVIEW_NONE)
		review_tell(review, REVIEW_SILENCE, REVIEW_NONE,
		    "there is no heartbeat at all");
	else if (since > review->silence_ms)
		review_tell(review, REVIEW_SILENCE, review->beat,
		    "no heartbeat for the last %lld minutes",
		    (long long)(since / MINUTE_MS));
}
