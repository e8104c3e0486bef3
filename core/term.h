/* SPDX-License-Identifier: Apache-2.0 */
/*
 * term.h - when a case, a handoff or the coordinator must be done: the
 * deadlines of simpul.conf, counted in the calendar and zone of whoever the
 * clock is for.
 *
 * The citizen's clock runs in the case's jurisdiction, which is fixed when the
 * case is received, and no handoff restarts it; a handoff's clock runs at its
 * receiver's.  The rule in force on day 0 of the case holds for its life.
 * Times are milliseconds; all of it is pure.
 */
#ifndef TERM_H
#define TERM_H

#include "conf.h"
#include "hub_word.h"
#include "workday.h"

struct term_due {
	int64_t at;	      /* 0: the clock is paused, or there is none */
	bool provisional;     /* runs through a year that is not loaded */
	const char *calendar; /* version it was counted by, the conf's own */
};

struct term_case {
	int64_t received_ms; /* day 0; stays what it was on reclassifying */
	enum hub_class classification; /* NONE: a complaint */
	bool urgent;
	const char *region;
};

/* A clock with a name of its own: accept, deemed, verify, first_follow_up,
 * reply_window, arbitrate, above, breach_notice. */
struct term_limit {
	const char *name;
	int64_t received_ms; /* of the case, for the rule; 0: start_ms */
	int64_t start_ms;
};

/* The citizen's clock; pauses are questions to the complainant. */
struct term_due term_of_case(const struct conf *conf,
    const struct term_case *of, const struct workday_pause *pauses,
    size_t count);
/* Another limit that runs in the case's jurisdiction. */
struct term_due term_of_limit(const struct conf *conf, const char *region,
    const struct term_limit *limit);
/* A handoff's limit, at its receiver's; pauses are outages of the hub. */
struct term_due term_of_hop(const struct conf *conf,
    const struct conf_institution *receiver, const struct term_limit *limit,
    const struct workday_pause *pauses, size_t count);

/* So many working days behind the end of a limit, in the case's jurisdiction;
 * 0: at its end. */
int64_t term_after(const struct conf *conf, const char *region, int64_t due_ms,
    unsigned days);
/* Working days of the citizen's calendar between two instants. */
int64_t term_days(const struct conf *conf, const char *region, int64_t from_ms,
    int64_t until_ms);

/* What to keep when a new calendar, and nothing else, gave another due date:
 * the later one, for new calendars move due dates later only.  What was
 * reclassified, paused or resumed takes the fresh one as it is. */
struct term_due term_later(struct term_due old, struct term_due fresh);

/* Calendar and zone of a region's citizens: the first jurisdiction that it
 * lies in, else the hub's. */
const struct workday_place *term_place(const struct conf *conf,
    const char *region);

#endif
