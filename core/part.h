/* SPDX-License-Identifier: Apache-2.0 */
/*
 * part.h - which part somebody has in a case, and what of it they may see
 * and hear for that.
 *
 * Whoever refused or gave a handoff back, or let it go, has no part any more:
 * they hear only that it is no longer theirs.
 */
#ifndef PART_H
#define PART_H

#include "cases.h"

enum part {
	PART_NONE,   /* a stranger to the case */
	PART_FORMER, /* had a handoff that ended without their taking it */
	PART_COPY,   /* has a copy: what the complainant hears, too */
	PART_SOURCE, /* handed the case in */
	PART_OWN,    /* co-handler of a secret case: its own part alone */
	PART_PARTY,  /* sender or receiver of an open or kept one */
	PART_HOLDER, /* leads, and hears the contributions */
	PART_ALL,    /* coordinator, auditor, arbiter of its dispute */
};

/* What is known of the asker. */
struct part_asker {
	int64_t institution;
	bool all;	  /* coordinator or auditor */
	bool source_only; /* a source's token, wherever it stands besides */
	int64_t own;	  /* filled in: its own part, where that is PART_OWN */
};

/* The part by the case's row alone. */
enum part part_of_case(const struct part_asker *asker,
    const struct case_row *c);
/* The better of a part known so far and that by one more handoff.  A secret
 * case is for holder, co-handlers, watchers and whoever is offered it; its
 * source knows it. */
enum part part_with(enum part known, struct part_asker *asker,
    const struct case_row *c, const struct handoff_row *h);

/* The part by the case and all its handoffs. */
enum db_code part_find(struct db *db, struct part_asker *asker,
    const struct case_row *c, enum part *ret);

/* Whose ears an event is for: as it was said, but never wider than its kind
 * allows, so that no refusal's text comes to a complainant. */
enum hub_audience part_audience(const struct hub_event *event);
/* Those of a kind of which nothing was said. */
enum hub_audience part_audience_of(enum hub_event_kind kind);

/* Whether the case's content may be shown. */
bool part_sees(enum part part);
/* Whether what concerns that handoff (0: none) may be shown. */
bool part_sees_handoff(enum part part, const struct part_asker *asker,
    int64_t handoff_id);
/* Whether a text may be shown: by its audience, or by its kind's where it has
 * none; what one said oneself always. */
bool part_hears(enum part part, const struct part_asker *asker,
    const struct event_row *event);

#endif
